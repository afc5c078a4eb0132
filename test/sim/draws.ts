import { NO_SETTINGS, type Settings } from '../../dist/core/engine/settings.js';
import { POLICIES } from '../../dist/core/switcher/policies/index.js';
import { DAY, HOUR, MINUTE } from '../../dist/core/time.js';
import type { Traits } from './birth.ts';
import type { Random } from './random.ts';

/** Rates of one seed's faults; each class may be off. Per hour where it says so, else a probability. */
export interface Rates {
  /** Killed at one effect. */
  readonly crash: number;
  /** One session's screen could not be read. */
  readonly unknown: number;
  /** tmux did not answer. */
  readonly failedPoll: number;
  readonly jumpsPerHour: number;
  readonly outagesPerHour: number;
  readonly commandsPerHour: number;
  readonly foreignPerHour: number;
  /** A token refresh stands in the way. */
  readonly refusal: number;
  /** tmux sessions a person closes, processes that end at rest. */
  readonly closedPerHour: number;
  readonly serverFallsPerHour: number;
  readonly tasksPerHour: number;
  readonly taskCommandsPerHour: number;
  /** At one request of a turn: the API fails, it asks for permission, its process ends. */
  readonly apiError: number;
  readonly asks: number;
  readonly dies: number;
  /** A turn that never ends by itself. */
  readonly hangs: number;
  /** A task at work writes its signal, at one request. */
  readonly signals: number;
  /** A process does not come up: it ends, asks, or draws nothing. */
  readonly stillborn: number;
  /** An order that cannot be carried out: no pane, no process, a guard that refuses. */
  readonly fumble: number;
  /** A prompt after which no turn was seen to start, whether or not it did. */
  readonly unconfirmed: number;
  /** A full disk, at one move. */
  readonly fullDisk: number;
  /** An answered request shows in a status line that tells us. */
  readonly tells: number;
}

export function drawRates(random: Random): Rates {
  const upTo = (value: number) => (random.chance(0.3) ? 0 : value * random.next());
  return {
    crash: upTo(0.05),
    unknown: upTo(0.05),
    failedPoll: upTo(0.02),
    jumpsPerHour: upTo(0.2),
    outagesPerHour: upTo(0.5),
    commandsPerHour: upTo(1),
    foreignPerHour: upTo(0.1),
    refusal: upTo(0.1),
    closedPerHour: upTo(0.3),
    serverFallsPerHour: upTo(0.1),
    tasksPerHour: random.chance(0.1) ? 0 : 1 + 9 * random.next(),
    taskCommandsPerHour: upTo(2),
    apiError: upTo(0.01),
    asks: upTo(0.02),
    dies: upTo(0.004),
    hangs: upTo(0.05),
    signals: upTo(0.05),
    stillborn: upTo(0.1),
    fumble: upTo(0.05),
    unconfirmed: upTo(0.05),
    fullDisk: upTo(0.05),
    tells: random.pick([0, 0.2, 1]),
  };
}

/** A configuration with these accounts and so many rooms in the pool. */
export function drawSettings(random: Random, names: readonly string[], size: number): Settings {
  const kept = random.chance(0.4) ? ['vault'] : [];
  const limits = () => ({
    maxAgeMs: random.pick([6 * HOUR, DAY, 30 * DAY]),
    maxCount: random.pick([4, 20, 1_000]),
  });
  return {
    ...NO_SETTINGS,
    mode: 'auto',
    accounts: names.map((name, index) => ({
      name,
      dir: `/accounts/${name}`,
      priority: index + 1,
      auto: true,
    })),
    policy: random.pick(POLICIES.map(({ id }) => id)),
    pool: { prefix: 'ccl-', first: 1, size },
    proactive: random.pick([null, 70, 90, 95]),
    minWaitMs: random.pick([0, 300_000]),
    dedicated: kept,
    restartable: kept,
    kept,
    taskTimeoutMs: random.pick([10 * MINUTE, HOUR, 2 * HOUR]),
    taskAttempts: random.pick([1, 1, 2]),
    janitor: { everyMs: HOUR, done: limits(), failed: limits() },
  };
}

export function drawTraits(random: Random, names: readonly string[]): Traits {
  const pinned = random.chance(0.1) ? random.pick(names) : null;
  return { old: random.chance(0.25), transcript: random.chance(0.8), pinned };
}
