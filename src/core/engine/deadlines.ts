import { heldRuns } from '../dispatcher/held.js';
import type { RunStep } from '../dispatcher/run.js';
import { isFailureAwaited } from '../hooks/failure.js';
import { ROW_WAIT_MS } from '../quota/fuse.js';
import { limitEndsAt } from '../quota/limits.js';
import { cooldownLeft } from '../switcher/cooldown.js';
import { isUnderWay } from '../switcher/ends.js';
import { swapInFlight } from '../switcher/in-flight.js';
import { elapsed, HOUR } from '../time.js';
import type { State } from './state.js';

/** While something waits for evidence that a poll brings, polls follow each other this closely, in milliseconds. */
export const URGENT_POLL_MS = 150;

/**
 * Milliseconds of steady time from `state.live.now` to the next moment at which something may be due without any event;
 * null when nothing is. Never less than 50, so that no mistake here can make a loop.
 */
export function nextDeadline(state: State): number | null {
  const { durable, live } = state;
  const waits: number[] = [];
  const cooldown = cooldownLeft(durable, live.settings.cooldownMs, live.now);
  if (cooldown > 0) waits.push(cooldown);
  const { swap } = durable;
  if (swap?.retryAt) waits.push(swap.retryAt.steadyMs - live.now.steadyMs);
  if (swap) waits.push(6_100 - elapsed(swap.phaseAt, live.now));
  if (swapInFlight(swap) && durable.resumes.some((resume) => resume.step === 'queued'))
    waits.push(live.settings.staggerMs);
  for (const run of durable.runs) if (run.retryAt) waits.push(run.retryAt.steadyMs - live.now.steadyMs);
  for (const memory of Object.values(durable.accounts)) {
    for (const limit of memory.limits) waits.push(limitEndsAt(limit) - live.now.wallMs);
  }
  const due = waits.filter((ms) => ms > 0);
  // A timer of more than 24.8 days would fire at once.
  return due.length === 0 ? null : Math.max(50, Math.min(HOUR, ...due));
}

const STARTING: readonly RunStep[] = ['launching', 'coming-up', 'submitting'];

/** Whether the next poll should come at once: a banner waits for its row, a hook told of a failure, or sessions are being brought back. */
export function isUrgent(state: State): boolean {
  const { durable, live } = state;
  if (swapInFlight(durable.swap) || durable.resumes.some(isUnderWay)) return true;
  if (isFailureAwaited(state)) return true;
  if (durable.runs.some((run) => STARTING.includes(run.step)) && heldRuns(state) === null) return true;
  return Object.values(live.sessions).some(
    (session) =>
      session.bannerFresh &&
      session.hit === null &&
      session.bannerAt !== null &&
      elapsed(session.bannerAt, live.now) <= ROW_WAIT_MS + 500,
  );
}
