import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/core/engine/effects.js';
import type { TypeOutcome } from '../../../src/core/ports.js';
import { drop, poolWorld, task } from '../engine/support/pool.js';
import { busy, idle, limited, limitRow, row } from '../engine/support/readings.js';
import { refusal } from '../engine/support/scenes.js';
import { FRESH } from '../engine/support/task-box.js';
import { HOUR, MINUTE, SECOND, type World } from '../engine/support/world.js';

const DRAFT = idle({ lastPrompt: '', composer: { state: 'draft', text: 'mine' } });
const BUSY_PERSON: TypeOutcome = { outcome: 'refused', cause: 'person-active', reason: 'someone types' };

/** One room; `submits` of its task are refused as long as `refuses` says so. */
function room() {
  const world = poolWorld(1);
  const [seat] = world.seats;
  if (!seat) throw new Error('no seat');
  world.open();
  return { world, seat };
}

describe('a prompt that was submitted just now', () => {
  test('never goes into a process that somebody used before it: the task begins anew', () => {
    const { world, seat } = room();
    world.comesUp = () => DRAFT;
    drop(world, 'a').run(2 * SECOND);
    seat.write(row('prompt', world.wallMs), row('reply', world.wallMs)).show(idle({ lastPrompt: 'mine' }));
    world.comesUp = () => FRESH;
    world.run(20 * SECOND);
    expect(world.queue.submitted).toEqual([]);
    expect(world.queue.in('inbox')).toEqual(['a']);
    world.run(MINUTE);
    expect(world.queue.submitted).toEqual(['a']);
    expect(world.ordersOf('launch')).toBe(2);
  });

  test('is not done by how long its process had rested before, without a transcript', () => {
    const { world, seat } = room();
    seat.transcript = false;
    const takes = world.submits;
    world.submits = () => BUSY_PERSON;
    drop(world, 'a').run(80 * SECOND);
    world.submits = takes;
    world.run(8 * SECOND);
    expect(world.queue.submitted).toEqual(['a']);
    expect(world.queue.in('running')).toEqual(['a']);
  });
});

describe('a room at a limit that was not judged yet', () => {
  test('takes no task while its banner waits for its row', () => {
    const { world, seat } = room();
    seat.show(busy());
    world.run(2 * SECOND);
    seat.show(limited({ resetsAtMs: world.wallMs + HOUR }));
    drop(world, 'a').run(SECOND);
    expect(world.queue.in('inbox')).toEqual(['a']);
  });

  test('takes no task while its hit is only suspected', () => {
    const { world, seat } = room();
    seat.transcript = false;
    seat.show(busy());
    world.run(2 * SECOND);
    seat.show(limited());
    drop(world, 'a').run(10 * SECOND);
    expect(world.hits).toMatchObject([{ state: 'suspected' }]);
    expect(world.queue.in('inbox')).toEqual(['a']);
  });
});

/** Runs until an effect of this type is ordered; it is not performed. */
function untilOrdered(world: World, type: Effect['type']): Effect {
  for (let polls = 0; polls < 100; polls++) {
    const next = world.pending[0];
    if (next?.type === type) return next;
    if (next) {
      world.pending.shift();
      world.settle(next, world.perform(next));
    } else world.pass(SECOND).look();
  }
  throw new Error(`no ${type} was ordered`);
}

describe('a prompt whose fate nobody saw', () => {
  test.each([
    ['two minutes later, seen by nobody', 2 * MINUTE, false],
    ['seconds later, at the keys still', 20 * SECOND, true],
  ])('is not taken for sent when a person typed there %s', (_name, afterMs, isThere) => {
    const { world, seat } = room();
    world.queue.add('a');
    world.showQueue();
    untilOrdered(world, 'submit');
    world.pass(afterMs);
    seat.write(row('prompt', world.wallMs), row('reply', world.wallMs)).show(idle({ lastPrompt: 'mine' }));
    if (isThere) seat.personActiveAtMs = world.wallMs;
    world.restart().run(3 * MINUTE);
    expect(world.queue.submitted).toEqual([]);
    expect(world.queue.reasons.get('a')).toMatch(/^unconfirmed/);
  });

  test('is followed as begun when its turn is seen after all, and keeps its room from the next task', () => {
    const { world, seat } = room();
    const takes = world.submits;
    world.submits = (one, id) => {
      takes(one, id);
      return { outcome: 'unconfirmed', reason: 'no turn was seen to start' };
    };
    world.queue.add('b');
    drop(world, 'a').run(2 * SECOND);
    expect(world.queue.in('running')).toHaveLength(1);
    expect(world.queue.in('inbox')).toHaveLength(1);
    world.reply(seat).run(20 * SECOND);
    expect(world.queue.submitted).toHaveLength(2);
    expect(world.queue.in('done')).toHaveLength(1);
  });
});

test('an attempt counts when we die between its move and the word of it', () => {
  const { world, seat } = room();
  drop(world, 'a', { attempts: 2 }).run(2 * SECOND);
  world.queue.signals = [{ id: 'a', atMs: world.wallMs, outcome: 'failed', text: 'red' }];
  world.showQueue();
  const move = untilOrdered(world, 'move');
  world.perform(move);
  world
    .reply(seat)
    .restart()
    .run(10 * SECOND);
  expect(task(world, 'a')).toMatchObject({ state: 'running', attempt: 2 });
});

describe('a pin to a place of the pool', () => {
  test('is kept by whichever session fills it', () => {
    const world = poolWorld(0, { pool: { prefix: 'ccl-', first: 1, size: 2 } });
    world.seat('ccl-1', {}, FRESH);
    world.seat('ccl-2-api', {}, FRESH);
    world.open();
    drop(world, 'a', { session: 'ccl-2' }).run(3 * SECOND);
    expect(task(world, 'a')).toMatchObject({ state: 'running', session: 'ccl-2-api' });
  });

  test('is kept by the very session where there are two', () => {
    const world = poolWorld(0, { pool: { prefix: 'ccl-', first: 1, size: 1 } });
    world.seat('ccl-1-api', {}, FRESH);
    world.seat('ccl-1', {}, busy());
    world.open();
    drop(world, 'a', { session: 'ccl-1' }).run(3 * SECOND);
    expect(world.queue.in('inbox')).toEqual(['a']);
    drop(world, 'b', { session: 'ccl-1-api' }).run(3 * SECOND);
    expect(task(world, 'b')).toMatchObject({ state: 'running', session: 'ccl-1-api' });
  });
});

describe('a task that a limit stopped, of a CLI that keeps its login, whose continue was refused', () => {
  test.each([
    ['with a transcript', true],
    ['without one', false],
  ])('is not done by resting, and is continued: %s', (_name, transcript) => {
    const { world, seat } = room();
    seat.version = '2.0.60';
    seat.transcript = transcript;
    drop(world, 'a').run(2 * SECOND);
    const answers = world.answer;
    world.answer = () => BUSY_PERSON;
    const resetsAtMs = world.wallMs + 3 * HOUR;
    seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs, prompt: 'a' }));
    world.refusals.preflight = refusal('refresh-in-flight', true);
    world.run(20 * SECOND);
    world.refusals.preflight = null;
    world.run(2 * MINUTE);
    expect(world.flips()).toHaveLength(1);
    expect(world.queue.in('running')).toEqual(['a']);
    world.answer = answers;
    world.run(9 * MINUTE);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.queue.in('done')).toEqual(['a']);
  });
});

test('an attempt counts also when the file that waits again is read only later', () => {
  const { world, seat } = room();
  drop(world, 'a', { attempts: 2 }).run(2 * SECOND);
  const withoutIt = (): void => {
    const queue = { ...world.queue.facts(), waiting: [] };
    world.step({ type: 'queue-seen', at: world.now, queue });
  };
  world.queue.signals = [{ id: 'a', atMs: world.wallMs, outcome: 'failed', text: 'red' }];
  world.showQueue();
  const move = untilOrdered(world, 'move');
  const outcome = world.perform(move);
  withoutIt();
  world.settle(move, outcome);
  withoutIt();
  world
    .reply(seat)
    .showQueue()
    .run(10 * SECOND);
  expect(task(world, 'a')).toMatchObject({ state: 'running', attempt: 2 });
});

test('an attempt counts also when its process ends later than its file was moved', () => {
  const { world, seat } = room();
  drop(world, 'a', { attempts: 2 }).run(2 * SECOND);
  world.queue.signals = [{ id: 'a', atMs: world.wallMs, outcome: 'failed', text: 'red' }];
  world.showQueue();
  const [ending, move] = world.pending.splice(0);
  expect([ending?.type, move?.type]).toEqual(['end-agent', 'move']);
  for (const effect of [move, ending]) if (effect) world.settle(effect, world.perform(effect));
  expect(seat.gone).toBe(true);
  world.run(20 * SECOND);
  expect(task(world, 'a')).toMatchObject({ state: 'running', attempt: 2 });
});

test('a task whose limit was dismissed is not continued by us just when its CLI does so itself', () => {
  const { world, seat } = room();
  world.settings = { ...world.settings, accounts: world.settings.accounts.slice(0, 1) };
  world.step({ type: 'settings-changed', at: world.now, settings: world.settings, what: 'accounts' });
  drop(world, 'a').run(2 * SECOND);
  const resetsAtMs = world.wallMs + 10 * MINUTE;
  const look = { resetsAtMs, prompt: 'a', armed: true };
  seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited(look));
  world.run(10 * MINUTE - 10 * SECOND);
  expect(world.command({ type: 'dismiss', hit: 'all' }).status).toBe('done');
  world.run(2 * MINUTE);
  expect(world.typed).toEqual([]);
  world.run(2 * MINUTE);
  expect(world.typed).toEqual(['ccl-1']);
});
