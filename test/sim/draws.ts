import { NO_SETTINGS, type Settings } from '../../dist/core/engine/settings.js';
import type { Random } from './random.ts';
import type { Traits } from './session.ts';

/** Rates of one seed's faults; each class may be off. Per hour where it says so, else a probability. */
export interface Faults {
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
}

export function drawFaults(random: Random): Faults {
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
  };
}

/** A configuration with these accounts. */
export function drawSettings(random: Random, names: readonly string[]): Settings {
  return {
    ...NO_SETTINGS,
    mode: 'auto',
    accounts: names.map((name, index) => ({
      name,
      dir: `/accounts/${name}`,
      priority: index + 1,
      auto: true,
    })),
    policy: random.pick(['priority', 'round-robin', 'soonest-reset']),
    pool: { prefix: 'ccl-', first: 1, size: 20 },
    minWaitMs: random.pick([0, 300_000]),
  };
}

export function drawTraits(random: Random, names: readonly string[]): Traits {
  const pinned = random.chance(0.1) ? random.pick(names) : null;
  return { old: random.chance(0.25), transcript: random.chance(0.8), pinned };
}
