import type { SessionObservation } from '../../dist/core/engine/events.js';
import type { Settings } from '../../dist/core/engine/settings.js';
import { type Durable, initialDurable } from '../../dist/core/engine/state.js';

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
  'lame-flip': { summary: 'the flip says done and is not', lameFlip: true },
};

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
