import { type CommandResult, done, refused, type TaskAction } from '../commands.js';
import type { Step } from '../engine/step.js';
import { errand } from './folder.js';
import type { TaskRun } from './run.js';
import { endProcess, endRun, findRun, ledgerOf, patchLedger } from './runs.js';
import { CANCELLED } from './task.js';

/** What the person wants done with one task. */
export function obeyTask(step: Step, action: TaskAction, id: string): CommandResult {
  const { queue } = step.live;
  if (!queue || queue.trouble !== null) return refused(queue?.trouble ?? 'the queue was not read yet');
  const run = findRun(step, id);
  if (run?.step === 'closing') return refused(`${id} is ending just now`);
  if (run) return ofRun(step, action, run);
  if (Object.values(step.live.errands).includes(id)) return refused(`${id} is being moved just now`);
  if (queue.waiting.some((task) => task.id === id)) return ofWaiting(step, action, id);
  return ofFinished(step, action, id);
}

function ofWaiting(step: Step, action: TaskAction, id: string): CommandResult {
  if (action !== 'cancel') return refused(`${id} waits still: there is nothing to ${action}`);
  patchLedger(step, id, { ...ledgerOf(step, id), cancelled: true });
  errand(step, { task: id, from: 'inbox', to: 'failed', reason: CANCELLED, tail: null });
  step.tell('info', `task ${id} cancelled by you`);
  return done(`${id} is cancelled`);
}

/** Of many that failed not all are known: then the folder knows whether it is there, and a move of what is not says so. */
function ofFinished(step: Step, action: TaskAction, id: string): CommandResult {
  const { finished: ended = [], failed = 0 } = step.live.queue ?? {};
  const finished = ended.find((task) => task.id === id);
  const isAll = ended.filter(({ outcome }) => outcome === 'failed').length >= failed;
  if (!finished && (isAll || action !== 'retry')) return refused(`no task is called ${id}`);
  if (action !== 'retry') return refused(`${id} is ${finished?.outcome} already`);
  if (finished?.outcome === 'done') return refused(`${id} is done. Add it again to have it done again`);
  errand(step, { task: id, from: 'failed', to: 'inbox', reason: '', tail: null });
  step.tell('info', `task ${id} waits again, by you`);
  return done(`${id} waits again`);
}

function ofRun(step: Step, action: TaskAction, run: TaskRun): CommandResult {
  const { id, room, conversation } = run;
  if (run.effect !== null)
    return refused(
      `${id} is being ${run.step === 'submitting' ? 'typed' : 'started'} just now: try again in a moment`,
    );
  switch (action) {
    case 'retry':
      if (!run.stalled) return refused(`${id} is at work in ${room}. Cancel it first`);
      endProcess(step, run);
      endRun(step, run, { to: 'inbox', reason: 'retried by you', tail: false, counts: false });
      return done(`${id} begins anew`);
    case 'cancel':
      endProcess(step, run);
      endRun(step, run, { to: 'failed', reason: CANCELLED, tail: false, counts: true });
      return done(`${id} is cancelled, its process in ${room} ends`);
    case 'release':
      endRun(step, run, {
        to: 'failed',
        reason: `released by you: its session goes on in ${room} with conversation ${conversation}`,
        tail: false,
        counts: true,
      });
      return done(`${id} is released; its session goes on in ${room}`);
  }
}
