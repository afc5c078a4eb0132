import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomFrom } from '../support/random.ts';
import { BIN, readJournalLines } from '../support/supervisor.ts';
import { until } from '../support/until.ts';
import { keeperIn } from './evidence.ts';
import { ptySeat } from './pty-seat.ts';
import { Questions } from './questions.ts';
import type { Seat } from './seat.ts';
import { shellIn } from './shell.ts';
import { Storm } from './storm.ts';
import { subjectIn } from './subject.ts';
import { record } from './tape.ts';
import { tmuxSeat } from './tmux-seat.ts';
import { makeWeather, type Weather } from './weather.ts';

const SEATS = ['window', 'client', 'pty'] as const;
const USAGE = `storm: [--minutes N] [--seed N] [--seat ${SEATS.join('|')}] [--look-every SECONDS] [--out FILE]\n`;
const FIRST = { cols: 120, rows: 36 } as const;

interface Wanted {
  readonly minutes: number;
  readonly seed: number;
  readonly by: (typeof SEATS)[number];
  /** Between two looks at what is not on the screen. */
  readonly lookEveryMs: number;
  readonly out: string;
}

function wantedOf(argv: readonly string[]): Wanted | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      seat: { type: 'string', default: 'client' },
      'look-every': { type: 'string', default: '45' },
      out: { type: 'string' },
    },
  });
  const [minutes, seed, look] = [values.minutes, values.seed, values['look-every']].map(Number) as [
    number,
    number,
    number,
  ];
  const by = SEATS.find((name) => name === values.seat);
  if (
    !(minutes > 0) ||
    !(look > 0) ||
    !Number.isInteger(seed) ||
    by === undefined ||
    process.platform !== 'linux'
  )
    return null;
  return {
    minutes,
    seed,
    by,
    lookEveryMs: look * 1_000,
    out: values.out ?? join(tmpdir(), `storm-${by}-${seed}.cast`),
  };
}

function seatIn({ stage }: Weather, by: Wanted['by']): Promise<Seat> {
  const { tmux } = stage.sandbox;
  const argv = shellIn(tmux.dir);
  return by === 'pty'
    ? ptySeat({ size: FIRST, env: tmux.env, argv })
    : tmuxSeat({ tmux, size: FIRST, argv, by });
}

/** By keys alone the mode is auto again and nothing is paused; told as faults where it is not. */
async function restore(weather: Weather, storm: Storm, seat: Seat): Promise<void> {
  await storm.home();
  const isSo = async (what: string, check: () => Promise<boolean>): Promise<void> => {
    await until(what, check, 15_000).catch((error: Error) => storm.faults.push(error.message));
  };
  if ((await weather.status()).mode !== 'auto') {
    await seat.keys('m');
    const mode = (await weather.status()).mode;
    await seat.keys(...(mode === 'observe' ? ['j'] : ['k']), '\r');
    await isSo('mode auto by keys', async () => (await weather.status()).mode === 'auto');
  }
  if ((await weather.status()).paused) {
    await seat.keys('p');
    await isSo('no pause by keys', async () => !(await weather.status()).paused);
  }
}

/** Keeps what explains a fault, and tells where. */
type Keep = (fault: string) => Promise<void>;

interface Blown {
  readonly wanted: Wanted;
  readonly weather: Weather;
  readonly storm: Storm;
  readonly seat: Seat;
  readonly keep: Keep;
}

async function blow({ wanted, weather, storm, seat, keep }: Blown): Promise<void> {
  const endMs = performance.now() + wanted.minutes * 60_000;
  let lookedMs = performance.now();
  let known = 0;
  await storm.start();
  for (let step = 1; performance.now() < endMs; step += 1) {
    await storm.step();
    if (step % 5 === 0) await storm.check();
    if (performance.now() - lookedMs < wanted.lookEveryMs) continue;
    lookedMs = performance.now();
    await restore(weather, storm, seat);
    await weather
      .anotherSwap()
      .catch((error: Error) => storm.faults.push(`the supervisor is stuck: ${error.message}`));
    if (storm.faults.length > known) await keep(storm.faults.slice(known).join('\n'));
    known = storm.faults.length;
  }
  await storm.quit();
}

function logErrors(stateDir: string): readonly string[] {
  const lines = readFileSync(join(stateDir, 'supervisor.log'), 'utf8').split('\n');
  return lines.filter((line) => /^\S+ error /.test(line));
}

/** `npm run storm -- [--minutes N] [--seed N] [--seat …] [--out FILE]`: exit 1 when anything that must hold did not. */
export async function main(argv: readonly string[]): Promise<number> {
  const wanted = wantedOf(argv);
  if (wanted === null) {
    process.stderr.write(`${USAGE}It reads /proc, so it runs on Linux alone.\n`);
    return 2;
  }
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const weather = await makeWeather();
  const evidence = keeperIn(`${wanted.out}.faults`, weather);
  const keep: Keep = async (fault) => {
    const dir = await evidence(fault);
    if (dir !== null) tell(`kept in ${dir}`);
  };
  try {
    const seat = await seatIn(weather, wanted.by);
    record(seat.tape, wanted.out, `seed ${wanted.seed}`);
    const questions = new Questions(seat.tape);
    const args = [process.execPath, BIN, '--config', weather.config, '--state-dir', weather.stateDir];
    const env = { ...weather.stage.env, TERM: 'xterm-256color', SHELL: '/bin/sh' };
    const subject = subjectIn(join(weather.stage.sandbox.tmux.dir, 'subject'), args, env);
    const storm = new Storm({
      seat,
      subject,
      chance: randomFrom(wanted.seed),
      ends: 0.06,
      isLive: true,
      tell,
    });
    try {
      await blow({ wanted, weather, storm, seat, keep });
    } catch (error) {
      storm.faults.push(`it broke: ${error instanceof Error ? error.message : String(error)}`);
      await keep(storm.faults.at(-1) ?? '');
    } finally {
      await seat.end();
    }
    const orders = questions.judge(await readJournalLines(weather.stateDir));
    storm.faults.push(...orders.unasked, ...logErrors(weather.stateDir).map((line) => `log: ${line}`));
    const { sizes, ...counts } = storm.counts;
    const sum = {
      ...wanted,
      ...counts,
      sizes: sizes.size,
      flips: weather.flips(),
      orders,
      faults: storm.faults,
    };
    process.stdout.write(`${JSON.stringify(sum, null, 2)}\n`);
    return storm.faults.length === 0 ? 0 : 1;
  } finally {
    await weather.end();
  }
}
