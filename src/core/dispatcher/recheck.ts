import { EFFECT_DEADLINE_MS } from '../engine/effects.js';
import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { elapsed, MINUTE, SECOND } from '../time.js';
import type { TaskRun } from './run.js';
import { endProcess, enterStep, fail, sessionOf } from './runs.js';
import { watchRun } from './watch.js';

/** A prompt that was submitted right before we ended shows on the screen and in the transcript within this long. */
const SHOWS_MS = 6 * SECOND;
/** A turn that began without our seeing it is seen within this long. */
const DOUBT_MS = 20 * SECOND;
/** After longer a prompt may have scrolled out of sight. */
const RECENT_MS = 5 * MINUTE;

/**
 * We were restarted while the prompt was being typed: at most one submit is allowed, so evidence decides. A new
 * conversation without any prompt, on a screen that can be read and with nothing in its input, was never sent one.
 */
export function recheckRun(step: Step, run: TaskRun): void {
  const session = sessionOf(step.state, run);
  if (!session) {
    // Whether it began is not known: what is known is that it has gone.
    watchRun(step, run);
    return;
  }
  if (hasBegun(run, session)) {
    enterStep(step, run, 'working');
    return;
  }
  const sinceMs = elapsed(run.since, step.at);
  if (sinceMs < SHOWS_MS) return;
  const isRecent = run.submittedAt !== null && elapsed(run.submittedAt, step.at) < RECENT_MS;
  if (run.doubt === null && isRecent && isUntouched(run, session))
    enterStep(step, run, 'coming-up', { submits: 0, submittedAt: null });
  else if (sinceMs > (run.doubt === null ? MINUTE : DOUBT_MS)) giveUp(step, run, session);
}

/** Never sent a second time by itself. Our own text, left in the input of our own process, goes with that process. */
function giveUp(step: Step, run: TaskRun, session: Session): void {
  const isOurDraft =
    !run.resumes &&
    session.turn.last === null &&
    session.reading?.lastPrompt === '' &&
    session.reading.composer.state === 'draft';
  const sentMs = run.submittedAt?.wallMs ?? Number.NEGATIVE_INFINITY;
  if (isOurDraft && (session.seen.personActiveAtMs ?? 0) < sentMs) endProcess(step, run);
  const why = run.doubt ?? `claude-failover was restarted while the prompt was being typed into ${run.room}`;
  fail(step, run, `unconfirmed: ${why}. It is not sent a second time by itself`);
}

/**
 * A prompt later than any of ours can be is a person's, and one that came while a person was at the keys may be: whether
 * ours stands there is not known.
 */
function hasBegun(run: TaskRun, session: Session): boolean {
  const { turn, reading, seen } = session;
  if (seen.personActiveAtMs !== null && seen.personActiveAtMs >= (run.submittedAt?.wallMs ?? 0)) return false;
  if (turn.last === null) return reading?.busy === true && !session.blind;
  if (turn.last.uuid === run.baseline) return false;
  const sinceMs = turn.lastPromptAtMs - (run.submittedAt?.wallMs ?? 0);
  return (!run.resumes || sinceMs >= 0) && sinceMs <= EFFECT_DEADLINE_MS.submit;
}

function isUntouched(run: TaskRun, session: Session): boolean {
  const { reading, turn, blind } = session;
  if (run.resumes || blind || !reading || reading.dialog !== null) return false;
  return reading.lastPrompt === '' && turn.last === null && reading.composer.state === 'empty';
}
