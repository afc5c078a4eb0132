import { runIn } from '../dispatcher/runs.js';
import type { Drain, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { isBlocked } from '../quota/hits.js';
import { isPersonThere } from '../sessions/person.js';
import { elapsed } from '../time.js';
import { keepsOldLogin } from './drain-plan.js';
import { swapInFlight } from './in-flight.js';
import { freshResume } from './plan.js';
import { orderRestart } from './restart.js';

/** Starts drained sessions again, one at a time, each once its turn has ended; who works too long is left alone. */
export function drainSessions(step: Step): void {
  const { durable } = step;
  if (
    durable.drains.length === 0 ||
    durable.mode === 'observe' ||
    durable.needsPerson ||
    swapInFlight(durable.swap)
  )
    return;
  for (const drain of durable.drains) if (isMoot(step, drain)) drop(step, drain);
  if (step.durable.resumes.some((resume) => resume.step !== 'ended')) return;
  const due = step.durable.drains.find((drain) => isReady(step, step.live.sessions[drain.session]));
  const session = due && step.live.sessions[due.session];
  if (!due || !session) return;
  drop(step, due);
  const resume = freshResume(step, session, null);
  const others = step.durable.resumes.filter((one) => one.session !== due.session);
  step.patch({ resumes: [...others, { ...resume, how: 'restart' }] });
  step.tell('info', `${due.name}: its turn has ended, it is started again on ${step.durable.activeAccount}`);
  const { name, target, agent } = session.seen;
  orderRestart(step, resume, { name, target, agent });
}

/** It has gone, is on the active account already, stands at a limit (then it is resumed as such), or works on and on. */
function isMoot(step: Step, drain: Drain): boolean {
  const session = step.live.sessions[drain.session];
  if (!session || !keepsOldLogin(step, session)) return true;
  if (isBlocked(step, session)) return true;
  if (elapsed(drain.since, step.at) < step.settings.drainMs) return false;
  step.tell('warn', `${drain.name}: still runs on the account that was left; it is left alone`);
  return true;
}

/** At an empty prompt with nobody at the keys: nothing is lost by a new start. */
function isReady(step: Step, session: Session | undefined): boolean {
  const reading = session?.reading;
  if (!session || !reading || session.blind || reading.busy || reading.dialog !== null) return false;
  // A task's end is judged first.
  if (runIn(step.state, session)) return false;
  return (
    reading.verdict === 'idle' &&
    reading.composer.state === 'empty' &&
    !isPersonThere(session, step.at.wallMs)
  );
}

function drop(step: Step, drain: Drain): void {
  step.patch({ drains: step.durable.drains.filter((one) => one.session !== drain.session) });
}
