import type { EffectOutcome } from '../engine/effects.js';
import type { SwapIntent } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import type { SwapRefusal } from '../ports.js';
import { elapsed, later, MINUTE } from '../time.js';
import { dirOf } from './choose.js';
import { countedSwaps, isCounted } from './cooldown.js';
import { swapInFlight } from './in-flight.js';
import { actOn, enter, needsPerson, recordFlip, rollBack, tryNext } from './intent.js';
import { advanceCanary, advanceResume } from './phases.js';
import { planResumes } from './plan.js';

/** A preflight that must wait (token refresh in flight) looks again this often … */
const RETRY_MS = 1_000;
/** … and is postponed after this long, never forced. */
const POSTPONE_AFTER_MS = MINUTE;
/** An ended swap stays on the screen this long. */
const SHOWN_AFTER_END_MS = 6_000;
/** Refusals that speak of the target alone. */
const BAD_TARGET: readonly SwapRefusal['code'][] = ['target-missing', 'target-unreadable', 'same-login'];

/** Moves the swap in flight on; called after every event. */
export function advanceSwap(step: Step): void {
  const swap = step.durable.swap;
  if (!swap) return;
  if (!swapInFlight(swap)) {
    if (elapsed(swap.phaseAt, step.at) >= SHOWN_AFTER_END_MS) step.patch({ swap: null });
  } else if (swap.phase === 'canary') advanceCanary(step, swap);
  else if (swap.phase === 'resume') advanceResume(step, swap);
  else if (swap.awaiting === null && isDue(step, swap)) advanceLink(step, swap);
}

function isDue(step: Step, swap: SwapIntent): boolean {
  return swap.retryAt === null || step.at.steadyMs >= swap.retryAt.steadyMs;
}

function advanceLink(step: Step, swap: SwapIntent): void {
  if (swap.phase === 'preflight') order(step, swap, 'preflight');
  else if (swap.phase === 'verify') order(step, swap, 'verify');
  else recoverFlip(step, swap);
}

/** After a restart between the intent of the flip and its result, the link itself says whether it happened. */
function recoverFlip(step: Step, swap: SwapIntent): void {
  if (step.live.link.account === swap.to) enter(step, 'verify');
  else enter(step, 'preflight');
  advanceSwap(step);
}

function order(step: Step, swap: SwapIntent, type: 'preflight' | 'flip' | 'verify'): void {
  const toDir = dirOf(step.settings, swap.to);
  if (toDir === null) {
    rollBack(step, `the account ${swap.to} is no longer configured`);
    return;
  }
  const fromDir = dirOf(step.settings, swap.from);
  const agents = Object.values(step.live.sessions)
    .filter((session) => session.seen.config === 'link')
    .map((session) => session.seen.agent);
  const awaiting =
    type === 'verify' ? step.effect({ type, fromDir, toDir }) : step.effect({ type, fromDir, toDir, agents });
  // What it waits for stays said while it is tried again.
  step.patchSwap({ awaiting, retryAt: null });
}

/** Takes the result of an awaited preflight, flip or verify. */
export function settleSwap(step: Step, outcome: EffectOutcome): void {
  const swap = step.durable.swap;
  if (!swap) return;
  step.patchSwap({ awaiting: null });
  if (outcome.type === 'timeout') settleTimeout(step, swap);
  else if (outcome.type === 'preflight' || outcome.type === 'flip' || outcome.type === 'verify') {
    settlePhase(step, swap, outcome.refusal);
  }
}

function settlePhase(step: Step, swap: SwapIntent, refusal: SwapRefusal | null): void {
  if (swap.phase === 'preflight') {
    if (refusal) refused(step, swap, refusal);
    else goFlip(step, swap);
  } else if (swap.phase === 'flip') {
    if (refusal) flipRefused(step, swap, refusal);
    else enter(step, 'verify');
  } else if (swap.phase === 'verify') {
    if (refusal) verifyRefused(step, swap, refusal);
    else commit(step, swap);
  }
}

function goFlip(step: Step, swap: SwapIntent): void {
  enter(step, 'flip');
  order(step, swap, 'flip');
}

/** Without an answer only the link can tell: before the flip nothing was done, after it the link is looked at. */
function settleTimeout(step: Step, swap: SwapIntent): void {
  if (swap.phase === 'preflight') {
    rollBack(step, 'the check before the swap did not answer');
    return;
  }
  const reason = 'the file system did not answer';
  if (swap.phase === 'verify') {
    verifyRefused(step, swap, { code: 'io', reason, passing: true });
    return;
  }
  enter(step, 'verify');
  waitFor(step, reason);
}

/** What may pass is waited for, not longer than a minute and never forced; a bad target gives way to the next one. */
function refused(step: Step, swap: SwapIntent, refusal: SwapRefusal): void {
  if (refusal.passing) {
    if (elapsed(swap.startedAt, step.at) >= POSTPONE_AFTER_MS) {
      rollBack(step, `postponed: ${refusal.reason}`);
      return;
    }
    if (swap.waiting === null) step.tell('info', `swap waits: ${refusal.reason}`);
    step.patchSwap({ phase: 'preflight' });
    waitFor(step, refusal.reason);
    return;
  }
  if (swap.origin !== 'person' && BAD_TARGET.includes(refusal.code)) {
    step.tell('bad', `${swap.to} cannot be used: ${refusal.reason}`);
    if (tryNext(step, swap)) return;
  }
  rollBack(step, refusal.reason);
}

function flipRefused(step: Step, swap: SwapIntent, refusal: SwapRefusal): void {
  if (refusal.passing) refused(step, swap, refusal);
  else if (refusal.code === 'io') enter(step, 'verify');
  else rollBack(step, refusal.reason);
}

/** The link is not what we just made it: a look at it that is newer than the flip decides. */
function verifyRefused(step: Step, swap: SwapIntent, refusal: SwapRefusal): void {
  const { link, linkAt } = step.live;
  const looked = linkAt !== null && linkAt.steadyMs > swap.phaseAt.steadyMs;
  const patient = elapsed(swap.phaseAt, step.at) < POSTPONE_AFTER_MS;
  if (patient && (!looked || link.account === swap.to)) waitFor(step, refusal.reason);
  else if (looked && link.account !== null && link.account === swap.from) rollBack(step, refusal.reason);
  else needsPerson(step, `the link could not be verified after the flip: ${refusal.reason}`);
}

function waitFor(step: Step, what: string): void {
  step.patchSwap({ waiting: what, retryAt: later(step.at, RETRY_MS) });
}

/** Verified is committed: the cooldown runs from here. */
function commit(step: Step, swap: SwapIntent): void {
  actOn(step, swap.from);
  recordFlip(step, { at: step.at, from: swap.from, to: swap.to, origin: swap.origin });
  if (isCounted(swap.origin)) step.patch({ autoSwaps: [...countedSwaps(step.durable, step.at), step.at] });
  if (swap.origin === 'person') step.patchAccount(swap.to, { loginDead: null });
  step.patch({ swapCount: step.durable.swapCount + 1, notBefore: null });
  enter(step, 'canary');
  planResumes(step, swap.id);
  step.tell('good', `link now points to ${swap.to}`);
  advanceSwap(step);
}
