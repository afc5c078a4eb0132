import type { VacantPane } from '../engine/events.js';
import type { Session, State } from '../engine/state.js';
import { poolPlace, tmuxName } from '../sessions/kind.js';
import type { RoomMemory } from './room.js';

/** A tmux session that the configuration wants, and what stands in it. */
export interface Room {
  readonly name: string;
  readonly kind: 'pool' | 'dedicated';
  /** Its one agent; null when there is none, or more than one. */
  readonly session: Session | null;
  /** Its one pane, without an agent; null when there is none, or the person arranged several panes. */
  readonly vacant: VacantPane | null;
  /** No tmux session of this name. */
  readonly missing: boolean;
}

const NOTHING: RoomMemory = {
  conversation: null,
  cwd: null,
  starts: [],
  parked: null,
  server: null,
  trouble: '',
  resumeFailed: false,
};

export function memoryOf(state: State, room: string): RoomMemory {
  return state.durable.rooms[room] ?? NOTHING;
}

/** The room that is being started with this conversation, before its process is seen. */
export function roomComingBack(state: State, conversation: string): string | null {
  const found = Object.entries(state.live.starting).find(
    ([room, { how }]) => how === 'resume' && memoryOf(state, room).conversation === conversation,
  );
  return found?.[0] ?? null;
}

/** Agents and vacant panes by tmux session name. */
interface Floor {
  readonly agents: ReadonlyMap<string, readonly Session[]>;
  readonly vacant: ReadonlyMap<string, readonly VacantPane[]>;
}

function floorOf(state: State): Floor {
  const agents = new Map<string, Session[]>();
  for (const session of Object.values(state.live.sessions)) {
    const name = tmuxName(session.seen.name);
    const others = agents.get(name);
    if (others) others.push(session);
    else agents.set(name, [session]);
  }
  const vacant = new Map<string, VacantPane[]>();
  for (const pane of state.live.vacant) {
    const others = vacant.get(pane.name);
    if (others) others.push(pane);
    else vacant.set(pane.name, [pane]);
  }
  return { agents, vacant };
}

function roomOn(floor: Floor, name: string, kind: Room['kind']): Room {
  const agents = floor.agents.get(name) ?? [];
  const vacant = floor.vacant.get(name) ?? [];
  const [session = null] = agents;
  const [pane = null] = vacant;
  return {
    name,
    kind,
    session: agents.length === 1 ? session : null,
    vacant: agents.length === 0 && pane?.siblings === 1 ? pane : null,
    missing: agents.length === 0 && vacant.length === 0,
  };
}

/**
 * Every wanted room, pool first. A place of the pool is filled by any tmux session that carries its number (`ccl-2`,
 * `ccl-2-api`); where there is none the room is called `ccl-2`.
 */
export function roomsOf(state: State): readonly Room[] {
  const { pool, dedicated } = state.live.settings;
  const floor = floorOf(state);
  const others = new Set(dedicated);
  const filled = new Map<number, string[]>();
  for (const name of new Set([...floor.agents.keys(), ...floor.vacant.keys()])) {
    const place = others.has(name) ? null : poolPlace(name, pool);
    if (place !== null) filled.set(place, [...(filled.get(place) ?? []), name]);
  }
  const rooms: Room[] = [];
  for (let place = pool?.first ?? 0; pool && place < pool.first + pool.size; place++) {
    const names = filled.get(place)?.sort() ?? [`${pool.prefix}${place}`];
    rooms.push(...names.map((name) => roomOn(floor, name, 'pool')));
  }
  return [...rooms, ...dedicated.map((name) => roomOn(floor, name, 'dedicated'))];
}

export function roomNamed(state: State, name: string): Room {
  return roomOn(floorOf(state), name, state.live.settings.dedicated.includes(name) ? 'dedicated' : 'pool');
}
