import type { TaskRun } from '../core/dispatcher/run.js';
import type { QueueFacts } from '../core/dispatcher/task.js';
import type { Durable } from '../core/engine/state.js';

/** Numbers only: names of files are the person's own words. */
export interface QueueCounts {
  readonly waiting: number;
  readonly running: number;
  readonly done: number;
  readonly failed: number;
}

/** What the look at the queue folder changed in its counts; null when nothing. */
export function changedCounts(before: QueueFacts | null, after: QueueFacts): QueueCounts | null {
  const counts = countsOf(after);
  return before && JSON.stringify(countsOf(before)) === JSON.stringify(counts) ? null : counts;
}

function countsOf({ waiting, running, done, failed }: QueueFacts): QueueCounts {
  return { waiting: waiting.length, running: running.length, done, failed };
}

/** Runs that came, went or took a step; no reason, for it may quote what a task or a screen said. */
export function changedTasks(before: Durable, after: Durable): readonly object[] {
  if (before.runs === after.runs) return [];
  const old = new Map(before.runs.map((run) => [run.id, run]));
  const now = new Set(after.runs.map((run) => run.id));
  const moved = after.runs.filter((run) => stageOf(run) !== stageOf(old.get(run.id)));
  const ended = before.runs.filter((run) => !now.has(run.id));
  return [
    ...moved.map(({ id, room, attempt, step, stalled }) => ({ id, room, attempt, step, stalled })),
    ...ended.map(({ id, room, attempt, ending }) => ({ id, room, attempt, ended: ending?.to ?? null })),
  ];
}

function stageOf(run: TaskRun | undefined): string {
  return run ? `${run.room} ${run.attempt} ${run.step} ${run.stalled}` : '';
}

/** Rooms that were started, parked or let go; without the words why. */
export function changedRooms(before: Durable, after: Durable): readonly object[] {
  if (before.rooms === after.rooms) return [];
  return Object.entries(after.rooms).flatMap(([name, room]) => {
    const old = before.rooms[name];
    const starts = room.starts.at(-1) !== old?.starts.at(-1) && room.starts.length > 0;
    const parked = (room.parked === null) !== ((old?.parked ?? null) === null);
    return starts || parked ? [{ name, starts: room.starts.length, parked: room.parked !== null }] : [];
  });
}
