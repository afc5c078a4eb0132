import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PaneId } from '../../dist/core/ids.js';
import { childrenOf, type Spent, spentSoFar } from './cpu.ts';
import { wiredObserver } from './observer.ts';
import { type PaneFarm, paneFarm } from './panes.ts';
import { pause, type Spread, spreadOf } from './stats.ts';

const run = promisify(execFile);

export type Way = 'spawn-per-pane' | 'one-chained-spawn' | 'ours-capture-all' | 'ours-poll' | 'ours-poll-1s';

export interface PollFigures {
  readonly panes: number;
  readonly printing: number;
  readonly way: Way;
  readonly samples: number;
  readonly pollsPerSample: number;
  /** Of one poll, ms. */
  readonly cpu: Spread;
  readonly wall: Spread;
  /** Median CPU of one poll by who spent it, ms. */
  readonly parts: Spent;
}

/** `tmux capture-pane` processes at a time: cheaper than one after the other. */
const PARALLEL = 8;
/** A longer command line is refused by tmux 3.3a. */
const PER_CHAIN = 150;
const SAMPLE_MS = 250;
/** Between two polls, so that printing panes have printed again. */
const GAP_MS = 60;
const SECOND_MS = 1_000;

type Poll = () => Promise<unknown>;

/** The naive watcher: each screen by a process of its own. */
function spawnPerPane({ sandbox: { tmux }, panes }: PaneFarm): Poll {
  const capture = (pane: string) =>
    run('tmux', ['-u', '-S', tmux.socketPath, 'capture-pane', '-p', '-J', '-t', pane], { env: tmux.env });
  return async () => {
    const rest = panes.values();
    const worker = async () => {
      for (const pane of rest) await capture(pane);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
  };
}

function oneChainedSpawn({ sandbox: { tmux }, panes }: PaneFarm): Poll {
  const chunks = Array.from({ length: Math.ceil(panes.length / PER_CHAIN) }, (_, index) =>
    panes
      .slice(index * PER_CHAIN, (index + 1) * PER_CHAIN)
      .flatMap((pane, at) => [
        ...(at === 0 ? [] : [';']),
        ...['display-message', '-p', `mark ${pane}`, ';', 'capture-pane', '-p', '-J', '-t', pane],
      ]),
  );
  return async () => {
    for (const chunk of chunks)
      await run('tmux', ['-u', '-S', tmux.socketPath, ...chunk], { env: tmux.env, maxBuffer: 2 ** 26 });
  };
}

interface Sample {
  readonly cpu: number;
  readonly wall: number;
  readonly parts: Spent;
}

/** What is not the poll's own: the process that prints, and what the server spends on the output alone, ms per ms. */
interface Aside {
  readonly printer: number | null;
  readonly serverRate: number;
}

/** Some polls in a row, less what is aside. */
async function sample(
  farm: PaneFarm,
  poll: Poll,
  polls: number,
  gapMs: number,
  aside: Aside,
): Promise<Sample> {
  const living = childrenOf(process.pid).filter((pid) => pid !== aside.printer);
  const startedMs = performance.now();
  const before = spentSoFar(farm.serverPid, living);
  let wall = 0;
  for (let count = 0; count < polls; count += 1) {
    const from = performance.now();
    await poll();
    const took = performance.now() - from;
    wall += took;
    await pause(Math.max(0, gapMs - (gapMs === SECOND_MS ? took : 0)));
  }
  const after = spentSoFar(farm.serverPid, living);
  const output = (performance.now() - startedMs) * aside.serverRate;
  const parts = {
    own: (after.own - before.own) / polls,
    children: (after.children - before.children) / polls,
    server: Math.max(0, after.server - before.server - output) / polls,
  };
  return { cpu: parts.own + parts.children + parts.server, wall: wall / polls, parts };
}

async function serverRate(farm: PaneFarm): Promise<number> {
  const before = spentSoFar(farm.serverPid, []).server;
  const startedMs = performance.now();
  await pause(2_000);
  return (spentSoFar(farm.serverPid, []).server - before) / (performance.now() - startedMs);
}

interface Runner {
  readonly way: Way;
  readonly poll: Poll;
  readonly polls: number;
  readonly samples: Sample[];
}

async function calibrated(way: Way, poll: Poll): Promise<Runner> {
  await poll();
  const from = performance.now();
  await poll();
  const polls = Math.min(40, Math.max(1, Math.ceil(SAMPLE_MS / (performance.now() - from))));
  // What is due every five seconds is due once in five polls.
  return { way, poll, polls: way === 'ours-poll' ? Math.ceil(polls / 5) * 5 : polls, samples: [] };
}

function figuresOf(panes: number, printing: number, { way, polls, samples }: Runner): PollFigures {
  const median = (part: keyof Spent) => spreadOf(samples.map(({ parts }) => parts[part])).median;
  return {
    panes,
    printing,
    way,
    samples: samples.length,
    pollsPerSample: polls,
    cpu: spreadOf(samples.map(({ cpu }) => cpu)),
    wall: spreadOf(samples.map(({ wall }) => wall)),
    parts: { own: median('own'), children: median('children'), server: median('server') },
  };
}

/** All ways in turn, round after round, over panes of which `printing` print; then ours alone, once a second. */
async function compare(farm: PaneFarm, printing: number, options: { rounds: number; paced: number }) {
  const panes = farm.panes as readonly PaneId[];
  const ours = wiredObserver(farm.sandbox, 1);
  const printer = printing === 0 ? null : await farm.print(printing);
  const aside = { printer: printer?.pid ?? null, serverRate: await serverRate(farm) };
  const seen = (await ours.poll()).sessions.length;
  if (seen !== panes.length) throw new Error(`${seen} of ${panes.length} panes were seen as sessions`);
  for (let count = 0; count < 5; count += 1) await ours.poll();
  const captureAll = async () => {
    await ours.tmux.list();
    const screens = await ours.tmux.capture(panes);
    if ([...screens.values()].includes(null)) throw new Error('a pane was not captured');
  };
  const runners = [
    await calibrated('spawn-per-pane', spawnPerPane(farm)),
    await calibrated('one-chained-spawn', oneChainedSpawn(farm)),
    await calibrated('ours-capture-all', captureAll),
    await calibrated('ours-poll', ours.poll),
  ];
  for (let round = 0; round < options.rounds; round += 1)
    for (const runner of runners)
      runner.samples.push(await sample(farm, runner.poll, runner.polls, GAP_MS, aside));
  await ours.tmux.close();
  if (options.paced > 0) runners.push(await paced(farm, aside, options.paced));
  await printer?.stop();
  return runners.map((runner) => figuresOf(panes.length, printing, runner));
}

/** The poll at its default interval on the real clock. */
async function paced(farm: PaneFarm, aside: Aside, polls: number): Promise<Runner> {
  const ours = wiredObserver(farm.sandbox, 0);
  for (let count = 0; count < 3; count += 1) {
    await ours.poll();
    await pause(SECOND_MS);
  }
  const samples = [await sample(farm, ours.poll, polls, SECOND_MS, aside)];
  await ours.tmux.close();
  return { way: 'ours-poll-1s', poll: ours.poll, polls, samples };
}

export interface PollReport {
  readonly screenBytes: number;
  readonly figures: readonly PollFigures[];
}

const PRINTING = 4;

export async function benchPoll(quick: boolean, tell: (line: string) => void): Promise<PollReport> {
  const figures: PollFigures[] = [];
  let screenBytes = 0;
  for (const count of [10, 50, 200]) {
    const farm = await paneFarm(count);
    try {
      screenBytes = farm.screenBytes;
      // Activity counts in whole seconds: only then do the panes count as quiet.
      await pause(2_100);
      for (const printing of [0, PRINTING]) {
        tell(`poll: ${count} panes, ${printing} printing`);
        // With panes that print, what the server spends on them in 20 s would hide what it spends on us.
        const paced = count === 200 && printing === 0 ? (quick ? 6 : 20) : 0;
        figures.push(...(await compare(farm, printing, { rounds: quick ? 3 : 5, paced })));
      }
    } finally {
      await farm.end();
    }
  }
  return { screenBytes, figures };
}
