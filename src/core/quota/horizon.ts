import { DAY, HOUR } from '../time.js';
import type { LimitKind } from './reading.js';

/** How far ahead a reset of this kind can lie; further away it is not believed. Milliseconds. */
export const HORIZON_MS: Readonly<Record<LimitKind, number>> = {
  'five-hour': 6 * HOUR,
  weekly: 8 * DAY,
  opus: 8 * DAY,
  sonnet: 8 * DAY,
  spend: 32 * DAY,
  unknown: 32 * DAY,
};
