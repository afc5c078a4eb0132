import type { Session } from '../engine/state.js';
import { SECOND } from '../time.js';

/** Hands off within this long of a person's own key. */
const HANDS_OFF_MS = 10 * SECOND;

/** A person typed just now in a client that shows this session. */
export function isPersonThere(session: Session, wallMs: number): boolean {
  const { personActiveAtMs } = session.seen;
  return personActiveAtMs !== null && Math.abs(wallMs - personActiveAtMs) < HANDS_OFF_MS;
}
