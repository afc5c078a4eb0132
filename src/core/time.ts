/**
 * One instant on both clocks. `wallMs`: milliseconds since 1970, may jump. `steadyMs`: milliseconds since boot,
 * suspend included, never jumps; comparable only within one boot (see `rebase` in engine/recover.ts).
 */
export interface Instant {
  readonly wallMs: number;
  readonly steadyMs: number;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds of steady time from `since` to `now`; never negative. */
export function elapsed(since: Instant, now: Instant): number {
  return Math.max(0, now.steadyMs - since.steadyMs);
}

/** ISO 8601 with zone Z, milliseconds kept. */
export function iso(wallMs: number): string {
  return new Date(wallMs).toISOString();
}
