import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { isDeclining } from '../lifecycle/offers.js';
import { COMING_UP_MS, statusWords } from '../lifecycle/reconcile.js';
import { roomNamed } from '../lifecycle/rooms.js';
import { park } from '../lifecycle/starts.js';
import type { Dialog } from '../quota/reading.js';
import { HANDS_OFF_MS } from '../sessions/person.js';
import { elapsed, MINUTE, SECOND } from '../time.js';
import { closeRun } from './close.js';
import { isFree } from './free.js';
import { heldRuns } from './held.js';
import { recheckRun } from './recheck.js';
import type { TaskRun } from './run.js';
import {
  dropRun,
  endProcess,
  endRun,
  enterStep,
  fail,
  findRun,
  isProcess,
  ledgerOf,
  patchLedger,
  patchRun,
  processOf,
  rest,
  sessionOf,
} from './runs.js';
import { LOST_MS, watchRun } from './watch.js';

/** A process that is not free for its prompt is waited for this long … */
const FREE_WITHIN_MS = 3 * MINUTE;
/** … and a prompt that is refused (someone at the keys, copy mode) is tried so often, every few seconds. */
const REFUSALS_MAX = 36;
/** A dialog this old is no flicker. */
const DIALOG_MS = 3 * SECOND;
/** Times a task may come back without having begun a turn. */
const RETURNS_MAX = { died: 1, refused: 5 } as const;
const REST_MS = 30 * SECOND;

/** Takes every run as far as it can go now. */
export function advanceRuns(step: Step): void {
  // After a start: where the files are is not known yet.
  if (step.live.queue === null) return;
  for (const { id } of step.durable.runs) {
    const run = findRun(step, id);
    if (!run || run.effect !== null) continue;
    if (run.retryAt && run.retryAt.steadyMs > step.at.steadyMs) continue;
    advance(step, run);
    const next = findRun(step, id);
    if (next?.step === 'closing' && next.effect === null && run.step !== 'closing') closeRun(step, next);
  }
}

function advance(step: Step, run: TaskRun): void {
  switch (run.step) {
    case 'claiming':
      reclaim(step, run);
      break;
    case 'launching':
      launch(step, run);
      break;
    case 'coming-up':
      comingUp(step, run);
      break;
    case 'recheck':
      recheckRun(step, run);
      break;
    case 'working':
      watchRun(step, run);
      break;
    case 'closing':
      closeRun(step, run);
      break;
    case 'submitting':
      break;
  }
}

/** We were restarted while it was claimed: the folder says what became of it. One that waits still is handed out anew. */
function reclaim(step: Step, run: TaskRun): void {
  const { queue } = step.live;
  if (!queue || queue.trouble !== null) return;
  if (queue.running.includes(run.id)) enterStep(step, run, 'launching');
  else dropRun(step, run);
}

function launch(step: Step, run: TaskRun): void {
  const mine = sessionOf(step.state, run);
  if (mine && !run.resumes) {
    enterStep(step, run, 'coming-up');
    return;
  }
  const held = heldRuns(step.state);
  if (held) {
    endRun(step, run, { to: 'inbox', reason: held.reason, tail: false, counts: false });
    return;
  }
  const room = roomNamed(step.state, run.room);
  const { session, vacant } = room;
  if (session && !isFree(step, session)) {
    giveBack(step, run, 'refused', `${run.room} is in use`);
    return;
  }
  if (!session && !vacant && !room.missing) {
    giveBack(step, run, 'refused', `${run.room} holds several panes`);
    return;
  }
  const effect = step.effect({
    type: 'launch',
    room: run.room,
    target: (session?.seen ?? vacant)?.target ?? null,
    agent: session?.seen.agent ?? null,
    conversation: { id: run.conversation, how: run.resumes ? 'resume' : 'new' },
    cwd: run.cwd,
    task: run.id,
  });
  patchRun(step, run.id, { effect, replaces: session ? processOf(session.seen.agent) : null });
}

/** Waits for the new process to stand at its prompt, and has the prompt typed. */
function comingUp(step: Step, run: TaskRun): void {
  const session = sessionOf(step.state, run);
  // Of a conversation gone on with, the process before may still be in the last poll.
  if (!session || isProcess(run.replaces, session.seen.agent)) {
    notUp(step, run);
    return;
  }
  if (run.lostAt !== null) patchRun(step, run.id, { lostAt: null });
  const { reading } = session;
  if (reading?.dialog) {
    const isQuestion = elapsed(run.since, step.at) > DIALOG_MS && !isDeclining(step, session);
    if (isQuestion) askedAtStart(step, run, session, reading.dialog);
    return;
  }
  if (heldRuns(step.state) !== null) return;
  if (!run.resumes && hasBeenUsed(session)) {
    giveBack(step, run, 'refused', `somebody else used its process in ${run.room}`);
    return;
  }
  const isReady = isFree(step, session, HANDS_OFF_MS) && reading?.verdict !== 'auth-error';
  if (isReady && run.refusals < REFUSALS_MAX) submit(step, run, session);
  else if (isReady || elapsed(run.since, step.at) > FREE_WITHIN_MS)
    giveBack(
      step,
      run,
      'refused',
      `its prompt could not be typed: ${run.room} ${session.detail || 'is in use'}`,
    );
}

/** A new conversation that holds something is somebody else's by now: a person's, while it waited for its prompt. */
function hasBeenUsed({ turn, reading }: Session): boolean {
  return turn.last !== null || (reading !== null && reading.lastPrompt !== '');
}

function submit(step: Step, run: TaskRun, session: Session): void {
  const { id, target } = session.seen;
  const effect = step.effect({ type: 'submit', task: run.id, session: id, target });
  patchRun(step, run.id, {
    step: 'submitting',
    effect,
    submits: run.submits + 1,
    submittedAt: step.at,
    baseline: session.turn.last?.uuid ?? null,
    process: processOf(session.seen.agent),
  });
}

/** No process of its own in sight: it is not there yet, or it has ended. */
function notUp(step: Step, run: TaskRun): void {
  const room = roomNamed(step.state, run.room);
  const { vacant } = room;
  const ended = vacant?.dead === true || (room.missing && elapsed(run.since, step.at) > LOST_MS);
  if (ended && run.lostAt === null) patchRun(step, run.id, { lostAt: step.at });
  const lost = ended && run.lostAt !== null && elapsed(run.lostAt, step.at) > SECOND;
  if (!lost && elapsed(run.since, step.at) <= COMING_UP_MS) return;
  const why = lost ? `its process ended${statusWords(vacant?.deadStatus ?? null)}` : 'no agent came up';
  giveBack(step, run, 'died', `${why} in ${run.room} before it began`);
}

/** It waits to be tried elsewhere; what keeps coming back is failed. */
export function giveBack(step: Step, run: TaskRun, how: keyof typeof RETURNS_MAX, reason: string): void {
  const ledger = ledgerOf(step, run.id);
  if (how === 'refused') rest(step, run.room, REST_MS);
  if (ledger[how] >= RETURNS_MAX[how]) {
    fail(step, run, `${reason}, ${ledger[how] + 1} times`, how === 'died');
    return;
  }
  patchLedger(step, run.id, { ...ledger, [how]: ledger[how] + 1 });
  endRun(step, run, { to: 'inbox', reason, tail: false, counts: false });
}

/**
 * A question about the directory is the task's own: it fails, and its process goes, or the question would keep the room.
 * Any other would meet the next task too: the room is parked with the question on its screen, the task waits for another.
 */
function askedAtStart(step: Step, run: TaskRun, session: Session, dialog: Dialog): void {
  const where = run.cwd ?? session.seen.agent.cwd ?? 'its directory';
  if (dialog.type !== 'trust') {
    park(step, run.room, `${run.room} asks at its start: ${dialog.title}`);
    endRun(step, run, { to: 'inbox', reason: `${run.room} asks you something`, tail: false, counts: false });
    return;
  }
  endProcess(step, run);
  fail(
    step,
    run,
    `Claude Code does not trust ${where} yet: ${dialog.title}. Start it there once by hand and answer, then retry the task`,
  );
}
