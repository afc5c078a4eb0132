import type { Effect } from '../engine/effects.js';
import type { Step } from '../engine/step.js';
import { later, SECOND } from '../time.js';
import { tellRefused } from './arrivals.js';
import { misfit } from './misfit.js';
import type { Ledger, TaskRun } from './run.js';
import { isTaskResting, ledgerOf, patchLedger, rememberErrand, restTask, tasksInHand } from './runs.js';
import { CANCELLED, type QueueFacts } from './task.js';

/** A start whose outcome nobody saw is looked for this long before it is ordered again. */
const LOOK_FIRST_MS = 3 * SECOND;
/** A turn that our `continue` began shows within this long. */
const NUDGE_SHOWS_MS = 10 * SECOND;
/** Told and moved at most so many at one look: 10,000 slips must not become 10,000 lines at once. */
const SLIPS_AT_ONCE = 20;

type Move = Extract<Effect, { type: 'move' }>;

/** Takes the folder as it is: the file system is the truth, runs follow it. */
export function seeQueue(step: Step, queue: QueueFacts): void {
  const trouble = step.live.queue?.trouble ?? null;
  tellRefused(step, step.live.queue, queue);
  step.patchLive({ queue });
  if (queue.trouble === null) pruneLedger(step, queue, (ledger) => ledger.cancelled);
  if (queue.trouble !== null && queue.trouble !== trouble) step.tell('bad', queue.trouble);
  else if (queue.trouble === null && trouble !== null)
    step.tell('good', 'the queue folder can be used again');
}

/** What is not there any more is forgotten: a later task of the same name begins anew. */
export function forgetGone(step: Step, queue: QueueFacts): void {
  pruneLedger(step, queue, () => true);
}

/** How often a task was tried is not forgotten at once: a file that waits again, or a long scan, is read only by and by. */
function pruneLedger(step: Step, queue: QueueFacts, isOver: (ledger: Ledger) => boolean): void {
  const ids = Object.keys(step.durable.ledger).filter((id) => isOver(ledgerOf(step, id)));
  if (ids.length === 0) return;
  const known = new Set([...queue.waiting.map((task) => task.id), ...tasksInHand(step)]);
  for (const id of ids) if (!known.has(id)) patchLedger(step, id, null);
}

/** Files in `running/` that no run knows, tasks that can never be handed out: each goes to `failed/` with its reason. */
export function mendQueue(step: Step): void {
  const { queue } = step.live;
  if (!queue || queue.trouble !== null || step.durable.mode === 'observe') return;
  const busy = tasksInHand(step);
  for (const id of queue.running) {
    if (!busy.has(id) && !isTaskResting(step, id))
      sendAway(
        step,
        id,
        'running',
        'found in running/ without a record of it: whether it began is not known. Retry it if it did not',
      );
  }
  const slips = queue.waiting
    .filter((task) => !busy.has(task.id) && !isTaskResting(step, task.id))
    .flatMap((task) => {
      const reason = ledgerOf(step, task.id).cancelled ? CANCELLED : misfit(step.settings, task.session);
      return reason === null ? [] : [{ id: task.id, reason }];
    });
  for (const { id, reason } of slips.slice(0, SLIPS_AT_ONCE)) sendAway(step, id, 'inbox', reason);
}

function sendAway(step: Step, id: string, from: Move['from'], reason: string): void {
  errand(step, { task: id, from, to: 'failed', reason, tail: null });
  step.tell('warn', `task ${id} failed: ${reason}`);
}

/** A move that belongs to no run. */
export function errand(step: Step, order: Omit<Move, 'id' | 'type'>): void {
  const effect = step.effect({ type: 'move', ...order });
  rememberErrand(step, effect, order.task);
}

/** `type`: of the outcome. A move ends what earlier attempts left behind; the end of a process does not. */
export function settleErrand(
  step: Step,
  effect: string,
  result: { readonly type: string; readonly ok: boolean; readonly reason: string },
): void {
  const { [effect]: task, ...errands } = step.live.errands;
  step.patchLive({ errands });
  if (task === undefined) return;
  if (result.ok) {
    if (result.type === 'move') patchLedger(step, task, null);
    return;
  }
  restTask(step, task);
  step.tell('warn', `task ${task}: ${result.reason}`);
}

const UNSENT: readonly TaskRun['step'][] = ['launching', 'coming-up', 'submitting'];

/** After a restart no outcome comes any more of what was under way: each run looks first what became of it. */
export function interruptRun(run: TaskRun, step: Step, isOlder: boolean): TaskRun {
  // An older state may not know of the prompt that was sent since.
  if (isOlder && UNSENT.includes(run.step))
    return { ...run, step: 'recheck', effect: null, since: step.at, submits: 1, submittedAt: step.at };
  if (run.effect === null) return run;
  const base: TaskRun = { ...run, effect: null, since: step.at };
  // Whether `continue` was typed after an API error is seen by what stands there then.
  if (run.step === 'working' && run.error) {
    const error = { ...run.error, nudged: false };
    return {
      ...base,
      since: run.since,
      error,
      nudges: run.nudges - 1,
      retryAt: later(step.at, NUDGE_SHOWS_MS),
    };
  }
  if (run.step === 'launching') return { ...base, retryAt: later(step.at, LOOK_FIRST_MS) };
  return run.step === 'submitting' ? { ...base, step: 'recheck' } : base;
}
