import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { statusWords } from '../lifecycle/reconcile.js';
import { roomNamed } from '../lifecycle/rooms.js';
import { findHit, isBlocked } from '../quota/hits.js';
import { tmuxName } from '../sessions/kind.js';
import { CONTINUE_TEXT } from '../switcher/answer.js';
import { isNativeWindow } from '../switcher/native.js';
import { elapsed, inWords, MINUTE, SECOND } from '../time.js';
import { type TurnEvidence, turnEvidence } from './evidence.js';
import { isInQuestion } from './free.js';
import { heldRuns } from './held.js';
import type { TaskRun } from './run.js';
import { endProcess, endRun, fail, findRun, isProcess, patchRun, processOf, sessionOf } from './runs.js';
import { isComingBack, waitsForLimit } from './waits.js';

/** The end of a turn counts once it has stood this long: hooks and background tasks may go on by themselves. */
const ENDED_FOR_MS = 1_500;
/**
 * The same by what the CLI calls itself in its session file (2.1.330). With a shell command of its own running it stands
 * at its prompt and goes on by itself when that ends; one that never ends (a server) is not waited for.
 */
const SETTLES_MS = { idle: ENDED_FOR_MS, waiting: ENDED_FOR_MS, busy: MINUTE, shell: 10 * MINUTE } as const;
/** Without a transcript, and after work was seen, an empty prompt this long is the end. */
const RESTING_FOR_MS = MINUTE;
/** A process that is not in sight for this long has ended. */
export const LOST_MS = 3 * SECOND;
/** Waits before each `continue` after an API error that ended the turn. */
const NUDGE_AFTER_MS = [15 * SECOND, MINUTE, 4 * MINUTE] as const;

/** Follows a task at work until there is evidence of its end. */
export function watchRun(step: Step, run: TaskRun): void {
  if (heedSignal(step, run)) return;
  const session = sessionOf(step.state, run);
  if (!session) {
    watchLost(step, run);
    return;
  }
  if (run.lostAt !== null) patchRun(step, run.id, { lostAt: null });
  const known = followLimit(step, keepUp(step, run, session), session);
  // A limit is waited out, over any number of swaps; what ends it brings the session back to work.
  if (waitsForLimit(step, session) || isInQuestion(step, session) || isComingBack(step, session)) return;
  const stop = step.live.heard[session.seen.id]?.stop ?? null;
  if (!isBlocked(step, session)) judge(step, known, session, turnEvidence(known, session, stop));
  tellStall(step, known);
}

/** Its process may get another name or conversation (a rename, /clear), and its conversation another process (a restart). */
function keepUp(step: Step, run: TaskRun, { seen }: Session): TaskRun {
  const room = tmuxName(seen.name);
  const isFreeName = room !== run.room && !step.durable.runs.some((one) => one.room === room);
  const next = {
    room: isFreeName ? room : run.room,
    conversation: seen.conversation ?? run.conversation,
    process: processOf(seen.agent),
  };
  const same =
    next.room === run.room && next.conversation === run.conversation && isProcess(run.process, seen.agent);
  if (!same) patchRun(step, run.id, next);
  return same ? run : { ...run, ...next };
}

/** A limit that nobody continued, because its process was started anew, must not pass for the end of the turn. */
function followLimit(step: Step, run: TaskRun, session: Session): TaskRun {
  const isAtWork = session.reading?.busy === true && !session.blind;
  const interrupted = isBlocked(step, session) || (run.interrupted && !isAtWork);
  if (interrupted !== run.interrupted) patchRun(step, run.id, { interrupted });
  return { ...run, interrupted };
}

function judge(step: Step, run: TaskRun, session: Session, evidence: TurnEvidence): void {
  const restedMs = session.state === 'ready' ? restedFor(step, run, session) : 0;
  const settles = SETTLES_MS[session.seen.status ?? 'idle'];
  if (evidence.type === 'ended' && restedMs >= settles) done(step, run);
  else if (evidence.type === 'resting' && restedMs >= RESTING_FOR_MS) done(step, run);
  else if (evidence.type === 'error') meetError(step, run, session, evidence);
}

/** What it rested before its prompt, or before a `continue`, says nothing of its turn. */
function restedFor({ at }: Step, run: TaskRun, session: Session): number {
  const restsMs = Math.min(elapsed(session.since, at), elapsed(run.since, at));
  return run.error?.nudged ? Math.min(restsMs, elapsed(run.error.at, at)) : restsMs;
}

function done(step: Step, run: TaskRun): void {
  endRun(step, run, { to: 'done', reason: '', tail: false, counts: true });
}

/** `signals/<id>`, written since the prompt was sent. */
function heedSignal(step: Step, run: TaskRun): boolean {
  const signal = step.live.queue?.signals.find((one) => one.id === run.id);
  // File times may be cut to the second.
  if (!signal || !run.submittedAt || signal.atMs < run.submittedAt.wallMs - SECOND) return false;
  if (signal.outcome === 'done') done(step, run);
  else {
    // Two agents at the same task would meet in the same files.
    if (run.attempt < run.attempts) endProcess(step, run);
    failOrRetry(step, run, `it reported: ${signal.text === '' ? 'failed' : signal.text}`);
  }
  return true;
}

/** It began: it is tried again as often as it may, else it has failed. */
function failOrRetry(step: Step, run: TaskRun, reason: string, tail = false): void {
  if (run.attempt >= run.attempts) fail(step, run, reason, tail);
  else
    endRun(step, run, {
      to: 'inbox',
      reason: `${reason}; attempt ${run.attempt} of ${run.attempts}`,
      tail: false,
      counts: true,
    });
}

/** Its process is not in sight: on the way back after a swap, gone, or behind a tmux that does not answer. */
function watchLost(step: Step, run: TaskRun): void {
  const { live, durable } = step;
  const unseen =
    live.tmux.state === 'connected' || live.tmux.state === 'fallback' || live.tmux.state === 'no-server';
  const restarting = durable.resumes.some((one) => one.step !== 'ended' && tmuxName(one.name) === run.room);
  if (!unseen || restarting) return;
  if (run.lostAt === null) {
    patchRun(step, run.id, { lostAt: step.at });
    return;
  }
  if (elapsed(run.lostAt, step.at) < LOST_MS) return;
  const { vacant } = roomNamed(step.state, run.room);
  failOrRetry(step, run, `its session ended in the middle${statusWords(vacant?.deadStatus ?? null)}`, true);
}

/** An error that passes is answered by one `continue`, each later than the one before; then it has failed. */
function meetError(
  step: Step,
  run: TaskRun,
  session: Session,
  error: Extract<TurnEvidence, { type: 'error' }>,
): void {
  if (run.error?.key !== error.key) {
    patchRun(step, run.id, { error: { key: error.key, at: step.at, nudged: false } });
    return;
  }
  if (error.kind === 'final') {
    failOrRetry(step, run, `the API refused it: ${error.text}`);
    return;
  }
  const hasNewLogin = (step.durable.flips.at(-1)?.at.steadyMs ?? 0) > run.error.at.steadyMs;
  if (run.error.nudged || (error.kind === 'account' && !hasNewLogin)) return;
  const wait = NUDGE_AFTER_MS[run.nudges];
  if (wait === undefined) {
    failOrRetry(step, run, `the API failed ${run.nudges + 1} times, at last: ${error.text}`);
    return;
  }
  if (elapsed(run.error.at, step.at) < wait || heldRuns(step.state) !== null) return;
  if (session.reading?.composer.state !== 'empty' || goesOnAlone(step, session)) return;
  const { id, target } = session.seen;
  const effect = step.effect({ type: 'type', session: id, target, text: CONTINUE_TEXT, closeDialog: false });
  patchRun(step, run.id, { effect, nudges: run.nudges + 1, error: { ...run.error, nudged: true } });
  step.tell(
    'info',
    `task ${run.id}: continue after an API error, ${run.nudges + 1} of ${NUDGE_AFTER_MS.length}`,
  );
}

/** Its CLI is about to continue by itself; also when the person said that it is no limit. */
function goesOnAlone(step: Step, session: Session): boolean {
  const hit = findHit(step, session.hit);
  return hit !== undefined && isNativeWindow(session, hit, step.at.wallMs);
}

/** Said once; the task goes on, the person decides. */
function tellStall(step: Step, { id }: TaskRun): void {
  const run = findRun(step, id);
  if (run?.step !== 'working' || run.stalled) return;
  const workedMs = run.workedMs + (step.live.worked[id] ?? 0);
  if (workedMs < run.timeoutMs) return;
  patchRun(step, id, { stalled: true });
  const text = `task ${id} has worked for ${inWords(workedMs)} on ${run.room}: retry, cancel or release it`;
  step.tell('bad', text);
  step.notify('task', text);
}
