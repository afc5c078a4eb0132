import type { State } from '../engine/state.js';
import type { SessionView } from '../snapshot.js';
import { iso } from '../time.js';
import { memoryOf, type Room, roomsOf } from './rooms.js';

/** Wanted rooms without an agent, as rows of the sessions table. */
export function emptyRooms(state: State): readonly SessionView[] {
  const rooms = roomsOf(state).filter(
    (room) => room.session === null && (room.missing || room.vacant !== null),
  );
  return rooms.flatMap((room) => emptyRoom(state, room) ?? []);
}

function emptyRoom(state: State, room: Room): SessionView | null {
  const memory = memoryOf(state, room.name);
  const under = state.live.starting[room.name];
  const run = state.durable.runs.find((one) => one.room === room.name && one.step !== 'closing');
  // A dedicated session that never ran under our eyes is only a line of the configuration.
  if (room.kind === 'dedicated' && memory.server === null && !memory.parked && !under) return null;
  const since = memory.parked?.at ?? under?.at ?? run?.since ?? memory.starts.at(-1) ?? state.live.now;
  const isStarting = under !== undefined || run !== undefined;
  return {
    id: `room:${room.name}`,
    name: room.name,
    pane: room.vacant?.target.pane ?? '',
    kind: room.kind,
    state: memory.parked ? 'parked' : isStarting ? 'starting' : 'gone',
    detail: memory.parked ? 'waits for you' : '',
    account: state.durable.activeAccount,
    conversation: memory.conversation,
    task: run?.id ?? null,
    since: iso(since.wallMs),
    version: null,
    lastLine: memory.parked?.reason ?? memory.trouble,
    why: memory.parked
      ? parkedWords(state, room.name)
      : [memory.trouble === '' ? 'no agent runs in it' : memory.trouble],
  };
}

/** Why a room was given up, and what a person does about it; empty when it was not. */
export function parkedWords(state: State, name: string): readonly string[] {
  const { parked } = memoryOf(state, name);
  if (!parked) return [];
  return [
    parked.reason,
    `When that is mended: r in the dashboard, or claude-failover unpark ${name}, takes it up again`,
  ];
}
