import type { Hit, Session } from '../engine/state.js';
import { CUT_SECONDS_MS } from '../quota/limits.js';
import { SECOND } from '../time.js';

/** The CLI's own continuation fires around its reset: nothing is typed from here before it … */
const NATIVE_BEFORE_MS = 30 * SECOND;
/** … to here after it (measured: 50 s after, CLI 2.1.330). */
const NATIVE_AFTER_MS = 150 * SECOND;

/** An armed session is left to its own continuation around its reset. */
export function isNativeWindow(session: Session, hit: Hit, wallMs: number): boolean {
  if (!session.reading?.banner?.armed || hit.resetsAtMs === null) return false;
  const resetMs = hit.resetsAtMs - (hit.id.startsWith('screen:') ? CUT_SECONDS_MS : 0);
  return wallMs >= resetMs - NATIVE_BEFORE_MS && wallMs <= resetMs + NATIVE_AFTER_MS;
}
