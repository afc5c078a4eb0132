import { setTimeout as pause } from 'node:timers/promises';
import { tellSupervisor } from '../adapters/hooks/send.js';
import { direct } from '../demo/director.js';
import { report, reportText } from '../demo/report.js';
import { makeSandbox, type Sandbox } from '../demo/sandbox.js';
import { captionAt, STORY_S } from '../demo/scenario.js';
import { seenLine } from '../demo/seen-line.js';
import { setStage } from '../demo/stage.js';
import { sweepKilled } from '../demo/sweep.js';
import { Witness } from '../demo/witness.js';
import type { Running } from '../wire.js';
import { parseArguments, text } from './arguments.js';
import { type Signals, takeSignals } from './end.js';
import { EXIT, UsageError } from './exit.js';
import { startSupervisor } from './start.js';

/** `demo`: the real engine over a private tmux server; with or without a screen. Leaves nothing behind. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, {
    headless: { type: 'boolean' },
    json: { type: 'boolean' },
    seconds: { type: 'string' },
  });
  const headless = parsed.values.headless === true;
  const wanted = text(parsed, 'seconds') ?? '90';
  if (!/^[1-9]\d{0,4}$/.test(wanted))
    throw new UsageError(`--seconds takes a whole number from 1 to 99999, not "${wanted}"`);
  if (!headless && !process.stdout.isTTY) {
    process.stderr.write(
      'The demo’s dashboard needs a terminal. Without one, use: claude-failover demo --headless\n',
    );
    return EXIT.usage;
  }
  const signals = takeSignals();
  await sweepKilled();
  const sandbox = makeSandbox();
  const stage = await setStage(sandbox).catch((error: unknown) => {
    sandbox.remove();
    throw error;
  });
  try {
    const started = await startSupervisor(
      { config: sandbox.config, stateDir: sandbox.stateDir },
      envOf(sandbox),
      false,
    );
    if (typeof started === 'number') return started;
    return headless
      ? await play(started, sandbox, signals, { seconds: Number(wanted), json: parsed.values.json === true })
      : await show(started, sandbox, signals);
  } finally {
    await stage.end();
    sandbox.remove();
    signals.release();
  }
}

/** Nothing of the person's environment but what a terminal needs: no config, no state, no tmux of theirs. */
function envOf(sandbox: Sandbox): Readonly<Record<string, string>> {
  return { ...sandbox.env, XDG_STATE_HOME: sandbox.stateDir, XDG_CONFIG_HOME: sandbox.home };
}

/** Through the socket, as status lines do. */
function toldTo(sandbox: Sandbox): (body: object) => void {
  return (body) => void tellSupervisor({ stateDir: sandbox.stateDir, env: envOf(sandbox) }, body);
}

async function show(running: Running, sandbox: Sandbox, signals: Signals): Promise<number> {
  const { showDashboard } = await import('./dashboard.js');
  const direction = direct(sandbox, toldTo(sandbox));
  const witness = new Witness(sandbox, running.supervisor);
  try {
    const code = await showDashboard(running, sandbox.stateDir, {
      signals,
      caption: (now) => captionAt((now - direction.startMs) / 1_000),
    });
    const { startMs } = direction;
    process.stdout.write(seenLine({ startMs, seen: witness.testify() }, (Date.now() - startMs) / 1_000));
    return code;
  } finally {
    witness.stop();
    direction.stop();
  }
}

async function play(
  running: Running,
  sandbox: Sandbox,
  signals: Signals,
  { seconds, json }: { readonly seconds: number; readonly json: boolean },
): Promise<number> {
  const direction = direct(sandbox, toldTo(sandbox));
  const witness = new Witness(sandbox, running.supervisor);
  const playedS = Math.min(seconds, STORY_S);
  const over = new AbortController();
  const end = pause(playedS * 1_000, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([signals.asked, end]);
  over.abort();
  direction.stop();
  const ranS = Math.min(playedS, (Date.now() - direction.startMs) / 1_000);
  const result = report(direction.startMs, ranS, witness.testify());
  await running.stop();
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : reportText(result));
  return result.ok ? EXIT.good : EXIT.failed;
}
