import type { State } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { conversationId } from '../lifecycle/conversation-id.js';
import { type Room, roomComingBack, roomNamed } from '../lifecycle/rooms.js';
import { poolPlace, tmuxName } from '../sessions/kind.js';
import { freeRooms } from './free.js';
import { heldBy } from './held.js';
import type { TaskRun } from './run.js';
import { isTaskResting, ledgerOf, tasksInHand } from './runs.js';
import type { WaitingTask } from './task.js';

/** Hands waiting tasks to free rooms: the first in order that may go there, for each room one. */
export function dispatch(step: Step): void {
  const { queue } = step.live;
  if (!queue || queue.waiting.length === 0 || heldBy(step.state) !== null) return;
  const rooms = [...freeRooms(step)];
  if (rooms.length === 0) return;
  const known = tasksInHand(step);
  for (const task of queue.waiting) {
    if (rooms.length === 0) return;
    if (known.has(task.id) || isKept(step, task)) continue;
    const at = rooms.findIndex((room) => mayRunIn(step, task, room));
    const [room] = at === -1 ? [] : rooms.splice(at, 1);
    if (room) handOut(step, task, room);
  }
}

/** Cancelled, refused just now, or its conversation is open elsewhere. */
function isKept(step: Step, task: WaitingTask): boolean {
  if (ledgerOf(step, task.id).cancelled || isTaskResting(step, task.id)) return true;
  return openElsewhere(step.state, task) !== null;
}

/** `ccl-2` also means the session that fills place 2 under a longer name, where there is none of just that name. */
function mayRunIn(step: Step, task: WaitingTask, room: Room): boolean {
  if (task.session === undefined) return (homeOf(step.state, task) ?? room.name) === room.name;
  if (task.session === room.name) return true;
  const { pool } = step.settings;
  const place = poolPlace(room.name, pool);
  const fits = place !== null && task.session === `${pool?.prefix}${place}`;
  return fits && roomNamed(step.state, task.session).missing;
}

/**
 * The session that has its conversation, also one that was started with it for an earlier attempt and never came up: that
 * process is the one to go, or two would write into one transcript.
 */
function homeOf(state: State, { id, conversation }: WaitingTask): string | null {
  if (conversation === undefined) return null;
  const session = Object.values(state.live.sessions).find(
    ({ seen }) => seen.conversation === conversation || seen.agent.task === id,
  );
  return session ? tmuxName(session.seen.name) : null;
}

/** The session or task in which its conversation is at work just now: it is not opened a second time. */
export function openElsewhere(state: State, { conversation }: WaitingTask): string | null {
  if (conversation === undefined) return null;
  const session = Object.values(state.live.sessions).find(
    ({ seen, kind, reading }) =>
      seen.conversation === conversation && (kind !== 'pool' || reading?.busy !== false),
  );
  const run = state.durable.runs.find((one) => one.conversation === conversation);
  return session?.seen.name ?? run?.room ?? comingBack(state, conversation);
}

/** The session that is being brought back with it and may have no process just now. */
function comingBack(state: State, conversation: string): string | null {
  const resume = state.durable.resumes.find(
    (one) => one.conversation === conversation && one.step !== 'ended',
  );
  return resume?.name ?? roomComingBack(state, conversation);
}

function handOut(step: Step, task: WaitingTask, room: Room): void {
  const attempt = ledgerOf(step, task.id).attempts + 1;
  const fresh = conversationId(step.live.seed, step.durable.seq + 1);
  const effect = step.effect({ type: 'claim', task: task.id });
  const run: TaskRun = {
    id: task.id,
    room: room.name,
    attempt,
    attempts: task.attempts ?? step.settings.taskAttempts,
    priority: task.priority,
    cwd: task.cwd ?? null,
    timeoutMs: task.timeout ?? step.settings.taskTimeoutMs,
    conversation: task.conversation ?? fresh,
    resumes: task.conversation !== undefined,
    replaces: null,
    process: null,
    step: 'claiming',
    since: step.at,
    startedAt: step.at,
    effect,
    retryAt: null,
    submits: 0,
    submittedAt: null,
    doubt: null,
    refusals: 0,
    baseline: null,
    workedMs: 0,
    stalled: false,
    nudges: 0,
    interrupted: false,
    error: null,
    lostAt: null,
    ending: null,
  };
  step.patch({ runs: [...step.durable.runs, run] });
}
