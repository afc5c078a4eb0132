import { isRecord } from '../json.js';
import { DAY } from '../time.js';
import { updateIdOf } from './fields.js';

/** The next update to ask for; everything below it was dealt with. */
export interface Offset {
  readonly bot: number;
  readonly next: number;
  /** Wall ms of the update before it. */
  readonly atMs: number;
}

/** After a week without updates the numbers begin anew anywhere (Bot API 9, "Update"): an older offset says nothing. */
const KNOWS_FOR_MS = 6 * DAY;

/** What the file holds, if it is of this bot and still says something. */
export function readOffset(stored: unknown, bot: number, nowMs: number): Offset | null {
  if (!isRecord(stored) || stored.bot !== bot || typeof stored.atMs !== 'number') return null;
  const next = updateIdOf(stored.next);
  return next === null ? null : stillKnown({ bot, next, atMs: stored.atMs }, nowMs);
}

export function stillKnown(offset: Offset | null, nowMs: number): Offset | null {
  return offset !== null && Math.abs(nowMs - offset.atMs) <= KNOWS_FOR_MS ? offset : null;
}
