import type { Resume, SwapIntent } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { findHit } from '../quota/hits.js';
import { isLimited } from '../quota/limits.js';
import { elapsed, MINUTE, SECOND } from '../time.js';
import type { Answer } from './answer.js';
import { endAnswered, endResume, isBack } from './ends.js';
import { finishSwap, giveBack, tryNext } from './intent.js';
import { newResume } from './plan.js';
import { followResume, startResume } from './resume.js';

/** A canary that has worked this long without an error counts as answered. */
const CANARY_WORKS_MS = 20 * SECOND;
/** A swap is done at the latest this long after the flip; late sessions go on by themselves. */
const DONE_WITHIN_MS = MINUTE;

function ofSwap(step: Step, swap: SwapIntent): readonly Resume[] {
  return step.durable.resumes.filter((resume) => resume.swap === swap.id);
}

function isOverdue(step: Step): boolean {
  const flip = step.durable.flips.at(-1);
  return flip !== undefined && elapsed(flip.at, step.at) >= DONE_WITHIN_MS;
}

/** One limited session goes first; its real answer releases the rest. */
export function advanceCanary(step: Step, swap: SwapIntent): void {
  const canary = ofSwap(step, swap).find((resume) => resume.canary && resume.step !== 'ended');
  if (canary) followCanary(step, swap, canary);
  const now = step.durable.swap;
  if (now?.id !== swap.id || now.phase !== 'canary') return;
  if (isOverdue(step)) {
    finishSwap(step);
    return;
  }
  const resumes = ofSwap(step, swap);
  if (resumes.some((resume) => resume.canary && resume.step !== 'ended')) return;
  const queued = resumes.filter((resume) => resume.step === 'queued');
  const first = queued.find((resume) => resume.how === 'continue') ?? queued[0];
  if (!first || resumes.some((resume) => resume.canary && isBack(resume))) {
    enterResume(step);
    return;
  }
  step.patchResume(first.session, { canary: true });
  startResume(step, { ...first, canary: true });
}

function enterResume(step: Step): void {
  step.patchSwap({ phase: 'resume', phaseAt: step.at });
  const swap = step.durable.swap;
  if (swap) advanceResume(step, swap);
}

function followCanary(step: Step, swap: SwapIntent, canary: Resume): void {
  const answer = followResume(step, canary);
  const worksLong = answer === 'started' && elapsed(canary.since, step.at) >= CANARY_WORKS_MS;
  if (answer === 'answered' || worksLong) {
    endAnswered(step, canary);
    step.patchAccount(swap.to, { limits: [], loginDead: null });
    enterResume(step);
  } else if (answer === 'limit' && keptOldLogin(step, swap, canary)) {
    endResume(step, canary, 'unconfirmed', 'refused for the account that was left: it keeps its old login');
  } else if (answer === 'limit' || answer === 'login' || answer === 'billing') {
    excludeTarget(step, swap, canary, answer);
  } else if (answer === 'error') {
    // No real answer: another session goes first.
    endResume(step, canary, 'unconfirmed', 'an API error answered');
  }
}

/** The refusal is charged to another account than the target: it says nothing of the target. */
function keptOldLogin(step: Step, swap: SwapIntent, canary: Resume): boolean {
  const hit = findHit(step, step.live.sessions[canary.session]?.hit ?? null);
  return hit !== undefined && hit.account !== null && hit.account !== swap.to;
}

/** The target refused the canary: it is marked, and the intent goes on to the next candidate. A person's choice stands. */
function excludeTarget(step: Step, swap: SwapIntent, canary: Resume, answer: Answer): void {
  const text = refusalText(answer);
  step.tell('bad', `${swap.to} cannot be used: ${text}`);
  markTarget(step, swap.to, canary, answer);
  if (swap.origin !== 'person' && tryNext(step, swap)) {
    dropFromSwap(step, swap);
    if (answer !== 'limit') step.patchSwap({ stranded: [...swap.stranded, canary.session] });
    return;
  }
  endResume(step, canary, 'unconfirmed', text);
  for (const resume of ofSwap(step, swap)) {
    if (resume.step === 'queued') endResume(step, resume, 'unconfirmed', `left at its limit, ${text}`);
  }
  // Nobody can go on here: who stands at a limit waits for another account.
  if (swap.origin !== 'person' && answer !== 'limit') giveBack(step, swap.to, `${swap.to}: ${text}`);
  finishSwap(step);
}

function refusalText(answer: Answer): string {
  if (answer === 'limit') return 'it is limited too';
  return answer === 'login' ? 'its login is dead' : 'billing refused it';
}

function markTarget(step: Step, account: string, canary: Resume, answer: Answer): void {
  const memory = step.account(account);
  if (answer !== 'limit') {
    if (memory.loginDead) return;
    const text = refusalText(answer);
    step.patchAccount(account, { loginDead: { at: step.at, text } });
    step.notify('login', `${account}: ${text}`, account);
    return;
  }
  if (isLimited(memory, step.at.wallMs)) return;
  const hit = step.live.sessions[canary.session]?.hit ?? null;
  const limit = {
    kind: 'unknown',
    resetsAtMs: null,
    since: step.at,
    hits: hit === null ? [] : [hit],
  } as const;
  step.patchAccount(account, { limits: [...memory.limits, limit] });
}

/** The next commit plans its sessions anew. */
function dropFromSwap(step: Step, swap: SwapIntent): void {
  const kept = step.durable.resumes.filter((resume) => resume.swap !== swap.id || resume.effect !== null);
  step.patch({ resumes: kept });
}

/** The canary answered: the others follow, staggered; each ends on its own. */
export function advanceResume(step: Step, swap: SwapIntent): void {
  startNext(step, swap);
  for (const resume of ofSwap(step, swap)) followOne(step, resume);
  const open = ofSwap(step, swap).some((resume) => resume.step !== 'ended');
  if (!open || isOverdue(step)) finishSwap(step);
}

function startNext(step: Step, swap: SwapIntent): void {
  const resumes = ofSwap(step, swap);
  const started = resumes.filter((resume) => resume.submittedAt !== null || resume.effect !== null);
  const last = Math.max(0, ...started.map((resume) => resume.since.steadyMs));
  const next = resumes.find((resume) => resume.step === 'queued');
  if (next && step.at.steadyMs - last >= step.settings.staggerMs) startResume(step, next);
}

/** Follows a session that goes first to no one: a turn that started is enough. */
export function followOne(step: Step, resume: Resume): void {
  const answer = followResume(step, resume);
  if (answer === 'answered' || answer === 'started') endAnswered(step, resume);
  else if (answer === 'limit') takeRefusal(step, resume);
  else if (answer === 'login' || answer === 'billing') {
    endResume(step, resume, 'unconfirmed', `${answer} error`);
  } else if (answer === 'error') endResume(step, resume, 'unconfirmed', 'an API error answered');
}

/** The account that was left refused it, before the flip: the one that is active now has yet to be asked. */
function takeRefusal(step: Step, resume: Resume): void {
  const session = step.live.sessions[resume.session];
  const hit = findHit(step, session?.hit ?? null);
  const flip = step.durable.flips.at(-1);
  if (!session || !hit || !flip || resume.swap === null || hit.firstAt.steadyMs >= flip.at.steadyMs) {
    endResume(step, resume, 'unconfirmed', 'limited again');
    return;
  }
  // Its typing has to have ended, and the step that hears so orders no other.
  if (resume.effect !== null || elapsed(resume.since, step.at) === 0) return;
  const anew = newResume(step, session, hit, resume.swap);
  step.patch({ resumes: step.durable.resumes.map((one) => (one.session === anew.session ? anew : one)) });
}
