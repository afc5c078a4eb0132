import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { findHit, isBlocked } from '../quota/hits.js';
import { heldRuns } from './held.js';

/** A way back after a swap or a limit is under way for it. */
export function isComingBack(step: Step, session: Session): boolean {
  return step.durable.resumes.some((one) => one.session === session.seen.id && one.step !== 'ended');
}

/** It stands at a limit that is waited out. One that is over, and whose `continue` did not help, is waited for no more. */
export function waitsForLimit(step: Step, session: Session): boolean {
  if (!isBlocked(step, session)) return false;
  const isStranded = findHit(step, session.hit)?.typed === true && !isComingBack(step, session);
  return !isStranded || heldRuns(step.state) !== null;
}
