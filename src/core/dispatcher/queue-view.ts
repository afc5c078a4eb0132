import type { State } from '../engine/state.js';
import { isBlockedIn } from '../quota/hits.js';
import type { QueueView, TaskState, TaskView } from '../snapshot.js';
import { iso } from '../time.js';
import { openElsewhere } from './dispatch.js';
import { heldBy } from './held.js';
import type { TaskRun } from './run.js';
import { sessionOf } from './runs.js';
import type { FinishedTask, WaitingTask } from './task.js';
import { NO_QUEUE } from './task.js';

const WAITING_SHOWN = 50;
const FAILED_SHOWN = 30;
const DONE_SHOWN = 10;

/** The queue as anyone outside may see it; its cost does not grow with the number of waiting tasks. */
export function queueView(state: State): QueueView {
  const queue = state.live.queue ?? NO_QUEUE;
  const { runs } = state.durable;
  const running = new Set(runs.map((run) => run.id));
  const waiting = firstOf(queue.waiting, WAITING_SHOWN, (task) => !running.has(task.id));
  const failed = queue.finished.filter((task) => task.outcome === 'failed').slice(0, FAILED_SHOWN);
  const done = queue.finished.filter((task) => task.outcome === 'done').slice(0, DONE_SHOWN);
  const held = heldBy(state);
  const claimed =
    queue.waiting.length - waiting.length < runs.length ? countClaimed(queue.waiting, running) : 0;
  return {
    waiting: Math.max(0, queue.waiting.length - claimed),
    running: runs.length,
    done: queue.done,
    failed: queue.failed,
    held: held?.reason ?? null,
    heldUntil: held?.untilMs == null ? null : iso(held.untilMs),
    next: waiting[0]?.id ?? null,
    tasks: [
      ...runs.map((run) => ofRun(state, run)),
      ...waiting.map((task) => ofWaiting(state, task)),
      ...[...failed, ...done].map(ofFinished),
    ],
  };
}

function firstOf<T>(items: readonly T[], count: number, wanted: (item: T) => boolean): readonly T[] {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === count) break;
    if (wanted(item)) found.push(item);
  }
  return found;
}

function countClaimed(waiting: readonly WaitingTask[], running: ReadonlySet<string>): number {
  return running.size === 0 ? 0 : waiting.filter((task) => running.has(task.id)).length;
}

function stateOf(state: State, run: TaskRun): TaskState {
  if (run.step !== 'working') return run.step === 'closing' ? 'running' : 'starting';
  const session = sessionOf(state, run);
  if (session && isBlockedIn(state.durable, session)) return 'limited';
  if (run.error && session?.reading?.busy !== true) return 'retrying';
  if (run.stalled) return 'stalled';
  return session?.state === 'asking' ? 'asking' : 'running';
}

function ofRun(state: State, run: TaskRun): TaskView {
  const session = sessionOf(state, run);
  const { conversation, attempt, id, priority, room } = run;
  const last = session?.reading?.lastLine ?? '';
  return {
    id,
    state: stateOf(state, run),
    priority,
    session: room,
    conversation,
    attempt,
    since: iso(run.startedAt.wallMs),
    detail: run.ending?.reason || last,
  };
}

function ofWaiting(state: State, task: WaitingTask): TaskView {
  return {
    id: task.id,
    state: 'waiting',
    priority: task.priority,
    session: task.session ?? null,
    conversation: task.conversation ?? null,
    attempt: state.durable.ledger[task.id]?.attempts ?? 0,
    since: iso(task.arrivedMs),
    detail: waitsFor(state, task),
  };
}

/** What this one waits for besides its turn. */
function waitsFor(state: State, task: WaitingTask): string {
  if (state.durable.ledger[task.id]?.cancelled) return 'cancelled, is moved away';
  const open = openElsewhere(state, task);
  if (open !== null) return `its conversation is open in ${open}`;
  return task.session === undefined ? '' : `waits for ${task.session}`;
}

function ofFinished(task: FinishedTask): TaskView {
  const { id, outcome, atMs, reason } = task;
  const plain = { priority: 0, session: null, conversation: null, attempt: 0 };
  return { ...plain, id, state: outcome, since: iso(atMs), detail: reason };
}
