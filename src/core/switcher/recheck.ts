import type { Resume, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { elapsed, SECOND } from '../time.js';
import { CONTINUE_TEXT } from './answer.js';
import { endResume } from './ends.js';
import { orderRestart, successor } from './restart.js';

/** What was typed just before we died shows on the screen within this long. */
const RECHECK_MS = 3 * SECOND;

/** We died while typing or restarting: the session itself shows, in a moment, what became of it. */
export function recheck(step: Step, resume: Resume, session: Session | undefined): void {
  if (step.live.lastPoll === null) return;
  const settled = elapsed(resume.since, step.at) >= RECHECK_MS;
  if (!session) recheckGone(step, resume, settled);
  else if (resume.again)
    endResume(step, resume, 'unconfirmed', 'we were stopped while typing; continue it by hand');
  else if (resume.banner === '') endResume(step, resume, 'working', 'left as it was');
  else if (session.reading && !standsAsBefore(session, resume)) {
    step.patchResume(resume.session, { step: 'answer', since: step.at });
  } else if (settled && session.reading && !session.blind) {
    step.patchHit(resume.banner, { typed: false });
    // Who goes first is chosen anew: a canary that waits its turn would be waited for by everyone.
    const part = { step: 'queued', end: 'pending', detail: '', submittedAt: null, canary: false } as const;
    step.patchResume(resume.session, part);
  }
}

/** Its process has ended: in a restart it may be up again already, or nobody started it. */
function recheckGone(step: Step, resume: Resume, settled: boolean): void {
  if (resume.how !== 'restart') {
    endResume(step, resume, 'gone', 'the session has gone');
  } else if (successor(step, resume)) {
    step.patchResume(resume.session, { step: 'coming-up', detail: 'coming up', since: step.at });
  } else if (settled) {
    orderRestart(step, resume, resume);
  }
}

/** Nothing shows that a key arrived: the same refusal stands, no turn runs, no row came. */
function standsAsBefore(session: Session, resume: Resume): boolean {
  if (session.reading?.busy) return false;
  if (!resume.restarted) return session.hit === resume.banner;
  const { last } = session.turn;
  const answered = last !== null && resume.submittedAt !== null && last.atMs >= resume.submittedAt.wallMs;
  return !answered && session.reading?.lastPrompt !== CONTINUE_TEXT;
}
