import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readLines } from '../support/agent-world.ts';
import { until } from '../support/until.ts';
import { type Headless, type Stage, startHeadless } from './stage.ts';
import { pause, percentile } from './stats.ts';

export interface LatencyReport {
  readonly pollInterval: string;
  readonly limits: number;
  /** Milliseconds from the agent's record of the refusal to the link's change; those that never flipped are infinite. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly overTwoSeconds: number;
  /** Milliseconds from the refusal to the same session's next answered request. */
  readonly backP50: number;
  readonly backMax: number;
  readonly all: readonly number[];
}

/** The link is looked at this often, ms. */
const LOOK_MS = 5;
const FLIP_WITHIN_MS = 20_000;
const RESET_IN_MS = 10_000;

interface Watch {
  readonly flippedAt: () => number | null;
  stop(): void;
}

function watchLink(link: string): Watch {
  const first = readlinkSync(link);
  let at: number | null = null;
  const timer = setInterval(() => {
    if (at === null && readlinkSync(link) !== first) at = Date.now();
  }, LOOK_MS);
  return { flippedAt: () => at, stop: () => clearInterval(timer) };
}

/** The phase of the swap last written down; null when there was none. */
function swapPhase({ stateDir }: Headless): string | null {
  const text = readFileSync(join(stateDir, 'state.json'), 'utf8');
  return JSON.parse(text).state.swap?.phase ?? null;
}

interface Times {
  readonly flipMs: number;
  readonly backMs: number;
}

/** Lets one agent run into a limit of the active account and waits until all has been brought back. */
async function oneLimit(stage: Stage, headless: Headless, index: number): Promise<Times> {
  const { sandbox, agents } = stage;
  const agent = agents[index % agents.length];
  if (!agent) throw new Error('there are no agents');
  const since = Date.now();
  const watch = watchLink(sandbox.link);
  const request = (outcome: string, afterMs: number) => async () =>
    (await readLines(join(sandbox.world, 'requests.jsonl'))).find(
      (line) => line.name === agent.name && line.outcome === outcome && line.at >= afterMs,
    );
  try {
    const limit = { do: 'limit', kind: 'five-hour', resetsInMs: RESET_IN_MS } as const;
    await agent.control({ do: 'step', steps: [limit], text: `task ${index}` });
    const refused = await until('the agent met its limit', request('limited', since));
    const flippedAt = await until('the link flipped', watch.flippedAt, FLIP_WITHIN_MS).catch(() => null);
    if (flippedAt === null) return { flipMs: Number.POSITIVE_INFINITY, backMs: Number.POSITIVE_INFINITY };
    const back = await until('the session came back', request('answered', flippedAt), 60_000);
    await until('the swap ended', () => swapPhase(headless) === 'done', 60_000);
    return { flipMs: flippedAt - refused.at, backMs: back.at - refused.at };
  } finally {
    watch.stop();
  }
}

/**
 * Limits in turn on the one account and the other. Each has a supervisor of its own, with no past: in one life the breaker
 * would open after the fourth, and a limit within 30 s after a flip is charged to the account left.
 */
export async function benchLatency(
  stage: Stage,
  options: { readonly pollInterval: string; readonly pollIntervalMs: number; readonly limits: number },
): Promise<LatencyReport> {
  const times: Times[] = [];
  while (times.length < options.limits) {
    const headless = await startHeadless(stage, options.pollInterval);
    try {
      // Anywhere between two polls.
      await pause(Math.random() * options.pollIntervalMs);
      times.push(await oneLimit(stage, headless, times.length));
    } finally {
      await headless.stop();
    }
  }
  const flips = times.map(({ flipMs }) => flipMs);
  const backs = times.map(({ backMs }) => backMs);
  return {
    pollInterval: options.pollInterval,
    limits: flips.length,
    p50: percentile(flips, 0.5),
    p99: percentile(flips, 0.99),
    max: Math.max(...flips),
    overTwoSeconds: flips.filter((ms) => ms > 2_000).length,
    backP50: percentile(backs, 0.5),
    backMax: Math.max(...backs),
    all: flips,
  };
}
