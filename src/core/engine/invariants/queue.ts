import type { TaskRun } from '../../dispatcher/run.js';
import { runIn, sessionOf } from '../../dispatcher/runs.js';
import { isOurs, isPoolName } from '../../sessions/kind.js';
import { swapInFlight } from '../../switcher/in-flight.js';
import type { Effect } from '../effects.js';
import type { State } from '../state.js';
import type { Invariant } from './invariant.js';

type Launch = Extract<Effect, { type: 'launch' }>;

function runOf(state: State, id: string): TaskRun | undefined {
  return state.durable.runs.find((run) => run.id === id);
}

function twice(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

function brokenLaunch(after: State, { id, room, agent, task, conversation }: Launch): string | null {
  const { durable, live } = after;
  if (durable.mode === 'observe') return `${id} in mode observe`;
  if (swapInFlight(durable.swap)) return `${id} while a swap is in flight`;
  const run = task === null ? undefined : runOf(after, task);
  if (task !== null && (run?.effect !== id || run.room !== room || run.conversation !== conversation.id))
    return `${id} for a task that does not wait for it`;
  if (task === null && live.starting[room]?.effect !== id) return `${id} that nobody waits for`;
  const session = Object.values(live.sessions).find((one) => one.seen.agent.pid === agent?.pid);
  if (agent === null) return null;
  if (session?.kind !== 'pool') return `${id} ends a process that is not of the pool`;
  const { reading } = session;
  const atRest = reading && !session.blind && !reading.busy && reading.dialog === null;
  if (!atRest || reading.composer.state !== 'empty')
    return `${id} ends ${session.seen.name}, which is not at an empty prompt`;
  const other = runIn(after, session);
  return other && other.id !== task ? `${id} ends the process of ${other.id}` : null;
}

export const QUEUE_INVARIANTS: readonly Invariant[] = [
  {
    name: 'a task has one run, a room one task, and no run a file that waits',
    broken(_before, after) {
      const { runs } = after.durable;
      const task = twice(runs.map((run) => run.id));
      if (task !== undefined) return `${task} has two runs`;
      const room = twice(runs.map((run) => run.room));
      return room === undefined ? null : `${room} has two tasks`;
    },
  },
  {
    name: 'a prompt is submitted at most once in an attempt',
    broken(before, after, effects) {
      for (const run of after.durable.runs)
        if (run.submits > 1) return `${run.id} was submitted ${run.submits} times`;
      for (const effect of effects) {
        if (effect.type !== 'submit') continue;
        const now = runOf(after, effect.task);
        if (now?.effect !== effect.id || now.submits !== 1) return `${effect.id} is not counted`;
        const old = runOf(before, effect.task);
        const same = old?.attempt === now.attempt && old.conversation === now.conversation;
        if (same && (old.step === 'submitting' || old.step === 'working'))
          return `${effect.id} after ${old.step}`;
      }
      return null;
    },
  },
  {
    name: 'a room is launched only when nothing in it can be lost',
    broken(_before, after, effects) {
      for (const effect of effects) {
        const why = effect.type === 'launch' ? brokenLaunch(after, effect) : null;
        if (why !== null) return why;
      }
      return null;
    },
  },
  {
    name: 'tasks are handed out only to rooms of the pool, and never while held',
    broken(_before, after, effects) {
      const claims = effects.filter((effect) => effect.type === 'claim');
      if (claims.length === 0) return null;
      const { durable } = after;
      if (durable.paused || durable.needsPerson || durable.mode === 'observe' || swapInFlight(durable.swap))
        return 'claimed while nothing may be handed out';
      const claimed = claims.map((claim) => runOf(after, claim.task));
      const lost = claims.find((_, index) => claimed[index]?.step !== 'claiming');
      if (lost) return `${lost.task} is claimed and no run waits for it`;
      const pool = after.live.settings.pool;
      const astray = claimed.find((run) => run && !isPoolName(run.room, pool));
      return astray ? `${astray.id} is handed to ${astray.room}, which is not of the pool` : null;
    },
  },
  {
    name: 'Esc goes only to an offer at the start of a pool session, once for each process',
    broken(before, after, effects) {
      for (const effect of effects) {
        if (effect.type !== 'decline-offer') continue;
        const session = after.live.sessions[effect.session];
        if (session?.kind !== 'pool' || session.reading?.dialog?.type !== 'startup')
          return `${effect.id} goes elsewhere`;
        if (effect.session in before.live.declined) return `${effect.id} is the second one`;
      }
      return null;
    },
  },
  {
    name: 'a process of a task is ended only by a person, or at its own question',
    broken(before, after, effects) {
      for (const effect of effects) {
        if (effect.type !== 'end-agent') continue;
        const session = Object.values(after.live.sessions).find(
          (one) => one.seen.agent.pid === effect.agent.pid,
        );
        if (session && !isOurs(session.kind)) return `${effect.id} ends a process that is not ours`;
        const isOfTask = session && before.durable.runs.some((run) => sessionOf(after, run) === session);
        if (!isOfTask) return `${effect.id} ends a process of no task`;
      }
      return null;
    },
  },
];
