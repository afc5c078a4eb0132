import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchClassify } from './classify.ts';
import { benchIdle } from './idle.ts';
import { benchLatency } from './latency.ts';
import { benchPoll } from './poll.ts';
import { benchQueue } from './queue.ts';
import { type Report, tableOf } from './report.ts';
import { benchScreen } from './screen.ts';
import { setStage } from './stage.ts';
import { benchStartup } from './startup.ts';

const PARTS = ['startup', 'classify', 'poll', 'idle', 'latency', 'queue', 'screen'] as const;
type Part = (typeof PARTS)[number];

const USAGE = `bench: [--json] [--quick] [--only ${PARTS.join('|')}]\n`;

/** Of idling and of limits; both stand on the same agents. */
async function onStage(quick: boolean, wanted: (part: Part) => boolean, tell: (line: string) => void) {
  if (!wanted('idle') && !wanted('latency')) return {};
  tell('stage: 20 scripted agents');
  const stage = await setStage();
  try {
    if (wanted('idle')) tell('idle');
    const idle = wanted('idle') ? await benchIdle(stage, quick ? 15 : 30) : undefined;
    if (!wanted('latency')) return { idle };
    const limits = quick ? 8 : 30;
    const latency = [];
    for (const [pollInterval, pollIntervalMs] of [
      ['1s', 1_000],
      ['250ms', 250],
    ] as const) {
      tell(`latency: ${limits} limits, poll_interval ${pollInterval}`);
      latency.push(await benchLatency(stage, { pollInterval, pollIntervalMs, limits }));
    }
    return { idle, latency };
  } finally {
    await stage.sandbox.end();
  }
}

/** `npm run bench -- [--json] [--quick] [--only PART]`: measures and tells; no figure makes it fail. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const { json, quick, only } = values;
  if (process.platform !== 'linux' || (only !== undefined && !PARTS.some((part) => part === only))) {
    process.stderr.write(`${USAGE}It reads /proc, so it runs on Linux alone.\n`);
    return 2;
  }
  const wanted = (part: Part) => only === undefined || only === part;
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const loadBefore = loadavg();
  // In turn: two measurements at a time would measure each other.
  const startup = wanted('startup') ? benchStartup() : undefined;
  const classify = wanted('classify') ? benchClassify() : undefined;
  const poll = wanted('poll') ? await benchPoll(quick, tell) : undefined;
  const staged = await onStage(quick, wanted, tell);
  const queue = wanted('queue') ? await benchQueue(quick, tell) : undefined;
  const screen = wanted('screen') ? await benchScreen(quick, tell) : undefined;
  const report: Report = {
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      node: process.version,
      tmux: execFileSync('tmux', ['-V'], { encoding: 'utf8' }).trim(),
      loadBefore,
      loadAfter: loadavg(),
    },
    quick,
    ...(startup && { startup }),
    ...(classify && { classify }),
    ...(poll && { poll }),
    ...(staged.idle && { idle: staged.idle }),
    ...(staged.latency && { latency: staged.latency }),
    ...(queue && { queue }),
    ...(screen && { screen }),
  };
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : tableOf(report));
  return 0;
}
