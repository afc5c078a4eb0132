import type { SessionObservation } from '../../dist/core/engine/events.js';
import { initialDurable } from '../../dist/core/engine/initial.js';
import type { Settings } from '../../dist/core/engine/settings.js';
import type { Durable } from '../../dist/core/engine/state.js';

/** A bug put in on purpose: the checks must find it. */
export interface Plant {
  readonly summary: string;
  /** What the engine is told instead of the true settings. */
  settings?(settings: Settings): Settings;
  /** What comes back from the disk at a restart instead of what was written. */
  stored?(durable: Durable): Durable;
  /** The incident: HTTP 500 screens come as suspected hits. */
  readonly believeErrors?: boolean;
  /** The banner of another login is taken for the link's. */
  readonly mixLogins?: boolean;
  /** The flip reports success and does nothing. */
  readonly lameFlip?: boolean;
  /** A move to `done/` reports success and drops the file. */
  readonly loses?: boolean;
  /** A move out of `running/` leaves the file there too. */
  readonly copies?: boolean;
  /** The janitor sweeps `running/` as well. */
  readonly greedyJanitor?: boolean;
  /** The janitor takes what is younger than it may be. */
  readonly hastyJanitor?: boolean;
}

export const PLANTS: Readonly<Record<string, Plant>> = {
  'no-cooldown': {
    summary: 'the cooldown is not kept',
    settings: (settings) => ({ ...settings, cooldownMs: 0 }),
  },
  'forget-flips': {
    summary: 'a restart forgets the last swap',
    stored: (durable) => ({ ...durable, flips: [] }),
  },
  'forget-all': { summary: 'a restart forgets everything', stored: () => initialDurable() },
  'hasty-confirm': {
    summary: 'a suspected hit is confirmed by the next poll',
    settings: (settings) => ({ ...settings, confirmAfterMs: 0 }),
  },
  'believe-errors': {
    summary: 'a server error that says "rate limit" is taken for a limit',
    believeErrors: true,
  },
  'mixed-logins': { summary: 'the hits of a pinned session are charged to the link', mixLogins: true },
  'blind-ahead': {
    summary: 'swaps ahead of the limit are made long before the mark',
    settings: (settings) => ({ ...settings, proactive: 50 }),
  },
  'hasty-ahead': {
    summary: 'swaps ahead of the limit keep no cooldown',
    settings: (settings) => ({ ...settings, proactive: 50, cooldownMs: 0 }),
  },
  'lame-flip': { summary: 'the flip says done and is not', lameFlip: true },
  'double-submit': {
    summary: 'a prompt whose fate is not known after a restart is typed again',
    stored: (durable) => ({ ...durable, runs: durable.runs.map(neverTyped) }),
  },
  'forget-runs': {
    summary: 'a restart forgets which tasks are at work',
    stored: (durable) => ({ ...durable, runs: [] }),
  },
  'forget-tries': {
    summary: 'a restart forgets how often a task was tried',
    stored: (durable) => ({ ...durable, ledger: {} }),
  },
  'forget-pause': {
    summary: 'a restart forgets that dispatch is paused',
    stored: (durable) => ({ ...durable, paused: false }),
  },
  'hasty-dispatch': {
    summary: 'a restart forgets which accounts are limited, and tasks are handed out',
    stored: (durable) => ({ ...durable, accounts: {}, hold: null }),
  },
  'lost-task': { summary: 'a move to done/ says it was done and loses the file', loses: true },
  'two-places': { summary: 'a move is a copy', copies: true },
  'greedy-janitor': { summary: 'the janitor sweeps running/ as well', greedyJanitor: true },
  'hasty-janitor': { summary: 'the janitor takes what is young', hastyJanitor: true },
};

type Run = Durable['runs'][number];

function neverTyped(run: Run): Run {
  const isOpen = run.step === 'submitting' || run.step === 'recheck';
  return isOpen ? { ...run, step: 'coming-up', effect: null, submits: 0, submittedAt: null } : run;
}

/** What the planted bug makes of one session's observation. */
export function planted(seen: SessionObservation, plant: Plant): SessionObservation {
  const config = plant.mixLogins ? 'link' : seen.config;
  const { reading } = seen;
  if (!plant.believeErrors || typeof reading === 'string' || reading.verdict !== 'transient-error')
    return { ...seen, config };
  const limit = { kind: 'unknown' as const, resetsAtMs: null };
  return {
    ...seen,
    config,
    rows: [],
    transcript: false,
    reading: { ...reading, verdict: 'usage-limit', hit: 'suspected', vetoes: [], limit },
  };
}
