import type { Step } from '../engine/step.js';
import { elapsed, inWords, later, SECOND } from '../time.js';
import type { Ending, TaskRun } from './run.js';
import { dropRun, ledgerOf, patchLedger, patchRun } from './runs.js';

/** A move that failed (a full disk) is tried again after this. */
const AGAIN_MS = 10 * SECOND;

/** Orders the move out of `running/`. A file that has gone was moved already: by us before a restart, or by another hand. */
export function closeRun(step: Step, run: TaskRun): void {
  const { ending } = run;
  if (!ending) return;
  if (hasGone(step, run)) {
    finish(step, run);
    return;
  }
  const tail = ending.tail ? (step.live.vacant.find((pane) => pane.name === run.room)?.target ?? null) : null;
  const order = {
    task: run.id,
    from: 'running',
    to: ending.to,
    reason: reasonText(run, ending),
    tail,
  } as const;
  patchRun(step, run.id, { effect: step.effect({ type: 'move', ...order }) });
}

/** The first line says what went wrong, the rest what the person needs to go on by hand. */
function reasonText(run: TaskRun, { to, reason }: Ending): string {
  if (to !== 'failed') return '';
  const facts = [`session: ${run.room}`, `attempt: ${run.attempt} of ${run.attempts}`];
  const began = run.submits > 0 ? [`conversation: ${run.conversation} (claude --resume brings it back)`] : [];
  return [reason, '', ...facts, ...began].join('\n');
}

export function settleClose(step: Step, run: TaskRun, ok: boolean, why: string): void {
  if (ok || hasGone(step, run)) finish(step, run);
  else {
    if (run.retryAt === null) step.tell('bad', `task ${run.id} could not be moved: ${why}`);
    patchRun(step, run.id, { effect: null, retryAt: later(step.at, AGAIN_MS) });
  }
}

/** What a folder with trouble lists is not the truth. */
function hasGone({ live }: Step, run: TaskRun): boolean {
  return live.queue !== null && live.queue.trouble === null && !live.queue.running.includes(run.id);
}

function finish(step: Step, run: TaskRun): void {
  dropRun(step, run);
  const { ending } = run;
  if (!ending) return;
  const ledger = ledgerOf(step, run.id);
  const back = ending.to === 'inbox';
  const attempts = ending.counts ? run.attempt : ledger.attempts;
  const untried = back && attempts === 0 && ledger.died === 0 && ledger.refused === 0;
  patchLedger(step, run.id, back && !untried ? { ...ledger, attempts } : null);
  tell(step, run, ending);
}

function tell(step: Step, run: TaskRun, { to, reason }: Ending): void {
  const took = inWords(elapsed(run.startedAt, step.at));
  if (to === 'done') step.tell('good', `task ${run.id} done in ${took} on ${run.room}`);
  else if (to === 'inbox') step.tell('info', `task ${run.id} waits again: ${reason}`);
  else {
    step.tell('bad', `task ${run.id} failed: ${reason}`);
    step.notify('task', `task ${run.id} failed: ${reason}`);
  }
}
