import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/core/commands.js';
import type { TaskRun } from '../../src/core/dispatcher/run.js';
import { NO_QUEUE, type QueueFacts } from '../../src/core/dispatcher/task.js';
import type { Event } from '../../src/core/engine/events.js';
import { initialState } from '../../src/core/engine/initial.js';
import type { State } from '../../src/core/engine/state.js';
import type { RoomMemory } from '../../src/core/lifecycle/room.js';
import { journalEntry } from '../../src/supervisor/journal-entry.js';
import { NOON } from './support/fakes.js';

const at = { wallMs: NOON, steadyMs: 1_000 };
const SECRET = 'the person’s own words';
const waiting = (id: string) => ({ id, priority: 5, arrivedMs: NOON, cwd: SECRET });

function seen(part: Partial<QueueFacts>): Extract<Event, { type: 'queue-seen' }> {
  return { type: 'queue-seen', at, queue: { ...NO_QUEUE, ...part } };
}

const BASE = initialState();

function stateWith(durable: Partial<State['durable']>, queue: QueueFacts | null = null): State {
  return { durable: { ...BASE.durable, ...durable }, live: { ...BASE.live, queue } };
}

const run = {
  id: 't1',
  room: 'ccl-1',
  attempt: 1,
  step: 'working',
  stalled: false,
  workedMs: 0,
  ending: null,
} as TaskRun;
const room: RoomMemory = {
  conversation: null,
  cwd: null,
  starts: [],
  parked: null,
  server: null,
  trouble: SECRET,
  resumeFailed: false,
};

describe('the journal of the queue', () => {
  it('holds its counts when they change, and nothing of what lies there', () => {
    const before = stateWith({});
    const finished = [{ id: 'f', outcome: 'failed', atMs: NOON, reason: SECRET }] as const;
    const event = seen({ waiting: [waiting('a'), waiting('b')], running: ['c'], failed: 1, finished });
    const entry = journalEntry(event, before, before);
    expect(entry).toEqual({
      at: '2026-11-22T12:00:00.000Z',
      steadyMs: 1_000,
      type: 'queue-seen',
      queue: { waiting: 2, running: 1, done: 0, failed: 1 },
    });
  });

  it('gets no entry for another look at the same counts', () => {
    const before = stateWith({}, { ...NO_QUEUE, waiting: [waiting('a')] });
    expect(journalEntry(seen({ waiting: [waiting('b')] }), before, before)).toBeNull();
    expect(journalEntry(seen({ waiting: [] }), before, before)).toMatchObject({ queue: { waiting: 0 } });
  });

  it('holds every step of a task, its end, and no word of why', () => {
    const ticked = { type: 'ticked', at } as const;
    const [none, working] = [stateWith({}), stateWith({ runs: [run] })];
    const ending = { to: 'failed', reason: SECRET, tail: true, counts: true } as const;
    const closing = stateWith({ runs: [{ ...run, step: 'closing', ending }] });
    expect(journalEntry(ticked, none, working)).toMatchObject({
      tasks: [{ id: 't1', room: 'ccl-1', attempt: 1, step: 'working', stalled: false }],
    });
    const later = stateWith({ runs: [{ ...run, workedMs: 60_000 }] });
    expect(journalEntry(ticked, working, later)).toBeNull();
    expect(journalEntry(ticked, working, closing)).toMatchObject({ tasks: [{ step: 'closing' }] });
    const ended = journalEntry(seen({}), closing, none);
    expect(ended).toMatchObject({ tasks: [{ id: 't1', ended: 'failed' }] });
    expect(JSON.stringify([journalEntry(ticked, working, closing), ended])).not.toContain(SECRET);
  });

  it('holds starts and parkings of rooms', () => {
    const ticked = { type: 'ticked', at } as const;
    const [idle, started] = [
      stateWith({ rooms: { a: room } }),
      stateWith({ rooms: { a: { ...room, starts: [at] } } }),
    ];
    const parked = stateWith({ rooms: { a: { ...room, starts: [at], parked: { at, reason: SECRET } } } });
    expect(journalEntry(ticked, idle, started)).toMatchObject({
      rooms: [{ name: 'a', starts: 1, parked: false }],
    });
    const entry = journalEntry(ticked, started, parked);
    expect(entry).toMatchObject({ rooms: [{ name: 'a', starts: 1, parked: true }] });
    expect(JSON.stringify(entry)).not.toContain(SECRET);
    const other = stateWith({ rooms: { a: { ...room, conversation: 'c1' } } });
    expect(journalEntry(ticked, idle, other)).toBeNull();
  });

  it('holds outcomes, but not what is wrong with a task file in its own words', () => {
    const state = stateWith({});
    const refused = { outcome: 'refused', cause: 'text', reason: SECRET } as const;
    const outcomes = [
      [
        { type: 'claim', ok: false, reason: SECRET },
        { type: 'claim', ok: false },
      ],
      [{ type: 'type', result: refused }, { result: { outcome: 'refused', cause: 'text' } }],
      [{ type: 'launch', ok: false, reason: 'why' }, { reason: 'why' }],
      [{ type: 'type', result: { ...refused, cause: 'busy', reason: 'why' } }, { result: { reason: 'why' } }],
    ] as const;
    for (const [outcome, kept] of outcomes) {
      const entry = journalEntry({ type: 'settled', at, effectId: 'e1', outcome }, state, state);
      expect(entry).toMatchObject({ effect: 'e1', outcome: kept });
      expect(JSON.stringify(entry)).not.toContain(SECRET);
    }
  });

  it('holds a command about a task', () => {
    const command = { type: 'task', action: 'retry', task: 't1' } as const;
    const state = stateWith({});
    expect(journalEntry({ type: 'commanded', at, id: 'c1', command }, state, state)).toMatchObject({
      command,
    });
  });
});

describe('an order about a session', () => {
  const commanded = (command: Command, state: State) =>
    journalEntry({ type: 'commanded', at, id: 'c', command }, state, state);

  it('names the session: its id tells nothing later', () => {
    const session = {
      seen: { id: '12654:99', name: 'ccl-2' },
    } as unknown as State['live']['sessions'][string];
    const hit = { id: 'h1', sessionName: 'ccl-3' } as State['durable']['hits'][number];
    const state = {
      ...stateWith({ hits: [hit] }),
      live: { ...BASE.live, sessions: { '12654:99': session } },
    };
    expect(commanded({ type: 'focus', session: '12654:99' }, state)).toMatchObject({ about: 'ccl-2' });
    expect(commanded({ type: 'dismiss', hit: 'h1' }, state)).toMatchObject({ about: 'ccl-3' });
    expect(commanded({ type: 'pause' }, state)).not.toHaveProperty('about');
  });
});
