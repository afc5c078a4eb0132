import type { Session } from '../engine/state.js';
import type { HeardFrom } from '../hooks/heard.js';
import { SECOND } from '../time.js';
import type { TranscriptRow } from '../transcript.js';
import type { TaskRun } from './run.js';

/** What a session's transcript and screen say of the turn our prompt began. */
export type TurnEvidence =
  | { readonly type: 'running' }
  /** The transcript holds the reply that ended the turn, or without one a hook told its end, and nothing goes on. */
  | { readonly type: 'ended' }
  /** Without a transcript: work was seen and the prompt is empty again. */
  | { readonly type: 'resting' }
  /** An API error ended the turn, or a limit that is over now. `key`: which one. */
  | { readonly type: 'error'; readonly key: string; readonly kind: ErrorKind; readonly text: string };

/** `passing`: 5xx, 529, a throttle, a broken connection. `account`: login or billing. `final`: the request itself is refused. */
export type ErrorKind = 'passing' | 'account' | 'final';

const ACCOUNT_ERRORS: readonly string[] = ['authentication_failed', 'oauth_org_not_allowed', 'billing_error'];

function kindOf(row: TranscriptRow): ErrorKind {
  const { status, error } = row;
  if (ACCOUNT_ERRORS.includes(error) || status === 401 || status === 402 || status === 403) return 'account';
  if (status === null || status >= 500 || status === 429 || status === 408) return 'passing';
  return 'final';
}

/** A row of our turn, not what stood there before the prompt: of an earlier turn, or of a person's. */
function isOurs(run: TaskRun, row: TranscriptRow): boolean {
  if (row.uuid === run.baseline) return false;
  return !run.resumes || row.atMs >= (run.submittedAt?.wallMs ?? 0);
}

/** Reads one session that runs this task. A limit that stands is the monitor's business, not read here. */
export function turnEvidence(run: TaskRun, session: Session, stop: HeardFrom['stop'] = null): TurnEvidence {
  const { reading, turn, blind } = session;
  const atRest =
    reading !== null &&
    !blind &&
    !reading.busy &&
    reading.dialog === null &&
    reading.composer.state !== 'absent';
  if (!atRest) return { type: 'running' };
  if (session.seen.transcript && turn.last)
    return isOurs(run, turn.last) ? ofRow(turn.last) : { type: 'running' };
  if (reading.verdict === 'transient-error') {
    return stoppedBy(`screen:${reading.lastPrompt}:${run.nudges}`, reading.lastLine);
  }
  if (reading.verdict !== 'idle' || session.seen.transcript) return { type: 'running' };
  if (run.interrupted) return stoppedBy(`limit:${session.seen.id}`, LIMIT_TEXT);
  return isStopOf(run, session, stop) ? { type: 'ended' } : { type: 'resting' };
}

/** The hook comes before the prompt is seen to be empty again, by no more than other hooks of the same moment take. */
const STOP_BEFORE_REST_MS = 10 * SECOND;

/**
 * A hook told the end of this turn: of ours, not of one before it. With a task of its own in the background the session
 * goes on by itself when that ends.
 */
function isStopOf(run: TaskRun, { since }: Session, stop: HeardFrom['stop']): boolean {
  if (stop === null || stop.heard.background > 0) return false;
  const from = Math.max(run.submittedAt?.steadyMs ?? Number.POSITIVE_INFINITY, run.error?.at.steadyMs ?? 0);
  return stop.at.steadyMs >= from && stop.at.steadyMs >= since.steadyMs - STOP_BEFORE_REST_MS;
}

const LIMIT_TEXT = 'a usage limit stopped its turn';

/** It passes, and a `continue` brings it back. */
function stoppedBy(key: string, text: string): TurnEvidence {
  return { type: 'error', key, kind: 'passing', text };
}

function ofRow(row: TranscriptRow): TurnEvidence {
  if (!row.endsTurn) return { type: 'running' };
  if (row.type === 'reply') return { type: 'ended' };
  if (row.type === 'limit') return stoppedBy(row.uuid, LIMIT_TEXT);
  if (row.type !== 'api-error') return { type: 'running' };
  return { type: 'error', key: row.uuid, kind: kindOf(row), text: row.text };
}
