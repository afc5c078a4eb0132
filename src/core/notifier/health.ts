import { elapsed, HOUR, type Instant, later, MINUTE, SECOND } from '../time.js';

/** What a channel made of one message. `reason`: short words without any secret. */
export type SendOutcome =
  | { readonly type: 'sent' }
  /** Not now: no way there, no answer, a fault on the other side, too many requests. */
  | { readonly type: 'retry'; readonly reason: string; readonly retryAfterMs: number | null }
  /** This message never: it was refused in its plainest form as well. */
  | { readonly type: 'rejected'; readonly reason: string }
  /** None at all as things stand: the login is refused, the address is wrong. */
  | { readonly type: 'off'; readonly reason: string };

/** What an attempt says of the channel. `rejected`: nothing, it may be the message · `shut`: it refuses everything. */
export type ChannelOutcome = SendOutcome | { readonly type: 'shut'; readonly reason: string };

/** How a channel does. Not stored: a new start tries at once. */
export interface Health {
  readonly failures: number;
  readonly failingSince: Instant | null;
  /** It cannot deliver before somebody mends something. */
  readonly off: boolean;
  /** Refused logins in a row. */
  readonly refusals: number;
  /** Nothing is sent before; null: at once. */
  readonly notBefore: Instant | null;
}

export const WELL: Health = { failures: 0, failingSince: null, off: false, refusals: 0, notBefore: null };

const FIRST_WAIT_MS = 5 * SECOND;
const LONGEST_WAIT_MS = 10 * MINUTE;
/** A wait the other side asks for is believed up to this long. */
const LONGEST_ASKED_MS = 6 * HOUR;
/** A refused login may be the mood of something on the way: the first times it is tried sooner. */
const OFF_FOR_MS = [2 * MINUTE, 10 * MINUTE, HOUR] as const;
/** Telegram takes about one message a second in one chat (Bot FAQ, 2026). */
const SPACING_MS = SECOND;

/** Back-off: 5 s, 10 s, … 10 min, each a fifth shorter or longer. `chance`: 0 to 1. */
export function waitAfter(failures: number, chance: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(full * (0.8 + 0.4 * chance));
}

export function healthAfter(before: Health, outcome: ChannelOutcome, at: Instant, chance: number): Health {
  if (outcome.type === 'sent') return { ...WELL, notBefore: later(at, SPACING_MS) };
  if (outcome.type === 'rejected') return { ...before, notBefore: later(at, SPACING_MS) };
  const failures = before.failures + 1;
  const failingSince = before.failingSince ?? at;
  if (outcome.type === 'off') {
    const wait = OFF_FOR_MS[before.refusals] ?? HOUR;
    return { failures, failingSince, off: true, refusals: before.refusals + 1, notBefore: later(at, wait) };
  }
  const asked = outcome.type === 'retry' ? Math.max(0, outcome.retryAfterMs ?? 0) : 0;
  const wait = Math.max(waitAfter(failures, chance), Math.min(asked, LONGEST_ASKED_MS));
  return { failures, failingSince, off: outcome.type === 'shut', refusals: 0, notBefore: later(at, wait) };
}

/** Milliseconds until it may be tried; 0: now. */
export function waitOf({ notBefore }: Health, at: Instant): number {
  return notBefore === null ? 0 : Math.max(0, notBefore.steadyMs - at.steadyMs);
}

/** It cannot deliver and will not soon: switched off, or out of reach for this long. */
export function isLost(health: Health, at: Instant, patienceMs: number): boolean {
  if (health.off) return true;
  return health.failingSince !== null && elapsed(health.failingSince, at) >= patienceMs;
}
