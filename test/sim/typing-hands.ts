import type { Effect, EffectOutcome } from '../../dist/core/engine/effects.js';
import type { TypeOutcome } from '../../dist/core/ports.js';
import type { Refusal } from './screens.ts';
import type { SimSession } from './session.ts';
import type { World } from './world.ts';

type Typing = Extract<Effect, { type: 'type' | 'submit' }>;

function refused(cause: Refusal): EffectOutcome {
  return { type: 'type', result: { outcome: 'refused', cause, reason: cause } };
}

const SUBMITTED: EffectOutcome = { type: 'type', result: { outcome: 'submitted' } };

/** Nobody saw a turn start, or the guard did not answer in time. */
function unclear(world: World): EffectOutcome {
  if (world.random.chance(0.3)) return { type: 'timeout' };
  const result: TypeOutcome = { outcome: 'unconfirmed', reason: 'no turn was seen to start' };
  return { type: 'type', result };
}

/** The agent in the pane that is still the target. */
function agentAt(world: World, { target }: Typing): SimSession | null {
  return world.floor.at(target)?.agent ?? null;
}

/** One Esc, if the words of the offer stand there. */
export function decline(world: World, effect: Extract<Effect, { type: 'decline-offer' }>): EffectOutcome {
  const session = world.floor.at(effect.target)?.agent;
  if (session?.screen.type === 'dialog' && session.screen.offers && !world.flaw(world.rates.fumble))
    session.answered();
  return { type: 'done' };
}

/** `continue` and Enter into a session, under the guard. */
export function type(world: World, effect: Extract<Effect, { type: 'type' }>): EffectOutcome {
  const session = agentAt(world, effect);
  if (!session) return refused('gone');
  if (world.flaw(0.03)) return refused('person-active');
  const refusal = session.typed();
  return refusal === null ? SUBMITTED : refused(refusal);
}

/** A task's prompt and Enter, under the guard. */
export function submit(world: World, effect: Extract<Effect, { type: 'submit' }>): EffectOutcome {
  const { task } = effect;
  if (!world.folder.placesOf(task).includes('running')) return refused('text');
  const session = agentAt(world, effect);
  if (!session) return refused('gone');
  if (world.flaw(world.rates.fumble))
    return refused(world.random.pick<Refusal>(['person-active', 'mode', 'draft']));
  const isUnclear = world.flaw(world.rates.unconfirmed);
  if (isUnclear) world.truth.blur(task);
  if (isUnclear && world.random.chance(0.5)) {
    if (world.random.chance(0.5)) session.halfTyped();
    return unclear(world);
  }
  const refusal = give(world, session, task);
  if (refusal !== null) return refused(refusal);
  return isUnclear ? unclear(world) : SUBMITTED;
}

/** The prompt arrives at the agent: here it is counted. */
function give(world: World, session: SimSession, task: string): Refusal | null {
  const refusal = session.prompted({ owner: world.truth.stayOf(task) }, `task ${task}`);
  if (refusal !== null) return refusal;
  world.ledger.count('prompts');
  for (const text of world.truth.submitted(task)) world.violate(text);
  if (session.birth.task !== task)
    world.violate(
      `${task} was typed into the process of ${session.birth.task ?? 'nobody'} in ${session.name}`,
    );
  return null;
}

/** The process was killed while it typed: nothing, half of it, or all of it has happened. */
export function submitHalf(world: World, effect: Extract<Effect, { type: 'submit' }>): void {
  if (world.random.chance(0.6)) submit(world, effect);
  else if (world.random.chance(0.3)) agentAt(world, effect)?.halfTyped();
}
