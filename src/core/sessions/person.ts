import { MINUTE, SECOND } from '../time.js';

/** Hands off within this long of a person's own key. */
export const HANDS_OFF_MS = 10 * SECOND;

/** Whoever used a session by hand within this long is not done with it: its process is not replaced. */
export const PERSON_KEEPS_MS = MINUTE;

/** A person typed within `withinMs` in a client that shows this session. */
export function isPersonThere(
  session: { readonly seen: { readonly personActiveAtMs: number | null } },
  wallMs: number,
  withinMs = HANDS_OFF_MS,
): boolean {
  const { personActiveAtMs } = session.seen;
  return personActiveAtMs !== null && Math.abs(wallMs - personActiveAtMs) < withinMs;
}
