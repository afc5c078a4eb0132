import type { Effect, EffectOutcome } from '../../dist/core/engine/effects.js';
import type { AgentProcess, Done } from '../../dist/core/ports.js';
import type { Birth } from './birth.ts';
import type { Pane } from './floor.ts';
import type { SimSession } from './session.ts';
import type { World } from './world.ts';

type Launch = Extract<Effect, { type: 'launch' }>;
type Restart = Extract<Effect, { type: 'restart' }>;

const SIGTERM_STATUS = 143;
const CHANGED: Done = { ok: false, reason: 'its pane has changed' };

function result<T extends 'launch' | 'restart' | 'end-agent'>(
  type: T,
  done: Done,
): { readonly type: T; readonly ok: boolean; readonly reason: string } {
  return { type, ok: done.ok, reason: done.ok ? '' : done.reason };
}

/** Ends exactly this process. Nobody's turn may run in it but that of the task it is ended for. */
function end(world: World, agent: SimSession, task: string | null): void {
  const owner = agent.running?.owner;
  const whose = owner === 'person' ? 'a person' : owner?.task;
  if (whose !== undefined && whose !== task)
    world.violate(`${agent.name}: its process was ended while a turn of ${whose} ran`);
  world.floor.ended(agent, SIGTERM_STATUS);
}

function agentIn(pane: Pane, { pid }: AgentProcess): SimSession | null {
  return pane.agent?.birth.pid === pid ? pane.agent : null;
}

/** A new process by the configured command; in place of an agent, in a dead pane, behind a shell, in a new session. */
export function launch(world: World, effect: Launch): EffectOutcome {
  if (world.flaw(world.rates.fumble)) return result('launch', CHANGED);
  if (world.flaw(world.rates.fumble / 4)) {
    launchNow(world, effect);
    return { type: 'timeout' };
  }
  return result('launch', launchNow(world, effect));
}

function launchNow(world: World, effect: Launch): Done {
  const { room, target, agent } = effect;
  const { floor } = world;
  if (target === null) {
    if (floor.named(room)) return { ok: false, reason: `duplicate session: ${room}` };
    start(world, floor.open(room, false), effect);
    return { ok: true };
  }
  const pane = floor.at(target);
  if (!pane) return CHANGED;
  if (agent === null && pane.agent !== null) return { ok: false, reason: 'another program runs in its pane' };
  pane.keeps = true;
  if (pane.agent) end(world, pane.agent, null);
  start(world, pane, effect);
  return { ok: true };
}

function start(world: World, pane: Pane, { room, conversation, task }: Launch): void {
  if (!pane.shell) pane.keeps = true;
  const { id, how } = conversation;
  const isWritten = world.transcript(id).length > 0;
  if (isWritten) checkAlone(world, pane, id, task);
  const traits = world.traitsOf(room);
  // `--resume` of what nobody wrote and `--session-id` of what somebody wrote end at once.
  const fits = !traits.transcript || (how === 'resume') === isWritten;
  const comesUp = fits ? draw(world) : 'dies';
  world.beBorn(pane, { ...traits, conversation: id, task, turn: null, comesUp });
}

/** A conversation is open in one process at a time, but for a task that is pinned elsewhere. */
function checkAlone(world: World, pane: Pane, conversation: string, task: string | null): void {
  if (task !== null && world.folder.header(task)?.session !== undefined) return;
  const other = world.floor.agents.find(
    (agent) => agent.birth.conversation === conversation && agent.name !== pane.name,
  );
  if (other) world.violate(`${pane.name}: ${conversation} is open in ${other.name} already`);
}

function draw(world: World): Birth['comesUp'] {
  return world.flaw(world.rates.stillborn)
    ? world.random.pick(['dies', 'dialog', 'offer', 'hangs'] as const)
    : 'ready';
}

/** A new process with the same conversation in the same pane; now and then only its end is brought about. */
export function restart(world: World, effect: Restart): EffectOutcome {
  const pane = world.floor.at(effect.target);
  if (!pane || world.flaw(0.02)) return result('restart', CHANGED);
  pane.keeps = true;
  const turn = pane.agent?.turn ?? null;
  const stay = turn?.owner === 'person' ? undefined : turn?.owner;
  if (stay && world.truth.isIn(stay) && effect.task !== stay.task)
    world.violate(`${pane.name}: the new process is not told that it works on ${stay.task}`);
  if (pane.agent) end(world, pane.agent, null);
  if (world.flaw(0.02)) return result('restart', { ok: false, reason: 'the pane could not be filled again' });
  const task = effect.task ?? null;
  const traits = world.traitsOf(pane.name);
  world.beBorn(pane, { ...traits, conversation: effect.conversation, task, turn, comesUp: 'ready' });
  return result('restart', { ok: true });
}

export function endAgent(world: World, effect: Extract<Effect, { type: 'end-agent' }>): EffectOutcome {
  const agent = world.floor.agents.find((one) => one.birth.pid === effect.agent.pid);
  if (!agent) return result('end-agent', { ok: true });
  if (world.flaw(0.05)) return result('end-agent', { ok: false, reason: 'it did not end on SIGTERM' });
  const { task } = agent.birth;
  if (task === null) world.violate(`${agent.name}: a process of no task was ended`);
  // Whoever cancels a task wants its process to end, whoever works in it.
  if (task !== null && world.truth.wasAsked(task)) world.floor.ended(agent, SIGTERM_STATUS);
  else end(world, agent, task);
  return result('end-agent', { ok: true });
}

/** The process was killed in the middle: the old process has ended, the new one was never started. */
export function launchHalf(world: World, effect: Launch): void {
  const pane = effect.target === null ? undefined : world.floor.at(effect.target);
  const agent = pane && effect.agent ? agentIn(pane, effect.agent) : null;
  if (!pane || !agent || world.random.chance(0.7)) {
    launchNow(world, effect);
    return;
  }
  pane.keeps = true;
  end(world, agent, null);
}
