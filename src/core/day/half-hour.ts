import type { WindowKind } from '../quota/window.js';
import { HOUR } from '../time.js';

/** How finely the last 24 hours are remembered, ms of wall time; every one begins at a multiple of it. */
export const HALF_HOUR = HOUR / 2;
/** So many of them are kept, the present one included. */
export const HALF_HOURS = 48;

/** How full an account's two windows were when last known, whole per cent; null: not known. */
export type Used = Readonly<Record<WindowKind, number | null>>;

/** What one half-hour brought. There is none for a half-hour in which nobody looked. */
export interface HalfHour {
  /** When it began, wall ms. */
  readonly atMs: number;
  /** Completed flips, foreign ones included. */
  readonly swaps: number;
  /** Limits that accounts ran into: many sessions at the same limit are one. */
  readonly limits: number;
  /** By account. Idle accounts keep what was told of them until the window ends. */
  readonly used: Readonly<Record<string, Used>>;
}

/** When the half-hour of this moment began, wall ms. */
export function halfHourOf(wallMs: number): number {
  return Math.floor(wallMs / HALF_HOUR) * HALF_HOUR;
}

/** Those that are of the last 24 hours; a clock that went back makes no future. */
export function lastDay(day: readonly HalfHour[], wallMs: number): readonly HalfHour[] {
  const now = halfHourOf(wallMs);
  return day.filter(({ atMs }) => atMs <= now && atMs > now - HALF_HOURS * HALF_HOUR);
}
