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

/** The instant `ms` milliseconds on. */
export function later(at: Instant, ms: number): Instant {
  return { wallMs: at.wallMs + ms, steadyMs: at.steadyMs + ms };
}

/** ISO 8601 with zone Z, milliseconds kept. */
export function iso(wallMs: number): string {
  return new Date(wallMs).toISOString();
}

/** A span for people, at most two units: `31s`, `12m`, `1h 16m`, `2d 4h`. Rounded up: nothing is promised too early. */
export function inWords(ms: number): string {
  if (!Number.isFinite(ms) || ms <= 0) return '0m';
  if (ms < MINUTE) return `${Math.ceil(ms / SECOND)}s`;
  const minutes = Math.ceil(ms / MINUTE);
  if (minutes < 60) return `${minutes}m`;
  if (minutes < 24 * 60) return units(minutes, 60, 'h', 'm');
  return units(Math.ceil(ms / HOUR), 24, 'd', 'h');
}

function units(small: number, perLarge: number, large: string, rest: string): string {
  const more = small % perLarge === 0 ? '' : ` ${small % perLarge}${rest}`;
  return `${Math.floor(small / perLarge)}${large}${more}`;
}
