import type { AccountLimit, AccountMemory, Hit } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { HOUR, type Instant, MINUTE } from '../time.js';
import type { LimitKind } from './reading.js';

/** The CLI cuts seconds off the times it prints (seen in 1.0.60 to 2.1.330): a time read off a screen gets a minute. */
export const CUT_SECONDS_MS = MINUTE;
/** A limit whose reset nobody told is taken to last this long. */
const UNKNOWN_RESET_MS = 5 * HOUR;

/** Wall time at which this limit is over. */
export function limitEndsAt(limit: AccountLimit): number {
  return limit.resetsAtMs ?? limit.since.wallMs + UNKNOWN_RESET_MS;
}

export function standingLimits(memory: AccountMemory | undefined, wallMs: number): readonly AccountLimit[] {
  return (memory?.limits ?? []).filter((limit) => limitEndsAt(limit) > wallMs);
}

/** Wall time from which the account is free of every known limit; null when it is free now. */
export function freeAt(memory: AccountMemory | undefined, wallMs: number): number | null {
  const ends = standingLimits(memory, wallMs).map(limitEndsAt);
  return ends.length === 0 ? null : Math.max(...ends);
}

export function isLimited(memory: AccountMemory | undefined, wallMs: number): boolean {
  return standingLimits(memory, wallMs).length > 0;
}

/** A session on it was asked to log in, and none has answered since. */
export function hasDeadLogin(memory: AccountMemory | undefined): boolean {
  return memory !== undefined && memory.loginDead !== null;
}

/** Remembers what a confirmed hit says of its account; the same kind again keeps the later reset. */
export function recordLimit(step: Step, account: string, hit: Hit): void {
  const memory = step.account(account);
  const old = memory.limits.find((limit) => limit.kind === hit.kind);
  const merged: AccountLimit = {
    kind: hit.kind,
    resetsAtMs: laterReset(old, hit, step.at),
    since: old && limitEndsAt(old) > step.at.wallMs ? old.since : step.at,
    hits: [...(old?.hits ?? []).slice(-9), hit.id],
  };
  step.patchAccount(account, {
    limits: [...memory.limits.filter((limit) => limit.kind !== hit.kind), merged],
  });
}

function laterReset(old: AccountLimit | undefined, hit: Hit, now: Instant): number | null {
  if (!old || limitEndsAt(old) <= now.wallMs) return hit.resetsAtMs;
  if (old.resetsAtMs === null || hit.resetsAtMs === null) return hit.resetsAtMs ?? old.resetsAtMs;
  return Math.max(old.resetsAtMs, hit.resetsAtMs);
}

/** Takes back what one hit recorded; a limit that other hits recorded too stays. */
export function withdrawLimit(step: Step, account: string, hitId: string): void {
  const memory = step.account(account);
  const limits = memory.limits
    .map((limit) => ({ ...limit, hits: limit.hits.filter((id) => id !== hitId) }))
    .filter((limit) => limit.hits.length > 0);
  step.patchAccount(account, { limits });
}

/** Forgets limits that are over; keeps identity when there is nothing to forget. */
export function pruneLimits(step: Step): void {
  for (const [name, memory] of Object.entries(step.durable.accounts)) {
    const standing = standingLimits(memory, step.at.wallMs);
    if (standing.length === memory.limits.length) continue;
    step.patchAccount(name, { limits: standing });
    step.tell(
      'good',
      `${name}: ${describeKinds(memory.limits.filter((limit) => !standing.includes(limit)))} limit is over`,
    );
  }
}

function describeKinds(limits: readonly AccountLimit[]): string {
  return limits.map((limit) => kindLabel(limit.kind)).join(', ');
}

/** The word the screen uses for a kind. */
export function kindLabel(kind: LimitKind): string {
  if (kind === 'five-hour') return '5-hour';
  return kind === 'unknown' ? 'usage' : kind;
}

/** Limits of one model or of extra credits: they need not stop the whole account. */
export function isModelKind(kind: LimitKind): boolean {
  return kind === 'opus' || kind === 'sonnet';
}
