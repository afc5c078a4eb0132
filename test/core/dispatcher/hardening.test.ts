import { describe, expect, test } from 'vitest';
import { atWork, drop, poolWorld, task } from '../engine/support/pool.js';
import { busy, idle, row } from '../engine/support/readings.js';
import { FRESH } from '../engine/support/task-box.js';
import { HOUR, MINUTE, SECOND, type World } from '../engine/support/world.js';

const REFUSED = { ok: false, reason: 'the disk is full' } as const;

/** The disk refuses every move from now on. */
function fillDisk(world: World): () => void {
  const { queue } = world;
  if (!queue) throw new Error('no queue');
  const move = queue.move.bind(queue);
  queue.move = () => REFUSED;
  return () => {
    queue.move = move;
  };
}

describe('a full disk', () => {
  test('a claim that is refused is not ordered again in the same breath', () => {
    const world = poolWorld(2);
    world.open();
    const mend = fillDisk(world);
    drop(world, 'a').run(20 * SECOND);
    expect(world.ordersOf('claim')).toBe(1);
    mend();
    world.run(30 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
  });

  test('a stray in running/ is not moved again and again', () => {
    const world = poolWorld(1);
    world.queue.add('stray').places.set('stray', 'running');
    world.open();
    fillDisk(world);
    world.run(20 * SECOND);
    expect(world.ordersOf('move')).toBeLessThan(3);
  });

  test('a cancelled task is never handed out, though its move failed', () => {
    const world = poolWorld(1);
    world.open();
    world.command({ type: 'pause' });
    drop(world, 'a');
    const mend = fillDisk(world);
    world.command({ type: 'task', action: 'cancel', task: 'a' });
    world.command({ type: 'resume' });
    world.run(20 * SECOND);
    world.restart();
    mend();
    world.run(MINUTE);
    expect(world.queue.submitted).toEqual([]);
    expect(world.queue.in('failed')).toEqual(['a']);
  });
});

describe('an old look', () => {
  test('starts and replaces nothing: after a stop of an hour the panes are looked at first', () => {
    const world = poolWorld(1);
    world.open();
    world.pass(HOUR);
    world.queue.add('a');
    world.showQueue().tick();
    expect(world.ordersOf('claim')).toBe(0);
    world.seats[0]?.show(busy('mine'));
    world.run(10 * SECOND);
    expect(world.ordersOf('launch')).toBe(0);
  });

  test('an older state after a crash: what may have been sent is looked for, not sent', () => {
    const world = poolWorld(1);
    const takes = world.submits;
    world.submits = () => ({ outcome: 'refused', cause: 'mode', reason: 'copy mode' });
    world.open();
    drop(world, 'a').run(3 * SECOND);
    const older = world.state;
    world.submits = takes;
    world.run(6 * SECOND);
    expect(world.queue.submitted).toEqual(['a']);
    world.seats[0]?.show(idle({ lastPrompt: 'a' }));
    world.state = older;
    world.restart('previous').run(MINUTE);
    expect(world.queue.submitted).toEqual(['a']);
  });

  test('a claim whose word came late is not lost: the folder says what became of it', () => {
    const world = poolWorld(1);
    world.open();
    world.queue.add('a');
    world.showQueue();
    const [claim] = world.pending.splice(0);
    if (!claim) throw new Error('nothing was claimed');
    world.settle(claim, { type: 'timeout' });
    world.perform(claim);
    world.run(20 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
    expect(task(world, 'a').state).toBe('running');
  });
});

test('a process whose start was told too late is waited for: no second one opens its conversation', () => {
  const world = poolWorld(2);
  world.open();
  world.queue.add('a', { conversation: '99999999-0000-4000-8000-000000000007' });
  world.showQueue();
  const [claim] = world.pending.splice(0);
  if (claim) world.settle(claim, world.perform(claim));
  const [launch] = world.pending.splice(0);
  if (launch?.type !== 'launch') throw new Error('nothing was launched');
  world.settle(launch, { type: 'timeout' });
  world.perform(launch);
  world.run(5 * SECOND);
  expect(world.ordersOf('launch')).toBe(1);
  expect(task(world, 'a')).toMatchObject({ state: 'running', session: launch.room });
});

describe('a task at work', () => {
  test('whose session is renamed, or cleared, goes on as the same task', () => {
    const { world, seat } = atWork({ taskAttempts: 2 });
    seat.name = 'ccl-1-api';
    world.run(10 * SECOND);
    expect(task(world, 'a')).toMatchObject({ state: 'running', session: 'ccl-1-api' });
    seat.conversation = '99999999-0000-4000-8000-000000000009';
    world.run(10 * SECOND);
    expect(task(world, 'a').state).toBe('running');
    expect(world.queue.submitted).toEqual(['a']);
  });

  test('whose login died goes on after a swap', () => {
    const { world, seat } = atWork();
    const error = row('api-error', world.wallMs, {
      status: 401,
      error: 'authentication_failed',
      endsTurn: true,
    });
    seat.write(error).show(idle({ verdict: 'auth-error', lastPrompt: 'a' }));
    world.run(MINUTE);
    expect(world.typed).toEqual([]);
    world.command({ type: 'swap', to: 'personal', force: true });
    world.run(10 * MINUTE);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.queue.in('done')).toEqual(['a']);
  });

  test('that reports failure with attempts left: its process goes before the next begins', () => {
    const { world } = atWork({ taskAttempts: 2 });
    world.queue.signals = [{ id: 'a', atMs: world.wallMs, outcome: 'failed', text: 'red' }];
    world.showQueue().run(20 * SECOND);
    expect(world.ordersOf('end-agent')).toBe(1);
    expect(task(world, 'a').attempt).toBe(2);
  });

  test('a continue under way when we died is typed again, if it was not typed', () => {
    const { world, seat } = atWork();
    const error = row('api-error', world.wallMs, { status: 500, error: 'server_error', endsTurn: true });
    seat.write(error).show(idle({ verdict: 'transient-error', lastPrompt: 'a' }));
    for (let second = 0; second < 30 && world.pending.length === 0; second++) world.pass(SECOND).look();
    expect(world.pending[0]?.type).toBe('type');
    world.restart().run(MINUTE);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.queue.in('done')).toEqual(['a']);
  });
});

describe('mode observe in the middle of a start', () => {
  test('ends no process and types nothing; the task waits again', () => {
    const world = poolWorld(1);
    world.open();
    world.queue.add('a');
    world.showQueue();
    const [claim] = world.pending.splice(0);
    world.step({ type: 'commanded', at: world.now, id: 'x', command: { type: 'mode', mode: 'observe' } });
    if (claim) world.settle(claim, world.perform(claim));
    world.run(10 * SECOND);
    expect(world.ordersOf('launch')).toBe(0);
    expect(world.queue.submitted).toEqual([]);
    expect(world.queue.in('inbox')).toEqual(['a']);
  });
});

describe('parking', () => {
  test('six tasks in places that are not trusted do not park their room', () => {
    const world = poolWorld(1);
    const trust = { type: 'trust', title: 'Do you trust the files?' } as const;
    world.comesUp = () => {
      const launch = world.ordered.filter((effect) => effect.type === 'launch').at(-1);
      const asks = launch?.cwd === '/strange';
      return asks ? idle({ dialog: trust, composer: { state: 'absent', text: '' } }) : FRESH;
    };
    world.open();
    for (let number = 0; number < 6; number++) world.queue.add(`bad-${number}`, { cwd: '/strange' });
    drop(world, 'good', { priority: 0 }).run(5 * MINUTE);
    expect(world.queue.in('failed')).toHaveLength(6);
    expect(task(world, 'good').state).toBe('running');
  });

  test('a start that is refused does not count: when its cause is gone the room comes up', () => {
    const world = poolWorld(1);
    const [seat] = world.seats;
    world.open().run(2 * SECOND);
    world.launchRefusal = 'another program runs in its pane';
    if (seat) world.end(seat, 1);
    world.run(9 * MINUTE);
    expect(world.session('ccl-1').state).toBe('gone');
    expect(world.log.filter((line) => line.includes('could not be started'))).toHaveLength(1);
    world.launchRefusal = null;
    world.run(MINUTE);
    expect(world.session('ccl-1').state).toBe('ready');
  });
});

describe('the CLI says more than its screen', () => {
  test('a reply while a shell command of its own runs is not the end', () => {
    const { world, seat } = atWork();
    seat.status = 'shell';
    world.reply(seat).run(MINUTE);
    expect(task(world, 'a').state).toBe('running');
    seat.status = 'idle';
    world.run(3 * SECOND);
    expect(world.queue.in('done')).toEqual(['a']);
  });

  test('an old one that names its conversation nowhere is known by its environment', () => {
    const world = poolWorld(1);
    const [seat] = world.seats;
    if (!seat) throw new Error('no seat');
    seat.transcript = false;
    world.comesUp = (one) => {
      one.conversation = null;
      one.task = world.ordered.filter((effect) => effect.type === 'launch').at(-1)?.task ?? null;
      return FRESH;
    };
    world.open();
    drop(world, 'a').run(5 * SECOND);
    expect(world.queue.submitted).toEqual(['a']);
    seat.conversation = '99999999-0000-4000-8000-000000000007';
    world.run(5 * SECOND);
    expect(task(world, 'a')).toMatchObject({ state: 'running', conversation: seat.conversation });
  });
});
