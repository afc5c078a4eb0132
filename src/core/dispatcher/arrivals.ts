import type { Step } from '../engine/step.js';
import { MINUTE } from '../time.js';
import { tasksInHand } from './runs.js';
import type { FinishedTask, QueueFacts } from './task.js';

/** More than these are told as one: a folder of slips is one mistake. */
const ONE_BY_ONE = 3;

/** Files that were sent to `failed/` on arrival, before anybody could have tried them: nothing else tells of them. */
export function tellRefused(step: Step, before: QueueFacts | null, after: QueueFacts): void {
  if (before === null || before.trouble !== null || after.trouble !== null) return;
  const refused = after.finished.filter((task) => isNew(step, task, before));
  if (refused.length > ONE_BY_ONE) {
    const names = refused.slice(0, ONE_BY_ONE).map(({ id }) => id);
    say(step, `${refused.length} task files were refused: ${names.join(', ')} and others`);
    return;
  }
  for (const { id, reason } of refused) say(step, `task ${id} was refused: ${reason}`);
}

function say(step: Step, text: string): void {
  step.tell('warn', text);
  step.notify('task', text);
}

/** What waited or ran was told of by who ended it; an old one may only have come into sight again. */
function isNew(step: Step, { id, outcome, atMs }: FinishedTask, before: QueueFacts): boolean {
  if (outcome !== 'failed' || atMs < step.at.wallMs - MINUTE) return false;
  const isKnown =
    before.finished.some((task) => task.id === id) ||
    before.waiting.some((task) => task.id === id) ||
    before.running.includes(id) ||
    tasksInHand(step).has(id);
  return !isKnown;
}
