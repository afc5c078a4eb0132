import type { AccountLimit, Durable, Session } from '../engine/state.js';
import { type Instant, MINUTE, SECOND } from '../time.js';
import { limitEndsAt } from './limits.js';

/** A request sent before a flip may be answered or refused after it, for this long. */
export const AFTERMATH_MS = 30 * SECOND;
/** Times off a screen lie on full minutes: cut by the CLI, given a minute by us. */
const SAME_MINUTE_MS = 61 * SECOND;
/** Epochs of one window agree to the second. */
export const SAME_EPOCH_MS = 2 * SECOND;

/** From this version on a running CLI uses the new login on its next request after a flip (measured: 2.1.126 yes, 2.1.80 no). */
const IN_PLACE_FROM = [2, 1, 126] as const;

/** Whether a running CLI of this version takes over a flipped login by itself. Unknown versions are taken for old: a restart loses nothing. */
export function switchesInPlace(version: string | null): boolean {
  if (version === null) return false;
  const parts = version.split('.').map(Number);
  for (const [index, least] of IN_PLACE_FROM.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** When that was, by the wall clock as it goes now: jumps of the wall clock in between do not count. */
export function wallOf(then: Instant, now: Instant): number {
  return now.wallMs - (now.steadyMs - then.steadyMs);
}

/** The account the link pointed to at a wall time of today's clock, by the flips on record. */
export function linkAccountAt(durable: Durable, wallMs: number, now: Instant): string | null {
  let account = durable.flips[0]?.from ?? durable.activeAccount;
  for (const flip of durable.flips) if (wallOf(flip.at, now) <= wallMs) account = flip.to;
  return account;
}

export interface Charge {
  readonly account: string | null;
  readonly because: string;
}

/** Whose login this session has whatever the link points to, and why; null: that of the link. */
export function chargeApart({ seen, startAccount }: Session): Charge | null {
  const { config, agent, version } = seen;
  if (agent.loginByEnvironment) return { account: null, because: 'it logs in by its environment' };
  if (config === 'elsewhere') return { account: null, because: 'it logs in elsewhere' };
  if (config !== 'link') return { account: config.account, because: 'pinned to its own directory' };
  if (switchesInPlace(version) || startAccount === null) return null;
  return { account: startAccount, because: 'this CLI keeps the login it started with' };
}

/**
 * The account a limit belongs to: the one the link pointed to when the refused request was sent. `atMs`: when the limit was
 * printed (transcript) or first seen. `continued`: we submitted a prompt in this session after the last flip, so its
 * refusal speaks of the new account. `sentAfterMs`: its transcript shows that the request was sent later than this.
 */
export function charge(durable: Durable, session: Session, limit: Refusal, now: Instant): Charge {
  const apart = chargeApart(session);
  if (apart) return apart;
  const flip = durable.flips.at(-1);
  if (flip?.from) {
    const flippedAtMs = wallOf(flip.at, now);
    const isOfNew = limit.continued || limit.sentAfterMs > flippedAtMs;
    const said = afterFlip(durable, { from: flip.from, to: flip.to }, limit);
    if (said) return said;
    const sinceFlip = limit.atMs - flippedAtMs;
    const aftermath = sinceFlip >= 0 && sinceFlip < AFTERMATH_MS;
    if (!isOfNew && aftermath && !isAnotherWindow(durable, flip.from, limit)) {
      return { account: flip.from, because: 'its request was sent before the swap' };
    }
  }
  return { account: linkAccountAt(durable, limit.atMs, now), because: 'the link pointed there' };
}

/** A window that is known of exactly one of the two accounts tells whose refusal it is. */
function afterFlip(
  durable: Durable,
  flip: { readonly from: string; readonly to: string },
  limit: Window,
): Charge | null {
  const old = isKnownWindow(durable, flip.from, limit);
  const present = isKnownWindow(durable, flip.to, limit);
  if (flip.from === flip.to || old === present) return null;
  if (present) return { account: flip.to, because: `the very limit known of ${flip.to}` };
  return { account: flip.from, because: `the very limit ${flip.from} was left for` };
}

/** What tells one window of an account from another. */
type Window = Pick<AccountLimit, 'kind' | 'resetsAtMs'>;

interface Refusal extends Window {
  readonly atMs: number;
  readonly continued: boolean;
  readonly sentAfterMs: number;
}

function isKnownWindow(durable: Durable, account: string, limit: Window): boolean {
  const { kind, resetsAtMs } = limit;
  if (resetsAtMs === null) return false;
  const known: readonly AccountLimit[] = durable.accounts[account]?.limits ?? [];
  return known.some(
    (held) => held.kind === kind && held.resetsAtMs !== null && isSameReset(limitEndsAt(held), resetsAtMs),
  );
}

/** The old account's window of this kind is known and ends at another time: this refusal is not of it. */
function isAnotherWindow(durable: Durable, from: string, limit: Window): boolean {
  const { kind, resetsAtMs } = limit;
  const comparable = (durable.accounts[from]?.limits ?? []).filter(
    (held) =>
      held.resetsAtMs !== null && (held.kind === kind || held.kind === 'unknown' || kind === 'unknown'),
  );
  if (resetsAtMs === null || comparable.length === 0) return false;
  return !comparable.some((held) => isSameReset(limitEndsAt(held), resetsAtMs));
}

/** Two resets mean one window; a time that lies on no full minute is an exact epoch. */
function isSameReset(a: number, b: number): boolean {
  const exact = a % MINUTE !== 0 && b % MINUTE !== 0;
  return Math.abs(a - b) <= (exact ? SAME_EPOCH_MS : SAME_MINUTE_MS);
}
