import type { Hit, Resume, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { findHit, isBlocked } from '../quota/hits.js';
import { hasDeadLogin, isLimited } from '../quota/limits.js';
import { isOurs } from '../sessions/kind.js';
import { isPersonThere } from '../sessions/person.js';
import { elapsed, HOUR, MINUTE, SECOND } from '../time.js';
import { isBack } from './ends.js';
import { swapInFlight } from './in-flight.js';
import { isNativeWindow } from './native.js';
import { followOne } from './phases.js';
import { newResume, tellEnd } from './plan.js';
import { startResume } from './resume.js';

/** What typed nothing (person active, copy mode, draft) is tried again after this, each time twice as late … */
const RETRY_AFTER_MS = 30 * SECOND;
const RETRY_AFTER_MOST_MS = 5 * MINUTE;
/** … and a session that was refused again much later: it may keep a login that is limited. */
const REFUSED_AGAIN_MS = 5 * MINUTE;
const REFUSED_AGAIN_MOST_MS = HOUR;
/** While one late session awaits its answer the next one waits this long at the most: it is their canary. */
const ONE_AT_A_TIME_MS = 15 * SECOND;

/** Sessions that stand at a limit which no longer holds: of an account that was left, or over. They are simply resumed. */
export function resumeLate(step: Step): void {
  for (const resume of step.durable.resumes) if (isLate(step, resume)) followOne(step, resume);
  const { durable, at } = step;
  if (swapInFlight(durable.swap) || durable.mode === 'observe' || durable.needsPerson) return;
  const active = durable.accounts[durable.activeAccount ?? ''];
  if (isLimited(active, at.wallMs) || hasDeadLogin(active)) return;
  if (durable.resumes.some((resume) => goesFirst(step, resume))) return;
  const queued = durable.resumes.find((resume) => resume.step === 'queued');
  if (queued) startResume(step, queued);
  else startNextDue(step);
}

/** Its answer is awaited, or was none: the others wait until it is clear what that says of the account. */
function goesFirst(step: Step, resume: Resume): boolean {
  const ms = elapsed(resume.since, step.at);
  if (resume.step === 'queued') return false;
  if (resume.step !== 'ended') return ms < ONE_AT_A_TIME_MS;
  const refused = resume.submittedAt !== null && !isBack(resume);
  return refused && ms <= step.settings.confirmAfterMs + ONE_AT_A_TIME_MS;
}

function startNextDue(step: Step): void {
  const next = Object.values(step.live.sessions).find((session) => isDue(step, session));
  const hit = next && findHit(step, next.hit);
  if (!next || !hit) return;
  const failed = failedBefore(step, next);
  const tries = failed ? failed.tries + 1 : 0;
  const resume = { ...newResume(step, next, hit, null), tries };
  const others = step.durable.resumes.filter((candidate) => candidate.session !== resume.session);
  step.patch({ resumes: [...others, resume] });
  if (resume.step === 'queued') startResume(step, resume);
  else if (tries === 0) tellEnd(step, resume);
}

/** An attempt that did not bring it back, or has not yet. Who was left at work by the swap had none. */
function failedBefore(step: Step, session: Session): Resume | undefined {
  const earlier = step.durable.resumes.find((resume) => resume.session === session.seen.id);
  if (!earlier || isBack(earlier)) return undefined;
  const { end, banner, again } = earlier;
  const isUntried = earlier.step === 'ended' && end === 'working' && banner === '' && !again;
  return isUntried ? undefined : earlier;
}

/** Of no swap, or of one that is over already. */
function isLate(step: Step, resume: Resume): boolean {
  const { swap } = step.durable;
  return resume.step !== 'ended' && !(swapInFlight(swap) && resume.swap === swap?.id);
}

function isDue(step: Step, session: Session): boolean {
  const hit = findHit(step, session.hit);
  if (!hit || hit.typed || !isOurs(session.kind) || session.blind || !isBlocked(step, session)) return false;
  if (!isOver(step, hit) || isNativeWindow(session, hit, step.at.wallMs)) return false;
  return !isPersonThere(session, step.at.wallMs) && mayTry(step, session, hit);
}

/** Also a limit met before there were accounts to charge it to: only a new answer tells whose it is. */
function isOver(step: Step, hit: Hit): boolean {
  const { activeAccount, accounts } = step.durable;
  if (activeAccount === null) return false;
  return hit.account !== activeAccount || !isLimited(accounts[activeAccount], step.at.wallMs);
}

/** After an attempt that did not bring it back each next one waits longer. */
function mayTry(step: Step, session: Session, hit: Hit): boolean {
  const earlier = failedBefore(step, session);
  if (!earlier) return true;
  if (earlier.step !== 'ended') return false;
  const waits = earlier.end === 'draft' || earlier.end === 'asking';
  if (waits && earlier.banner === hit.id && !isAtEmptyPrompt(session)) return false;
  const growth = 2 ** Math.min(earlier.tries, 10);
  const pause =
    earlier.submittedAt === null
      ? Math.min(RETRY_AFTER_MS * growth, RETRY_AFTER_MOST_MS)
      : Math.min(REFUSED_AGAIN_MS * growth, REFUSED_AGAIN_MOST_MS);
  return elapsed(earlier.since, step.at) >= pause;
}

function isAtEmptyPrompt(session: Session): boolean {
  const { reading } = session;
  return reading?.composer.state === 'empty' || reading?.dialog?.type === 'rate-limit-options';
}
