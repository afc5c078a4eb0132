import type { WaitingTask } from './task.js';

/** Order of work: the higher priority, then the older file, then the id. */
export function byTurn(a: WaitingTask, b: WaitingTask): number {
  return b.priority - a.priority || a.arrivedMs - b.arrivedMs || (a.id < b.id ? -1 : 1);
}
