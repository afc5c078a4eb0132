import type { Mode } from '../snapshot.js';

/** One configured account. `dir` is absolute and real (links resolved); `priority` 1 is tried first. */
export interface AccountSetting {
  readonly name: string;
  readonly dir: string;
  readonly priority: number;
  /** false: never chosen automatically, only by a person. */
  readonly auto: boolean;
}

export interface TidySetting {
  readonly maxAgeMs: number;
  readonly maxCount: number;
}

/** What the engine needs of the configuration; durations in milliseconds. */
export interface Settings {
  readonly mode: Mode;
  readonly accounts: readonly AccountSetting[];
  readonly policy: string;
  readonly pool: { readonly prefix: string; readonly first: number; readonly size: number } | null;
  readonly dedicated: readonly string[];
  /** Whether a session of this name has a command to start it again with (pool, and dedicated with `command`). */
  readonly restartable: readonly string[];
  readonly pollIntervalMs: number;
  readonly confirmAfterMs: number;
  readonly cooldownMs: number;
  /** Percentage of a window at which an automatic swap is made before the limit; null: never. */
  readonly proactive: number | null;
  readonly minBlocked: number;
  readonly minWaitMs: number;
  readonly onModelLimit: 'swap' | 'mark';
  readonly onSpendLimit: 'swap' | 'mark';
  readonly drainMs: number;
  readonly staggerMs: number;
  /** Dedicated sessions that can be made anew: they have a command and a directory. */
  readonly kept: readonly string[];
  readonly reconcileMs: number;
  /** Awake time a task may work. */
  readonly taskTimeoutMs: number;
  readonly taskAttempts: number;
  readonly janitor: { readonly everyMs: number; readonly done: TidySetting; readonly failed: TidySetting };
}

export const NO_SETTINGS: Settings = {
  mode: 'observe',
  accounts: [],
  policy: 'priority',
  pool: null,
  dedicated: [],
  restartable: [],
  pollIntervalMs: 1_000,
  confirmAfterMs: 30_000,
  cooldownMs: 300_000,
  proactive: null,
  minBlocked: 1,
  minWaitMs: 300_000,
  onModelLimit: 'swap',
  onSpendLimit: 'mark',
  drainMs: 600_000,
  staggerMs: 300,
  kept: [],
  reconcileMs: 15_000,
  taskTimeoutMs: 7_200_000,
  taskAttempts: 1,
  janitor: {
    everyMs: 3_600_000,
    done: { maxAgeMs: 2_592_000_000, maxCount: 1000 },
    failed: { maxAgeMs: 2_592_000_000, maxCount: 1000 },
  },
};
