import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/core/engine/effects.js';
import { drop, poolWorld, task } from '../engine/support/pool.js';
import { idle } from '../engine/support/readings.js';
import { MINUTE, SECOND, type World } from '../engine/support/world.js';

/** Dies when an effect of this type is ordered: before it is performed, or after it and before its outcome is heard. */
function dieAt(
  world: World,
  type: Effect['type'],
  performed: boolean,
  restart: () => void = () => world.restart(),
): void {
  for (let polls = 0; polls < 200; polls++) {
    const at = world.pending.findIndex((effect) => effect.type === type);
    const [effect] = at === -1 ? [] : world.pending.slice(at, at + 1);
    if (effect) {
      if (performed) world.perform(effect);
      restart();
      return;
    }
    const next = world.pending.shift();
    if (next) world.settle(next, world.perform(next));
    else world.pass(SECOND).look();
  }
  throw new Error(`no ${type} was ordered`);
}

/** A pool of one with a task that is answered at once. */
function oneTask(): ReturnType<typeof poolWorld> {
  const world = poolWorld(1);
  world.open();
  const takes = world.submits;
  world.submits = (seat, id) => {
    const result = takes(seat, id);
    world.later(3 * SECOND, () => world.reply(seat));
    return result;
  };
  world.queue.add('a');
  world.showQueue();
  return world;
}

describe('a death of the supervisor', () => {
  test.each([
    ['claim', false],
    ['claim', true],
    ['launch', false],
    ['launch', true],
    ['submit', false],
    ['submit', true],
    ['move', false],
    ['move', true],
  ] as const)(
    'at a %s (performed: %s): the task ends once, its prompt is submitted once',
    (type, performed) => {
      const world = oneTask();
      dieAt(world, type, performed);
      world.run(3 * MINUTE);
      expect(world.queue.submitted).toEqual(['a']);
      expect(world.queue.in('done')).toEqual(['a']);
      expect(world.durable.runs).toEqual([]);
    },
  );

  test.each(['claim', 'launch', 'submit', 'move'] as const)(
    'at a %s: nothing is done with the task before the folder was looked at',
    (type) => {
      const world = oneTask();
      const { queue } = world;
      dieAt(world, type, false, () => {
        const before = world.ordered.length;
        Object.assign(world, { queue: null });
        world.restart().run(30 * SECOND);
        expect(world.ordered.slice(before)).toEqual([]);
        Object.assign(world, { queue });
        world.showQueue();
      });
      world.run(3 * MINUTE);
      expect(queue.submitted).toEqual(['a']);
      expect(queue.in('done')).toEqual(['a']);
    },
  );

  test('while the prompt stands half typed in the input: unconfirmed, never typed again', () => {
    const world = poolWorld(1);
    world.open();
    world.queue.add('a');
    world.showQueue();
    dieAt(world, 'submit', false);
    world.seats[0]?.show(
      idle({ lastPrompt: '', composer: { state: 'draft', text: '[Pasted text #1 +9 lines]' } }),
    );
    world.run(2 * MINUTE);
    expect(world.queue.reasons.get('a')).toMatch(/^unconfirmed/);
    expect(world.queue.submitted).toEqual([]);
  });

  test('a task at work is followed on to its end', () => {
    const world = poolWorld(1);
    world.open();
    drop(world, 'a').run(2 * SECOND);
    const [seat] = world.seats;
    world.restart().run(5 * SECOND);
    expect(task(world, 'a')).toMatchObject({ state: 'running', session: 'ccl-1' });
    if (seat) world.reply(seat).run(5 * SECOND);
    expect(world.queue.in('done')).toEqual(['a']);
  });

  test('the state lost with it: what is in running/ is not begun again', () => {
    const world = poolWorld(1);
    world.open();
    drop(world, 'a').run(2 * SECOND);
    world.state = { ...world.state, durable: { ...world.durable, runs: [] } };
    world.restart('corrupt').run(5 * SECOND);
    expect(world.queue.reasons.get('a')).toMatch(/^found in running\/ without a record/);
    expect(world.queue.submitted).toEqual(['a']);
  });

  test('a tmux server that has gone: what had begun fails, the pool is made anew', () => {
    const world = poolWorld(1);
    world.open();
    drop(world, 'a').run(2 * SECOND);
    for (const seat of world.seats) seat.gone = true;
    const tmux = { state: 'no-server', version: '3.3a', detail: 'no tmux server' } as const;
    for (let second = 0; second < 20; second++)
      world.pass(SECOND).step({ type: 'poll-failed', at: world.now, tmux, link: world.link });
    world.work();
    world.run(10 * SECOND);
    expect(world.queue.reasons.get('a')).toMatch(/^its session ended in the middle/);
    expect(world.session('ccl-1').state).toBe('ready');
  });

  test('a tmux server that is there and does not answer says nothing of its sessions', () => {
    const world = poolWorld(1);
    world.open();
    drop(world, 'a').run(2 * SECOND);
    const made = world.ordersOf('launch');
    const tmux = { state: 'no-server', version: '3.3a', detail: 'does not answer', silent: true } as const;
    for (let second = 0; second < 120; second++)
      world.pass(SECOND).step({ type: 'poll-failed', at: world.now, tmux, link: world.link });
    world.work();
    expect(world.ordersOf('launch')).toBe(made);
    expect(task(world, 'a').state).toBe('running');
    world.run(5 * SECOND);
    expect(world.queue.in('failed')).toEqual([]);
    expect(task(world, 'a').state).toBe('running');
  });
});

describe('the person', () => {
  test('cancels a waiting task, retries it, cancels it at work: its process ends', () => {
    const world = poolWorld(1);
    world.open();
    world.command({ type: 'pause' });
    drop(world, 'a');
    expect(world.command({ type: 'task', action: 'cancel', task: 'a' }).status).toBe('done');
    expect(world.queue.in('failed')).toEqual(['a']);
    expect(world.command({ type: 'task', action: 'retry', task: 'a' }).status).toBe('done');
    world.command({ type: 'resume' });
    world.run(4 * SECOND);
    expect(task(world, 'a').state).toBe('running');
    expect(world.command({ type: 'task', action: 'retry', task: 'a' })).toMatchObject({ status: 'refused' });
    expect(world.command({ type: 'task', action: 'cancel', task: 'a' }).status).toBe('done');
    world.run(4 * SECOND);
    expect(world.ordersOf('end-agent')).toBe(1);
    expect(world.queue.in('failed')).toEqual(['a']);
    expect(world.queue.reasons.get('a')).toMatch(/^cancelled by you/);
  });

  test('releases a task: no key, no signal, its session goes on', () => {
    const world = poolWorld(1);
    world.open();
    drop(world, 'a').run(4 * SECOND);
    expect(world.command({ type: 'task', action: 'release', task: 'a' }).status).toBe('done');
    world.run(5 * SECOND);
    expect(world.queue.reasons.get('a')).toContain('released by you');
    expect(world.ordersOf('end-agent')).toBe(0);
    expect(world.session('ccl-1').state).toBe('working');
  });

  test('retries a stalled one: a new process, a new conversation', () => {
    const world = poolWorld(1, { taskTimeoutMs: MINUTE });
    world.open();
    drop(world, 'a').run(2 * MINUTE);
    const [seat] = world.seats;
    const before = seat?.conversation;
    expect(world.command({ type: 'task', action: 'retry', task: 'a' }).status).toBe('done');
    world.run(MINUTE);
    expect(seat?.conversation).not.toBe(before);
    expect(world.queue.submitted).toEqual(['a', 'a']);
  });

  test.each([
    ['retry', 'nobody'],
    ['cancel', 'nobody'],
    ['release', 'nobody'],
  ] as const)('%s of a task that is not there changes nothing', (action, id) => {
    const world = poolWorld(1);
    world.open();
    const result = world.command({ type: 'task', action, task: id });
    world.run(SECOND);
    expect(world.queue.moves).toEqual([]);
    if (action !== 'retry') expect(result.status).toBe('refused');
  });
});

describe('the janitor', () => {
  test('is ordered every janitor.every with the configured limits, and not on a clock that was set', () => {
    const world = poolWorld(1);
    world.open().run(2 * MINUTE);
    const [first] = world.ordered.filter((effect) => effect.type === 'tidy');
    expect(first).toMatchObject({ done: { maxCount: 1000 }, failed: { maxCount: 1000 } });
    world.wallMs += 400 * 24 * 60 * MINUTE;
    world.run(62 * MINUTE, 10 * SECOND);
    expect(world.ordersOf('tidy')).toBe(1);
    world.run(62 * MINUTE, 10 * SECOND);
    expect(world.ordersOf('tidy')).toBe(2);
  });
});
