import type { EffectOutcome } from '../engine/effects.js';
import type { Resume, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import type { TypeOutcome } from '../ports.js';
import { findHit, isBlocked } from '../quota/hits.js';
import { isPersonThere } from '../sessions/person.js';
import type { SessionEnd } from '../snapshot.js';
import { elapsed, MINUTE } from '../time.js';
import { type Answer, CONTINUE_TEXT, readAnswer } from './answer.js';
import { endResume } from './ends.js';
import { isNativeWindow } from './native.js';
import { recheck } from './recheck.js';
import { followComingUp, orderRestart } from './restart.js';

/** Without any sign of an answer for this long the attempt is `unconfirmed`. */
const ANSWER_WITHIN_MS = MINUTE;

/** Starts typing `continue` into a session that is blocked still, or ends and restarts its process. */
export function startResume(step: Step, resume: Resume): void {
  const session = step.live.sessions[resume.session];
  if (!session) endResume(step, resume, 'gone', 'the session has gone');
  else if (resume.restarted && resume.banner === '') endResume(step, resume, 'restarted', '');
  else if (resume.restarted || resume.again) typeContinue(step, resume, session);
  else startBlocked(step, resume, session);
}

/** Between the plan and its turn a session may have gone on, been answered by a person, or come near its own reset. */
function startBlocked(step: Step, resume: Resume, session: Session): void {
  const hit = findHit(step, session.hit);
  if (!hit || !isBlocked(step, session)) endResume(step, resume, 'working', 'it went on by itself');
  else if (hit.typed) endResume(step, resume, 'unconfirmed', 'continue was sent for this limit before');
  else if (session.blind) endResume(step, resume, 'pending', 'its screen cannot be read just now');
  else if (isNativeWindow(session, hit, step.at.wallMs)) {
    endResume(step, resume, 'pending', 'near its reset: it continues by itself');
  } else if (resume.how === 'restart' && isPersonThere(session, step.at.wallMs)) {
    endResume(step, resume, 'person-active', 'someone is typing there');
  } else if (resume.how === 'restart' && session.reading?.composer.state === 'draft') {
    endResume(step, resume, 'draft', 'holds an unsent draft');
  } else if (resume.how === 'restart') {
    const { name, target, agent } = session.seen;
    orderRestart(step, resume, { name, target, agent });
  } else typeContinue(step, { ...resume, banner: hit.id }, session);
}

/** At most once for one refusal: marked before the key is sent, unmarked only when surely none was. */
function typeContinue(step: Step, resume: Resume, session: Session): void {
  const { id, target } = session.seen;
  // The dialog may open later than the row that told of the limit.
  const effect = step.effect({ type: 'type', session: id, target, text: CONTINUE_TEXT, closeDialog: true });
  step.patchHit(resume.banner, { typed: true });
  step.patchResume(id, {
    banner: resume.banner,
    step: 'typing',
    end: 'typing',
    detail: 'typing continue',
    since: step.at,
    submittedAt: step.at,
    effect,
  });
}

/** Takes the result of a `type` or `restart` effect. */
export function settleResume(step: Step, resume: Resume, outcome: EffectOutcome): void {
  step.patchResume(resume.session, { effect: null });
  if (outcome.type === 'type') settleTyped(step, resume, outcome.result);
  else if (outcome.type !== 'restart') endResume(step, resume, 'unconfirmed', 'no answer from tmux');
  else if (!outcome.ok) failRestart(step, resume, outcome.reason);
  else step.patchResume(resume.session, { step: 'coming-up', detail: 'coming up', since: step.at });
}

/** Half a restart may have happened: it is not begun a second time, the person is told. */
function failRestart(step: Step, resume: Resume, reason: string): void {
  step.patchHit(resume.banner, { typed: true });
  endResume(step, resume, 'unconfirmed', reason);
}

function settleTyped(step: Step, resume: Resume, result: TypeOutcome): void {
  if (result.outcome === 'submitted') {
    step.patchResume(resume.session, { step: 'answer', detail: 'submitted', since: step.at });
  } else if (result.outcome === 'unconfirmed') {
    endResume(step, resume, 'unconfirmed', result.reason);
  } else {
    step.patchResume(resume.session, { submittedAt: null });
    step.patchHit(resume.banner, { typed: false });
    endResume(step, resume, endOfRefusal(result.cause), result.reason);
  }
}

function endOfRefusal(cause: Extract<TypeOutcome, { outcome: 'refused' }>['cause']): SessionEnd {
  if (cause === 'draft' || cause === 'person-active' || cause === 'gone') return cause;
  if (cause === 'busy') return 'working';
  return cause === 'dialog' ? 'asking' : 'unconfirmed';
}

/** Looks after a resume that waits for something of its session; returns the answer when one came. */
export function followResume(step: Step, resume: Resume): Answer {
  const session = step.live.sessions[resume.session];
  if (resume.step === 'coming-up') {
    const moved = followComingUp(step, resume);
    if (moved) startResume(step, moved);
  } else if (resume.step === 'recheck') {
    recheck(step, resume, session);
  } else if (resume.step === 'answer') {
    return awaitAnswer(step, resume, session);
  }
  return 'pending';
}

function awaitAnswer(step: Step, resume: Resume, session: Session | undefined): Answer {
  if (!session) {
    endResume(step, resume, 'gone', 'the session has gone');
    return 'pending';
  }
  const hit = findHit(step, resume.banner);
  const answer = readAnswer(
    session,
    resume,
    hit ? [hit.id, ...hit.aliases] : [resume.banner],
    findHit(step, session.hit),
  );
  if (answer === 'pending' && elapsed(resume.since, step.at) >= ANSWER_WITHIN_MS) {
    endResume(step, resume, 'unconfirmed', 'no turn was seen to start');
  }
  return answer;
}
