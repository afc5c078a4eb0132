import { DAY, HOUR, type Instant } from '../time.js';

/** The windows Claude Code tells the fullness of. */
export type WindowKind = 'five-hour' | 'weekly';

/** How full one usage window of an account was when a session of it was last answered. */
export interface Headroom {
  readonly kind: WindowKind;
  /** 0 to 100. */
  readonly usedPercent: number;
  readonly resetsAtMs: number | null;
  readonly at: Instant;
  /** The session whose status line told it; what an older version stored has none. */
  readonly by?: string;
}

/** A window without a known end is forgotten after the longest it can last: its own length. */
const LENGTH_MS = { 'five-hour': 5 * HOUR, weekly: 7 * DAY } as const;

/** Wall ms at which this window has emptied at the latest. */
export function windowEndsAt(window: Headroom): number {
  return window.resetsAtMs ?? window.at.wallMs + LENGTH_MS[window.kind];
}
