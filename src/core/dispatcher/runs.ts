import type { Session, State } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { tmuxName } from '../sessions/kind.js';
import { later, SECOND } from '../time.js';
import type { Ending, Ledger, ProcessId, RunStep, TaskRun } from './run.js';

const UNTRIED: Ledger = { attempts: 0, cancelled: false, died: 0, refused: 0 };

export function ledgerOf(step: Step, task: string): Ledger {
  return step.durable.ledger[task] ?? UNTRIED;
}

/** null: nothing of it is worth remembering any more. */
export function patchLedger(step: Step, task: string, next: Ledger | null): void {
  const { [task]: old, ...others } = step.durable.ledger;
  if (next !== null) step.patch({ ledger: { ...others, [task]: next } });
  else if (old) step.patch({ ledger: others });
}

export function patchRun(step: Step, id: string, part: Partial<TaskRun>): void {
  step.patch({ runs: step.durable.runs.map((run) => (run.id === id ? { ...run, ...part } : run)) });
}

export function findRun(step: Step, id: string): TaskRun | undefined {
  return step.durable.runs.find((run) => run.id === id);
}

export function enterStep(step: Step, run: TaskRun, next: RunStep, part: Partial<TaskRun> = {}): void {
  patchRun(step, run.id, { step: next, since: step.at, effect: null, retryAt: null, ...part });
}

/** The run is over and forgotten. */
export function dropRun(step: Step, { id }: TaskRun): void {
  step.patch({ runs: step.durable.runs.filter((run) => run.id !== id) });
}

/** The tasks that something is being done with just now: a run has them, or an order that belongs to none. */
export function tasksInHand({ durable, live }: Step): ReadonlySet<string> {
  return new Set([...durable.runs.map((run) => run.id), ...Object.values(live.errands)]);
}

/** The session that runs it: in its room with its conversation; else the process its prompt went to, whatever it is called now. */
export function sessionOf(state: State, run: TaskRun): Session | undefined {
  const sessions = Object.values(state.live.sessions);
  const named = sessions.find(
    ({ seen }) => seen.conversation === run.conversation && tmuxName(seen.name) === run.room,
  );
  return named ?? sessions.find(({ seen }) => isProcess(run.process, seen.agent) || isStartedFor(run, seen));
}

/** Before their first prompt 1.0.x and 2.0.x name their conversation nowhere: the environment tells whose process it is. */
function isStartedFor(run: TaskRun, { agent, name }: Session['seen']): boolean {
  const isOfThisAttempt = agent.startedSteadyMs >= run.startedAt.steadyMs - SECOND;
  return agent.task === run.id && tmuxName(name) === run.room && isOfThisAttempt;
}

export function isProcess(known: ProcessId | null, other: ProcessId): boolean {
  return known?.pid === other.pid && known.startTicks === other.startTicks;
}

export function processOf({ pid, startTicks }: ProcessId): ProcessId {
  return { pid, startTicks };
}

/** Ends the process of this task, and no other. */
export function endProcess(step: Step, run: TaskRun): void {
  const session = sessionOf(step.state, run);
  if (!session) return;
  const effect = step.effect({ type: 'end-agent', room: run.room, agent: session.seen.agent });
  rememberErrand(step, effect, run.id);
}

/** An order for this task that belongs to no run: its outcome is heard all the same. */
export function rememberErrand(step: Step, effect: string, task: string): void {
  step.patchLive({ errands: { ...step.live.errands, [effect]: task } });
}

/** From a claim or a move that the disk refused to the next one. */
const REFUSED_MS = 30 * SECOND;

export function restTask(step: Step, task: string): void {
  rest(step, `task:${task}`, REFUSED_MS);
}

export function isTaskResting(step: Step, task: string): boolean {
  return isResting(step, `task:${task}`);
}

/** Not before this: keys are rooms, or tasks as `task:<id>`. */
export function rest(step: Step, key: string, ms: number): void {
  step.patchLive({ resting: { ...step.live.resting, [key]: later(step.at, ms) } });
}

export function isResting(step: Step, key: string): boolean {
  return (step.live.resting[key]?.steadyMs ?? 0) > step.at.steadyMs;
}

/** The task whose process this is. */
export function runIn(state: State, session: Session): TaskRun | undefined {
  const { conversation, name } = session.seen;
  return state.durable.runs.find(
    (run) =>
      run.step !== 'closing' &&
      ((run.conversation === conversation && run.room === tmuxName(name)) ||
        isProcess(run.process, session.seen.agent)),
  );
}

/** The attempt is over: its file leaves `running/`, and with that the run ends. */
export function endRun(step: Step, run: TaskRun, ending: Ending): void {
  enterStep(step, run, 'closing', { ending });
  const { [run.id]: _done, ...worked } = step.live.worked;
  step.patchLive({ worked });
}

export function fail(step: Step, run: TaskRun, reason: string, tail = false): void {
  endRun(step, run, { to: 'failed', reason, tail, counts: true });
}
