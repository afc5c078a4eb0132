import type { Hit, Resume, Session } from '../engine/state.js';
import { isStanding } from '../quota/hits.js';
import type { TranscriptRow } from '../transcript.js';

/** What a session's own evidence says of the prompt we submitted. */
export type Answer = 'pending' | 'started' | 'answered' | 'limit' | 'login' | 'billing' | 'error';

export const CONTINUE_TEXT = 'continue';

/**
 * Reads the answer to our `continue`, counted from when its typing was ordered. The transcript decides where there is
 * one; else the screen. `refusal`: the names of the refusal that is answered; its own row is no answer, whatever its clock.
 * `hit`: what the session stands at now; a limit is an answer only once the monitor has confirmed it.
 */
export function readAnswer(
  session: Session,
  resume: Resume,
  refusal: readonly string[],
  hit: Hit | undefined,
): Answer {
  const submitted = resume.submittedAt;
  if (!submitted) return 'pending';
  if (
    hit &&
    isStanding(hit.state) &&
    !refusal.includes(hit.id) &&
    hit.firstAt.steadyMs >= submitted.steadyMs
  ) {
    return 'limit';
  }
  const row = session.turn.last;
  const isNew = row && row.atMs >= submitted.wallMs && !refusal.includes(`row:${row.uuid}`);
  if (isNew && row.type !== 'prompt') return answerOfRow(row);
  if (resume.again && isStale(session)) return 'pending';
  return answerOfScreen(session);
}

/** The login error of the candidate before stands below the same `continue`: only a running turn or a row is news. */
function isStale(session: Session): boolean {
  const verdict = session.reading?.verdict;
  return verdict === 'auth-error' || verdict === 'billing-error';
}

function answerOfRow(row: TranscriptRow): Answer {
  if (row.type === 'limit') return 'pending';
  if (row.type !== 'api-error') return 'answered';
  if (row.error === 'authentication_failed' || row.error === 'oauth_org_not_allowed') return 'login';
  return row.error === 'billing_error' ? 'billing' : 'error';
}

function answerOfScreen(session: Session): Answer {
  const { reading } = session;
  if (!reading || session.blind || reading.lastPrompt !== CONTINUE_TEXT) return 'pending';
  // A retry is no answer, though a turn runs.
  if (reading.busy)
    return reading.vetoes.includes('retrying') || reading.verdict === 'transient-error'
      ? 'pending'
      : 'started';
  if (reading.hit !== null) return 'pending';
  if (reading.verdict === 'auth-error') return 'login';
  if (reading.verdict === 'billing-error') return 'billing';
  if (reading.verdict === 'transient-error') return 'error';
  if (session.seen.transcript) return 'pending';
  return reading.verdict === 'idle' || reading.verdict === 'waiting-permission' ? 'answered' : 'pending';
}
