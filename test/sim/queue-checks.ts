import type { KeepLimits } from '../../dist/core/dispatcher/surplus.js';
import type { State } from '../../dist/core/engine/state.js';
import type { World } from './world.ts';

/** Every task ever dropped, and not tidied away, has one file in one place. */
export function checkPlaces({ folder, truth }: World): readonly string[] {
  if (folder.files === truth.count && truth.ids.every((id) => folder.placesOf(id).length === 1)) return [];
  return truth.ids.flatMap((id) => {
    const places = folder.placesOf(id);
    if (places.length === 1) return [];
    return [places.length === 0 ? `${id} is lost` : `${id} is in ${places.join(' and in ')}`];
  });
}

/** The janitor takes what is too old, or older than as many as are kept, and nothing else. */
export function checkTidied(
  gone: readonly string[],
  before: ReadonlyMap<string, number>,
  { nowMs, maxAgeMs, maxCount }: KeepLimits,
): readonly string[] {
  return gone.flatMap((id) => {
    const endedMs = before.get(id);
    if (endedMs === undefined) return [`${id} was tidied away and had not ended`];
    const younger = [...before.values()].filter((other) => other > endedMs).length;
    const same = [...before.values()].filter((other) => other === endedMs).length;
    const isSurplus = nowMs - endedMs > maxAgeMs || younger + same > maxCount;
    return isSurplus ? [] : [`${id} was tidied away too early`];
  });
}

/** Claims and submits, at the moment they are ordered. */
export function checkHandOut(world: World, what: 'claim' | 'submit'): string | null {
  const { nowMs, ledger, link, linkKnown, settings } = world;
  const sinceMs = nowMs - linkKnown.atMs;
  if (sinceMs < settings.cooldownMs) return `${what} ${Math.round(sinceMs / 1000)} s after a flip`;
  if (what === 'claim' && world.paused) return `${what} while dispatch is paused`;
  return ledger.isTold(link, nowMs, world.wall()) ? `${what} while ${link} is known to be limited` : null;
}

/** Nothing is wrong any more, and for long: whoever waits still, waits for nothing. */
export function checkServed(world: World, state: State): readonly string[] {
  const { durable } = state;
  const believed = durable.accounts[durable.activeAccount ?? '']?.limits.length ?? 0;
  if (believed > 0 || durable.needsPerson) return [];
  const { folder } = world;
  const open = new Set(
    world.floor.agents
      .filter((agent) => !agent.name.startsWith('ccl-'))
      .map((agent) => agent.birth.conversation),
  );
  const waiting = [...folder.in('inbox').keys()].filter(
    (id) => !open.has(folder.header(id)?.conversation ?? ''),
  );
  const left = [
    ...waiting.map((id) => `${id} waits still, ${JSON.stringify(folder.header(id))}`),
    ...[...folder.in('running').keys()].map((id) => `${id} runs still`),
  ];
  return [...left, ...emptyRooms(world, state)];
}

function emptyRooms(world: World, { durable }: State): readonly string[] {
  const { pool } = world.settings;
  const agents = world.floor.agents.map((agent) => agent.name);
  const empty: string[] = [];
  for (let number = 1; pool && number <= pool.size; number += 1) {
    const name = `ccl-${number}`;
    const isThere = agents.some((one) => one === name || one.startsWith(`${name}-`));
    const isParked = Object.entries(durable.rooms).some(
      ([room, memory]) => (room === name || room.startsWith(`${name}-`)) && memory.parked !== null,
    );
    if (!isThere && !isParked) empty.push(`${name} has no agent and nobody was told`);
  }
  return empty;
}
