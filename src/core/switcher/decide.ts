import type { Hit } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { COOLDOWN_LINE } from '../quota/forensic.js';
import { findHit, isBlocked, moveHit, tellOnce } from '../quota/hits.js';
import { freeAt, hasDeadLogin, isLimited, isModelKind, kindLabel } from '../quota/limits.js';
import { chooseAccount } from './choose.js';
import { breakerTrips, cooldownLeft, swapsInHour } from './cooldown.js';
import { enterHold, leaveHoldIfFree } from './hold.js';
import { swapInFlight } from './in-flight.js';
import { startSwap } from './intent.js';
import { propose } from './propose.js';

/** With every hit judged: is an automatic swap due, and if not, what holds it back? */
export function decide(step: Step): void {
  leaveHoldIfFree(step);
  closeBreaker(step);
  const { activeAccount, needsPerson, swap } = step.durable;
  if (swapInFlight(swap) || needsPerson || activeAccount === null) return;
  // A swap that ended in this very step is published before another one begins.
  if (swap?.phaseAt.steadyMs === step.at.steadyMs) return;
  const hits = triggers(step, activeAccount);
  const due = hits.filter((hit) => mayCause(step, hit));
  const first = due[0];
  if (!first || due.length < step.settings.minBlocked) {
    if (due.length === 0 && !step.durable.proposal?.ahead) dropProposal(step);
    return;
  }
  const { account, reason } = chooseAccount(step.settings, step.durable, step.at.wallMs);
  if (account === null) enterHold(step);
  if (heldBack(step, due, activeAccount)) return;
  if (account === null) {
    postpone(step, due, 'every account is limited');
    dropProposal(step);
    return;
  }
  const why = `${first.sessionName} hit the ${kindLabel(first.kind)} limit; ${account}: ${reason}`;
  go(step, due, account, why);
}

/**
 * Hits of the active account that no swap has answered and whose sessions are blocked now; one for each session.
 * A pinned session marks its account, it moves nobody else. An `acted` hit had its swap: a person who goes back to
 * that account is not undone. With the active login dead, sessions limited elsewhere have nowhere to go on either.
 */
function triggers(step: Step, active: string): readonly Hit[] {
  const memory = step.durable.accounts[active];
  const isDead = hasDeadLogin(memory);
  if (!isDead && !isLimited(memory, step.at.wallMs)) return [];
  return step.durable.hits.filter((hit) => {
    const session = step.live.sessions[hit.session];
    if (session?.hit !== hit.id || session.kind === 'pinned' || !isBlocked(step, session)) return false;
    return (isDead || hit.account === active) && hit.state !== 'acted';
  });
}

/** Limits of one model or of extra credits only mark, unless configured. */
function mayCause(step: Step, hit: Hit): boolean {
  const marks = isModelKind(hit.kind)
    ? step.settings.onModelLimit === 'mark'
    : hit.kind === 'spend' && step.settings.onSpendLimit === 'mark';
  if (marks && tellOnce(step, hit, 'mark'))
    step.tell('warn', `${hit.sessionName}: ${kindLabel(hit.kind)} limit is marked, it causes no swap`);
  return !marks;
}

/** Cooldown, breaker, a near reset, a recent refusal: the hits are deferred and judged afresh when it has passed. */
function heldBack(step: Step, due: readonly Hit[], active: string): boolean {
  const back = freeAt(step.durable.accounts[active], step.at.wallMs);
  if (back !== null && back - step.at.wallMs < step.settings.minWaitMs) {
    return defer(step, due, 'near', 'the reset is near: waiting for it');
  }
  if (cooldownLeft(step.durable, step.settings.cooldownMs, step.at) > 0) {
    for (const hit of due) if (tellOnce(step, hit, 'cooldown')) step.log(COOLDOWN_LINE);
    return defer(step, due, 'cooldown', 'swap cooldown active');
  }
  const refused = step.durable.notBefore;
  if (refused && step.at.steadyMs < refused.at.steadyMs)
    return defer(step, due, 'refused', `swap refused: ${refused.reason}`);
  if (step.durable.hold) return false;
  const trips = step.durable.breaker
    ? step.durable.breaker.reason
    : breakerTrips(step.durable, step.settings.accounts.length, step.at);
  if (trips === null) return false;
  openBreaker(step, trips);
  return defer(step, due, 'breaker', `breaker open: ${trips}`);
}

/** Moves the hits to `deferred` for this reason, once. */
function postpone(step: Step, hits: readonly Hit[], why: string): void {
  for (const hit of hits)
    if (hit.state !== 'deferred' || hit.why !== why) moveHit(step, hit, 'deferred', why);
}

function defer(step: Step, due: readonly Hit[], what: string, why: string): true {
  postpone(step, due, why);
  for (const { id } of due) {
    const hit = findHit(step, id);
    if (hit && tellOnce(step, hit, `deferred: ${what}`)) {
      step.tell('warn', `${hit.sessionName}: swap deferred, ${why}`);
    }
  }
  return true;
}

function openBreaker(step: Step, reason: string): void {
  if (step.durable.breaker) return;
  step.patch({ breaker: { at: step.at, reason } });
  step.tell('bad', `breaker open: ${reason}; no automatic swap until it is re-armed (mode auto)`);
  step.notify('breaker', `automatic swapping stopped: ${reason}`);
}

/** The breaker re-arms by itself once its window has emptied. */
function closeBreaker(step: Step): void {
  if (!step.durable.breaker || swapsInHour(step.durable, step.at) > 0) return;
  if (breakerTrips(step.durable, step.settings.accounts.length, step.at) !== null) return;
  step.patch({ breaker: null });
  step.tell('good', 'breaker re-armed: its window has emptied');
}

function go(step: Step, due: readonly Hit[], to: string, reason: string): void {
  if (step.durable.mode === 'observe') {
    for (const hit of due) {
      if (tellOnce(step, hit, 'observe')) step.tell('info', `observe: would swap to ${to} (${reason})`);
    }
    postpone(step, due, 'mode observe: nothing is done');
  } else if (step.durable.mode === 'confirm') {
    propose(step, { to, reason });
    postpone(step, due, 'mode confirm: you are asked');
  } else {
    startSwap(step, { to, origin: step.durable.hold ? 'return' : 'monitor', force: false, reason });
  }
}

function dropProposal(step: Step): void {
  if (step.durable.proposal) step.patch({ proposal: null });
}
