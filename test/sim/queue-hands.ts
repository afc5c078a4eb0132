import { surplus } from '../../dist/core/dispatcher/surplus.js';
import type { Effect, EffectOutcome } from '../../dist/core/engine/effects.js';
import { checkTidied } from './queue-checks.ts';
import type { World } from './world.ts';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

const FULL = { ok: false, reason: 'no space is left on the device' } as const;
const TIDIED_AT_ONCE = 500;

/** `inbox/` → `running/`; what is wrong with the file sends it to `failed/`. */
export function claim(world: World, { task }: Of<'claim'>): EffectOutcome {
  if (world.flaw(world.rates.fullDisk)) return { type: 'claim', ...FULL };
  if (world.flaw(0.01)) {
    world.folder.move({ task, from: 'inbox', to: 'failed', reason: 'its cwd is no directory' }, world.wall());
    world.stirQueue();
    return { type: 'claim', ok: false, reason: 'its cwd is no directory' };
  }
  const done = world.folder.move({ task, from: 'inbox', to: 'running', reason: '' }, world.wall());
  if (done.ok) {
    world.folder.unsignal(task);
    world.truth.claimed(task);
  }
  world.stirQueue();
  if (world.flaw(0.002)) return { type: 'timeout' };
  return { type: 'claim', ok: done.ok, reason: done.ok ? '' : done.reason };
}

export function move(world: World, { task, from, to, reason }: Of<'move'>): EffectOutcome {
  if (world.flaw(world.rates.fullDisk)) return { type: 'move', ...FULL };
  const stay = world.truth.stayOf(task);
  const done = world.folder.move({ task, from, to, reason }, world.wall());
  if (done.ok && to === 'inbox' && world.flaw(0.1)) world.folder.missed(task);
  if (done.ok && from === 'running') {
    world.ledger.count(to);
    const owner = world.floor.agents.map((agent) => agent.running?.owner);
    const atWork = owner.some(
      (one) => one && one !== 'person' && one.task === task && one.number === stay.number,
    );
    const broken = world.truth.left(task, to, atWork);
    if (broken) world.violate(`${broken} (${reason.split('\n')[0]})`);
  }
  world.stirQueue();
  if (world.flaw(0.005)) return { type: 'timeout' };
  return { type: 'move', ok: done.ok, reason: done.ok ? '' : done.reason };
}

/** The janitor: the pure rule says which names go. */
export function tidy(world: World, effect: Of<'tidy'>): EffectOutcome {
  const { folder } = world;
  for (const place of ['done', 'failed'] as const) {
    const before = new Map(folder.in(place));
    const files = [...before].map(([id, endedMs]) => ({ id, endedMs }));
    const limits = { nowMs: effect.nowMs, ...effect[place] };
    const rule = world.plant.hastyJanitor ? { ...limits, maxAgeMs: limits.maxAgeMs / 2 } : limits;
    const { old, many } = surplus(files, rule, TIDIED_AT_ONCE);
    const gone = [...old, ...many];
    for (const id of gone) remove(world, place, id);
    for (const text of checkTidied(gone, before, limits)) world.violate(text);
  }
  const [running] = world.plant.greedyJanitor ? folder.in('running').keys() : [];
  if (running !== undefined) folder.remove('running', running);
  world.stirQueue();
  return { type: 'tidy', did: [] };
}

function remove(world: World, place: 'done' | 'failed', id: string): void {
  world.ledger.count('tidied');
  world.folder.remove(place, id);
  world.truth.tidied(id);
}
