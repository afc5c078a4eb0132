import { describe, expect, test } from 'vitest';
import { atWork, drop, poolWorld, task } from '../engine/support/pool.js';
import { busy, idle, row } from '../engine/support/readings.js';
import { FRESH } from '../engine/support/task-box.js';
import { HOUR, MINUTE, NOON, SECOND } from '../engine/support/world.js';

describe('a task', () => {
  test('is claimed, gets a fresh process with a conversation of its own, is typed once and done on its reply', () => {
    const { world, seat } = atWork();
    const [launch] = world.ordered.filter((effect) => effect.type === 'launch');
    expect(launch).toMatchObject({
      room: 'ccl-1',
      task: 'a',
      conversation: { how: 'new', id: seat.conversation },
    });
    expect(seat.conversation).toMatch(/^10000000-0000-4000-8000-[0-9a-f]{12}$/);
    expect(world.session('ccl-1').task).toBe('a');
    world.run(10 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
    world.reply(seat).run(4 * SECOND);
    expect(world.queue.in('done')).toEqual(['a']);
    expect(world.queue.submitted).toEqual(['a']);
    expect(world.durable.runs).toEqual([]);
    expect(world.snapshot.queue).toMatchObject({ waiting: 0, running: 0, done: 1, failed: 0 });
  });

  test('the highest priority goes first, then the oldest', () => {
    const world = poolWorld(1);
    world.open();
    world.command({ type: 'pause' });
    drop(world, 'old');
    drop(world, 'urgent', { priority: 9 });
    drop(world, 'low', { priority: 0 });
    expect(world.snapshot.queue).toMatchObject({ held: 'paused by you', next: 'urgent' });
    world.command({ type: 'resume' });
    for (const id of ['urgent', 'old', 'low']) {
      world.run(2 * SECOND);
      expect(world.queue.in('running')).toEqual([id]);
      world.reply(world.seats[0] as never).run(4 * SECOND);
    }
    expect(world.queue.in('done')).toHaveLength(3);
  });

  test('a pinned one waits for its session; one pinned to nobody fails at once and says why', () => {
    const world = poolWorld(2);
    world.seats[1]?.show(busy());
    world.open();
    drop(world, 'pinned', { session: 'ccl-2' });
    drop(world, 'lost', { session: 'ccl-77' });
    world.run(3 * SECOND);
    expect(world.queue.in('inbox')).toEqual(['pinned']);
    expect(world.queue.reasons.get('lost')).toContain(
      'ccl-77 is no session of the pool. It has ccl-1 to ccl-2',
    );
    world.seats[1]?.show(FRESH);
    world.run(3 * SECOND);
    expect(task(world, 'pinned')).toMatchObject({ session: 'ccl-2', state: 'running' });
  });

  test('goes on with a conversation it names, and is not done by what that conversation said before', () => {
    const conversation = '99999999-0000-4000-8000-000000000001';
    const world = poolWorld(1);
    world.open();
    const [seat] = world.seats;
    world.comesUp = (one) => {
      one.write(row('prompt', NOON - HOUR), row('reply', NOON - HOUR));
      return FRESH;
    };
    drop(world, 'a', { conversation });
    world.run(5 * SECOND);
    expect(world.ordered.filter((effect) => effect.type === 'launch')[0]).toMatchObject({
      conversation: { id: conversation, how: 'resume' },
    });
    expect(world.queue.in('running')).toEqual(['a']);
    seat?.write(row('reply', world.wallMs)).show(idle());
    world.run(4 * SECOND);
    expect(world.queue.in('done')).toEqual(['a']);
  });
});

describe('a session gets no task', () => {
  test.each([
    ['while it works', busy()],
    ['with a draft', idle({ composer: { state: 'draft', text: 'half' } })],
    [
      'behind a dialog',
      idle({
        dialog: { type: 'permission', title: 'Do you want to' },
        composer: { state: 'absent', text: '' },
      }),
    ],
    ['at a screen nobody knows', idle({ verdict: 'unknown' })],
  ])('%s', (_name, reading) => {
    const world = poolWorld(1);
    world.open().run(2 * SECOND);
    world.seats[0]?.show(reading);
    world.poll();
    drop(world, 'a').run(5 * SECOND);
    expect(world.queue.in('inbox')).toEqual(['a']);
  });

  test('while a person was at its keys within the last minute', () => {
    const world = poolWorld(1);
    world.open();
    const [seat] = world.seats;
    if (seat) seat.personActiveAtMs = world.wallMs;
    world.poll();
    drop(world, 'a').run(50 * SECOND);
    expect(world.queue.in('inbox')).toEqual(['a']);
    world.run(15 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
  });

  test('that is dedicated, pinned or only observed', () => {
    const world = poolWorld(0, { dedicated: ['vault'] });
    world.seat('vault', {}, FRESH);
    world.seat('ccl-5', {}, FRESH);
    world.seat('ccl-1', { config: 'elsewhere' }, FRESH);
    world.open();
    drop(world, 'a').run(5 * SECOND);
    expect(world.queue.in('inbox')).toEqual(['a']);
  });
});

describe('dispatch', () => {
  test('waits out the cooldown after a swap and says until when', () => {
    const world = poolWorld(2);
    world.open();
    world.command({ type: 'swap', to: 'personal', force: false });
    world.run(5 * SECOND);
    drop(world, 'a').run(5 * SECOND);
    expect(world.queue.in('inbox')).toEqual(['a']);
    expect(world.snapshot.queue.held).toMatch(/^cooldown after the swap/);
    expect(Date.parse(world.snapshot.queue.heldUntil ?? '')).toBeGreaterThan(world.wallMs);
    world.run(6 * MINUTE);
    expect(world.queue.in('running')).toEqual(['a']);
  });

  test('stops while every account is limited and goes on by itself', () => {
    const world = poolWorld(2);
    world.open();
    const resetsAtMs = world.wallMs + HOUR;
    for (const name of ['work', 'personal'])
      world.state = {
        ...world.state,
        durable: {
          ...world.durable,
          accounts: {
            ...world.durable.accounts,
            [name]: {
              limits: [{ kind: 'five-hour', resetsAtMs, since: world.now, hits: [] }],
              loginDead: null,
              lastUsed: null,
            },
          },
        },
      };
    drop(world, 'a').run(MINUTE);
    expect(world.queue.in('inbox')).toEqual(['a']);
    expect(world.snapshot.queue.held).toMatch(/limited/);
    world.pass(HOUR).run(5 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
  });

  test('goes on in observe mode for nobody', () => {
    const world = poolWorld(1, { mode: 'observe' });
    world.open();
    drop(world, 'a').run(10 * SECOND);
    expect(world.ordersOf('claim')).toBe(0);
    expect(world.ordersOf('launch')).toBe(0);
  });

  test('a folder that cannot be used is said, and used again when it is mended', () => {
    const world = poolWorld(1);
    world.queue.trouble = 'The queue cannot be used: it is a link. Make it a directory.';
    world.open();
    drop(world, 'a').run(5 * SECOND);
    expect(world.snapshot.queue.held).toContain('it is a link');
    world.queue.trouble = null;
    world.showQueue().run(3 * SECOND);
    expect(world.queue.in('running')).toEqual(['a']);
  });
});

describe('a prompt', () => {
  test('that is unconfirmed is never sent again: the task fails', () => {
    const world = poolWorld(1);
    world.submits = () => ({
      outcome: 'unconfirmed',
      reason: 'Enter was sent and no turn was seen to start',
    });
    world.open();
    drop(world, 'a').run(MINUTE);
    expect(world.queue.in('failed')).toEqual(['a']);
    expect(world.queue.submitted).toEqual(['a']);
    expect(world.queue.reasons.get('a')).toMatch(/^unconfirmed: Enter was sent/);
    expect(world.notices).toContainEqual({ kind: 'task', text: expect.stringContaining('task a failed') });
  });

  test('that is refused is tried again; what is wrong with the text itself ends it', () => {
    const world = poolWorld(1);
    let refusals = 0;
    const takes = world.submits;
    world.submits = (seat, id) => {
      refusals += 1;
      return refusals < 4 ? { outcome: 'refused', cause: 'mode', reason: 'copy mode' } : takes(seat, id);
    };
    world.open();
    drop(world, 'a').run(MINUTE);
    expect(world.queue.submitted).toEqual(['a']);
    world.submits = () => ({ outcome: 'refused', cause: 'text', reason: 'the text is empty' });
    world.reply(world.seats[0] as never).run(5 * SECOND);
    drop(world, 'b').run(10 * SECOND);
    expect(world.queue.reasons.get('b')).toMatch(/^the text is empty/);
  });

  test('a room that refuses for minutes gives its task back', () => {
    const world = poolWorld(1);
    world.submits = () => ({ outcome: 'refused', cause: 'mode', reason: 'copy mode' });
    world.open();
    drop(world, 'a').run(5 * MINUTE);
    expect(world.queue.moves).toContain('a running→inbox');
    expect(world.queue.submitted).toEqual([]);
  });

  test('the trust question of its directory fails the task, and the process goes', () => {
    const world = poolWorld(1);
    world.comesUp = (seat) =>
      seat.conversation?.startsWith('1000')
        ? idle({
            dialog: { type: 'trust', title: 'Do you trust the files?' },
            composer: { state: 'absent', text: '' },
          })
        : FRESH;
    world.open();
    drop(world, 'a', { cwd: '/strange' }).run(10 * SECOND);
    expect(world.queue.reasons.get('a')).toMatch(/^Claude Code does not trust \/strange yet: Do you trust/);
    expect(world.ordersOf('end-agent')).toBe(1);
    expect(world.queue.submitted).toEqual([]);
  });
});

test('any other question at the start parks the room; the task waits until it is answered', () => {
  const world = poolWorld(1);
  const offer = { type: 'startup', title: 'Select login method: nobody is logged in' } as const;
  world.comesUp = (seat) =>
    seat.conversation?.startsWith('1000')
      ? idle({ dialog: offer, composer: { state: 'absent', text: '' } })
      : FRESH;
  world.open();
  drop(world, 'a').run(MINUTE);
  expect(world.queue.in('inbox')).toEqual(['a']);
  expect(world.session('ccl-1').state).toBe('parked');
  expect(world.notices.filter((notice) => notice.kind === 'parked')).toHaveLength(1);
  expect(world.ordersOf('launch')).toBe(1);
  world.comesUp = () => FRESH;
  world.seats[0]?.show(FRESH);
  world.run(5 * SECOND);
  expect(task(world, 'a').state).toBe('running');
});
