import { describe, expect, test } from 'vitest';
import { atWork, drop, poolWorld, task } from '../engine/support/pool.js';
import { busy, idle, limited, limitRow, row, serverError } from '../engine/support/readings.js';
import { FRESH } from '../engine/support/task-box.js';
import { HOUR, MINUTE, SECOND } from '../engine/support/world.js';

describe('a process that dies', () => {
  test('before a turn: the task waits once more, then fails', () => {
    const world = poolWorld(1);
    world.open();
    world.comesUp = (seat) => {
      const launch = world.ordered.filter((effect) => effect.type === 'launch').at(-1);
      if (launch?.task === null) return FRESH;
      world.later(100, () => world.end(seat, 1));
      return idle({ verdict: 'unknown' });
    };
    drop(world, 'a').run(2 * MINUTE);
    expect(world.queue.moves.filter((move) => move === 'a running→inbox')).toHaveLength(1);
    expect(world.queue.reasons.get('a')).toMatch(
      /its process ended \(exit status 1\) in ccl-1 before it began/,
    );
  });

  test('in the middle: the task fails with the end of its screen', () => {
    const { world, seat } = atWork();
    world.end(seat, 137).run(10 * SECOND);
    expect(world.queue.reasons.get('a')).toMatch(/^its session ended in the middle \(exit status 137\)/);
    const move = world.ordered.find((effect) => effect.type === 'move');
    expect(move).toMatchObject({ tail: { pane: seat.pane } });
    expect(world.queue.submitted).toEqual(['a']);
    // The room is back at once, not at the next regular look.
    expect(world.session('ccl-1').state).toBe('ready');
  });

  test('in the middle, with attempts left: it begins anew in a new conversation', () => {
    const { world, seat } = atWork({ taskAttempts: 2 });
    const first = seat.conversation;
    world.end(seat, 137).run(30 * SECOND);
    expect(task(world, 'a')).toMatchObject({ state: 'running', attempt: 2 });
    expect(seat.conversation).not.toBe(first);
    world.end(seat, 137).run(30 * SECOND);
    expect(world.queue.in('failed')).toEqual(['a']);
    expect(world.queue.submitted).toEqual(['a', 'a']);
  });
});

describe('a limit in the middle', () => {
  test('keeps the task with its session over the swap and is no attempt', () => {
    const { world, seat } = atWork();
    const resetsAtMs = world.wallMs + 3 * HOUR;
    seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs, prompt: 'a' }));
    world.run(8 * SECOND);
    expect(world.flips()).toEqual(['work→personal (monitor)']);
    expect(world.typed).toEqual(['ccl-1']);
    world.run(10 * SECOND);
    expect(world.queue.in('done')).toEqual(['a']);
    expect(world.queue.submitted).toEqual(['a']);
  });

  test('is shown as such, and its time does not count', () => {
    const { world, seat } = atWork({
      accounts: [{ name: 'work', dir: '/accounts/work', priority: 1, auto: true }],
      taskTimeoutMs: 5 * MINUTE,
    });
    const resetsAtMs = world.wallMs + 3 * HOUR;
    seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs, prompt: 'a' }));
    world.run(20 * MINUTE, 5 * SECOND);
    expect(task(world, 'a').state).toBe('limited');
    expect(world.durable.runs[0]?.stalled).toBe(false);
  });
});

describe('API errors that end a turn', () => {
  const failed = (status: number, atMs: number) =>
    row('api-error', atMs, { status, error: 'server_error', text: `API Error: ${status}`, endsTurn: true });

  test('are answered by continue three times, each later, then the task fails', () => {
    const { world, seat } = atWork();
    world.answer = (one) => {
      world.typed.push(one.name);
      one.write(row('prompt', world.wallMs)).show(busy('continue'));
      world.later(SECOND, () => one.write(failed(529, world.wallMs)).show(serverError('continue')));
      return { outcome: 'submitted' };
    };
    seat.write(failed(500, world.wallMs)).show(serverError('a'));
    world.run(10 * SECOND);
    expect(world.typed).toHaveLength(0);
    expect(task(world, 'a').state).toBe('retrying');
    world.run(10 * MINUTE);
    expect(world.typed).toHaveLength(3);
    expect(world.queue.reasons.get('a')).toMatch(/^the API failed 4 times, at last: API Error: 529/);
  });

  test('one that passes lets the task go on', () => {
    const { world, seat } = atWork();
    seat.write(failed(500, world.wallMs)).show(serverError('a'));
    world.run(MINUTE);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.queue.in('done')).toEqual(['a']);
  });

  test('one that refuses the request itself is not answered', () => {
    const { world, seat } = atWork();
    seat.write(failed(400, world.wallMs)).show(serverError('a'));
    world.run(MINUTE);
    expect(world.typed).toEqual([]);
    expect(world.queue.reasons.get('a')).toMatch(/^the API refused it: API Error: 400/);
  });
});

describe('the end', () => {
  test('a signal says it: done', () => {
    const { world } = atWork();
    world.queue.signals = [{ id: 'a', atMs: world.wallMs, outcome: 'done', text: '' }];
    world.showQueue().work();
    expect(world.queue.in('done')).toEqual(['a']);
  });

  test('a signal says it: failed, and why', () => {
    const { world } = atWork();
    world.queue.signals = [{ id: 'a', atMs: world.wallMs, outcome: 'failed', text: 'tests are red' }];
    world.showQueue().work();
    expect(world.queue.reasons.get('a')).toMatch(/^it reported: tests are red/);
  });

  test('a signal from before the prompt says nothing', () => {
    const { world } = atWork();
    world.queue.signals = [{ id: 'a', atMs: world.wallMs - MINUTE, outcome: 'done', text: '' }];
    world.showQueue().run(5 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
  });

  test('without a transcript: an empty prompt for a minute, and only after work was seen', () => {
    const world = poolWorld(1);
    const [seat] = world.seats;
    if (!seat) throw new Error('no seat');
    seat.transcript = false;
    world.open();
    drop(world, 'a').run(5 * SECOND);
    seat.show(idle({ lastPrompt: 'a' }));
    world.run(50 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
    world.run(15 * SECOND);
    expect(world.queue.in('done')).toEqual(['a']);
  });

  test('a turn that is taken up again by a hook is not over', () => {
    const { world, seat } = atWork();
    world.reply(seat).run(SECOND);
    seat.write(row('prompt', world.wallMs)).show(busy());
    world.run(10 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
  });
});

describe('too long', () => {
  test('awake time counts, a suspend does not; said once, and the task may still end', () => {
    const { world, seat } = atWork({ taskTimeoutMs: 3 * MINUTE });
    world.run(2 * MINUTE);
    world.pass(5 * HOUR).poll();
    expect(task(world, 'a').state).toBe('running');
    world.run(2 * MINUTE);
    expect(task(world, 'a').state).toBe('stalled');
    expect(world.session('ccl-1').state).toBe('stalled');
    expect(world.notices.filter((notice) => notice.kind === 'task')).toHaveLength(1);
    world.reply(seat).run(5 * SECOND);
    expect(world.queue.in('done')).toEqual(['a']);
  });

  test('the count survives a restart', () => {
    const { world } = atWork({ taskTimeoutMs: 5 * MINUTE });
    world.run(4 * MINUTE);
    world.restart();
    world.run(3 * MINUTE);
    expect(task(world, 'a').state).toBe('stalled');
  });
});
