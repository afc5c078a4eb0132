import type { EffectOutcome } from '../engine/effects.js';
import type { Step } from '../engine/step.js';
import { clearStarts } from '../lifecycle/starts.js';
import type { TypeOutcome } from '../ports.js';
import { later, SECOND } from '../time.js';
import { giveBack } from './advance.js';
import { settleClose } from './close.js';
import type { TaskRun } from './run.js';
import { dropRun, enterStep, fail, patchRun, restTask, sessionOf } from './runs.js';

/** From a refused prompt to its next try. */
const AGAIN_MS = 5 * SECOND;

type Plain = { readonly ok: boolean; readonly reason: string };

/** `ok` and why not, of any outcome. */
export function plainOf(outcome: EffectOutcome): Plain {
  if ('ok' in outcome) return { ok: outcome.ok, reason: outcome.reason };
  return outcome.type === 'timeout'
    ? { ok: false, reason: 'it was not done in time' }
    : { ok: true, reason: '' };
}

/** Takes the outcome of a run's effect. */
export function settleRun(step: Step, run: TaskRun, outcome: EffectOutcome): void {
  const { ok, reason } = plainOf(outcome);
  patchRun(step, run.id, { effect: null });
  switch (run.step) {
    case 'claiming':
      if (outcome.type === 'timeout') patchRun(step, run.id, { retryAt: later(step.at, AGAIN_MS) });
      else settleClaim(step, run, ok, reason);
      break;
    case 'launching':
      // Without an answer its process may come up all the same, and must not meet a second one with its conversation.
      if (ok || outcome.type === 'timeout') comesUp(step, run);
      else giveBack(step, run, 'refused', `it could not be started in ${run.room}: ${reason}`);
      break;
    case 'submitting':
      settleSubmit(step, run, outcome);
      break;
    case 'closing':
      settleClose(step, run, ok, reason);
      break;
    case 'working':
      settleNudge(step, run, outcome);
      break;
    default:
      break;
  }
}

/** A room whose process a task replaced has stayed up as long as it was wanted. */
function comesUp(step: Step, run: TaskRun): void {
  enterStep(step, run, 'coming-up');
  clearStarts(step, run.room);
}

/** What is wrong with the file was found by the claim itself, which sent it to `failed/`. */
function settleClaim(step: Step, run: TaskRun, ok: boolean, reason: string): void {
  if (ok) {
    enterStep(step, run, 'launching');
    return;
  }
  dropRun(step, run);
  restTask(step, run.id);
  step.tell('warn', `task ${run.id} was not begun: ${reason}`);
  if (step.live.queue?.waiting.some((task) => task.id === run.id) !== true)
    step.notify('task', `task ${run.id} failed: ${reason}`);
}

function settleSubmit(step: Step, run: TaskRun, outcome: EffectOutcome): void {
  const result: TypeOutcome =
    outcome.type === 'type'
      ? outcome.result
      : { outcome: 'unconfirmed', reason: 'tmux did not answer in time' };
  if (result.outcome !== 'refused') lookAnew(step, run);
  if (result.outcome === 'submitted') {
    enterStep(step, run, 'working');
    step.tell('info', `task ${run.id} began on ${run.room}`);
  } else if (result.outcome === 'unconfirmed') {
    // Perhaps only the answer was late: what is seen within the next seconds decides.
    enterStep(step, run, 'recheck', { doubt: result.reason });
  } else if (result.cause === 'text') {
    fail(step, run, result.reason);
  } else {
    const nothing = { submits: run.submits - 1, submittedAt: null, refusals: run.refusals + 1 };
    patchRun(step, run.id, { ...nothing, step: 'coming-up', retryAt: later(step.at, AGAIN_MS) });
  }
}

/** What was read of its screen is older than our keys: nothing is concluded from it before the next look. */
function lookAnew(step: Step, run: TaskRun): void {
  const session = sessionOf(step.state, run);
  if (session) step.patchSession(session.seen.id, { blind: true });
}

/** A `continue` that was surely not typed is none. */
function settleNudge(step: Step, run: TaskRun, outcome: EffectOutcome): void {
  if (!run.error) return;
  if (outcome.type !== 'type' || outcome.result.outcome !== 'refused') {
    lookAnew(step, run);
    patchRun(step, run.id, { error: { ...run.error, at: step.at }, interrupted: false });
    return;
  }
  const error = { ...run.error, nudged: false };
  patchRun(step, run.id, { error, nudges: run.nudges - 1, retryAt: later(step.at, AGAIN_MS) });
}
