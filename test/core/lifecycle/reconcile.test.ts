import { describe, expect, test } from 'vitest';
import { conversationId } from '../../../src/core/lifecycle/conversation-id.js';
import { parkFirst, poolWorld } from '../engine/support/pool.js';
import { idle, limited, limitRow, row } from '../engine/support/readings.js';
import { FRESH } from '../engine/support/task-box.js';
import { HOUR, MINUTE, SECOND, type World } from '../engine/support/world.js';

function launches(world: World) {
  return world.ordered.filter((effect) => effect.type === 'launch');
}

describe('the pool', () => {
  test('what is missing is made, what is there is adopted, nothing else is touched', () => {
    const world = poolWorld(3);
    const [, second] = world.seats;
    if (second) second.gone = true;
    world.seat('mine', {}, FRESH);
    world.open().run(5 * SECOND);
    expect(launches(world).map((launch) => launch.room)).toEqual(['ccl-2']);
    expect(launches(world)[0]).toMatchObject({
      target: null,
      agent: null,
      task: null,
      conversation: { how: 'new' },
    });
    expect(world.snapshot.sessions.map((one) => one.name)).toEqual(['ccl-1', 'ccl-2', 'ccl-3', 'mine']);
  });

  test('a place is filled by any session with its number', () => {
    const world = poolWorld(0, { pool: { prefix: 'ccl-', first: 1, size: 2 } });
    world.seat('ccl-2-api', {}, FRESH);
    world.seat('ccl-10', {}, FRESH);
    world.open().run(5 * SECOND);
    expect(launches(world).map((launch) => launch.room)).toEqual(['ccl-1']);
  });

  test('a dead one is resumed by its conversation at once; one nobody ever spoke in begins anew', () => {
    const world = poolWorld(2);
    const [first, second] = world.seats;
    first?.write(row('prompt', world.wallMs), row('reply', world.wallMs));
    world.open().run(2 * SECOND);
    const conversation = first?.conversation;
    if (first) world.end(first, 1);
    if (second) world.end(second, 1);
    world.run(2 * SECOND);
    expect(launches(world)).toMatchObject([
      { room: 'ccl-1', conversation: { how: 'resume', id: conversation }, cwd: '/home/u/work' },
      { room: 'ccl-2', conversation: { how: 'new' } },
    ]);
  });

  test('a conversation that does not come up is given up once, and said', () => {
    const world = poolWorld(1);
    const [seat] = world.seats;
    seat?.write(row('prompt', world.wallMs), row('reply', world.wallMs));
    world.open().run(2 * SECOND);
    world.comesUp = (one) => {
      const resumed = launches(world).at(-1)?.conversation.how === 'resume';
      if (resumed) world.later(100, () => world.end(one, 1));
      return resumed ? idle({ verdict: 'unknown', composer: { state: 'absent', text: '' } }) : FRESH;
    };
    if (seat) world.end(seat, 1);
    world.run(30 * SECOND);
    expect(launches(world).map((launch) => launch.conversation.how)).toEqual(['resume', 'new']);
    expect(world.session('ccl-1').state).toBe('ready');
  });

  test('a poll that still shows the dead pane right after a start says nothing of it', () => {
    const world = poolWorld(1);
    const [seat] = world.seats;
    seat?.write(row('prompt', world.wallMs), row('reply', world.wallMs));
    world.open().run(2 * SECOND);
    if (seat) world.end(seat, 1);
    const dead = world.vacant;
    world.pass(SECOND).look();
    const [launch] = world.pending.splice(0);
    if (!launch) throw new Error('nothing was started');
    const outcome = world.perform(launch);
    world.vacant = dead;
    if (seat) seat.gone = true;
    world.settle(launch, outcome);
    world.pass(100).look();
    expect(world.durable.rooms['ccl-1']?.resumeFailed).toBe(false);
    world.vacant = [];
    if (seat) seat.gone = false;
    world.run(3 * SECOND);
    expect(launches(world)).toHaveLength(1);
  });

  test('one that does not stay up is parked after five starts, said once, and started again by the person', () => {
    const world = poolWorld(1);
    parkFirst(world);
    expect(launches(world)).toHaveLength(5);
    expect(world.session('ccl-1').state).toBe('parked');
    expect(world.session('ccl-1').why).toContain(
      'When that is mended: r in the dashboard, or claude-failover unpark ccl-1, takes it up again',
    );
    expect(world.notices.filter((notice) => notice.kind === 'parked')).toHaveLength(1);
    expect(world.notices.at(-1)?.text).toMatch(/exit status 3/);
    world.comesUp = () => FRESH;
    expect(world.command({ type: 'unpark', session: 'ccl-1' }).status).toBe('done');
    world.run(5 * SECOND);
    expect(world.session('ccl-1').state).toBe('ready');
    expect(world.command({ type: 'unpark', session: 'ccl-1' }).status).toBe('refused');
  });

  test('a question at its start parks it and asks the person; answered, it is back', () => {
    const world = poolWorld(1);
    world.seats.pop();
    const dialog = { type: 'other', title: 'Accept the new terms?' } as const;
    world.comesUp = () => idle({ dialog, composer: { state: 'absent', text: '' } });
    world.open().run(3 * SECOND);
    expect(world.session('ccl-1')).toMatchObject({ state: 'parked' });
    expect(world.session('ccl-1').why[0]).toMatch(/^ccl-1 asks at its start: /);
    expect(world.notices).toContainEqual({
      kind: 'parked',
      text: 'ccl-1 asks at its start: Accept the new terms?',
    });
    world.seats[0]?.show(FRESH);
    world.run(2 * SECOND);
    expect(world.session('ccl-1').state).toBe('ready');
  });

  test('a wrong prefix makes no phantoms: a warning instead', () => {
    const world = poolWorld(0, { pool: { prefix: 'cc-', first: 1, size: 3 } });
    world.seat('claude-1', {}, FRESH);
    world.seat('claude-2-web', {}, FRESH);
    world.open().run(MINUTE);
    expect(launches(world)).toEqual([]);
    expect(world.snapshot.warnings[0]).toContain('but claude-1, claude-2-web begin with "claude-"');
  });

  test('nothing is started in mode observe, nor before the world was looked at', () => {
    const world = poolWorld(2, { mode: 'observe' });
    world.seats.length = 0;
    world.open().run(MINUTE);
    expect(launches(world)).toEqual([]);
    expect(world.session('ccl-1').state).toBe('gone');
  });

  test('a shell that somebody uses just now is left alone', () => {
    const world = poolWorld(1);
    const [seat] = world.seats;
    world.open().run(2 * SECOND);
    if (seat) world.end(seat, null);
    world.vacant = world.vacant.map((pane) => ({ ...pane, dead: false, personActiveAtMs: world.wallMs }));
    world.run(50 * SECOND);
    expect(launches(world)).toEqual([]);
    world.run(30 * SECOND);
    expect(launches(world)).toHaveLength(1);
  });

  test('a session that a swap starts again is not started a second time', () => {
    const world = poolWorld(1);
    const [seat] = world.seats;
    if (seat) seat.version = '2.0.60';
    world.open().run(2 * SECOND);
    const resetsAtMs = world.wallMs + 3 * HOUR;
    seat?.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs }));
    world.run(20 * SECOND);
    expect(world.flips()).toHaveLength(1);
    expect(launches(world)).toEqual([]);
  });
});

describe('an offer at the start', () => {
  const dialog = { type: 'startup', title: 'Try the new fullscreen renderer?' } as const;
  const offer = idle({ dialog, composer: { state: 'absent', text: '' } });

  test('is declined with one Esc, and the session is there', () => {
    const world = poolWorld(1);
    world.seats.pop();
    world.comesUp = () => offer;
    world.open().run(5 * SECOND);
    expect(world.ordersOf('decline-offer')).toBe(1);
    expect(world.session('ccl-1').state).toBe('ready');
    expect(world.notices).toEqual([]);
  });

  test('that stays is a question for the person; no second key', () => {
    const world = poolWorld(1);
    world.seats.pop();
    world.comesUp = () => offer;
    world.declines = () => undefined;
    world.open().run(30 * SECOND);
    expect(world.ordersOf('decline-offer')).toBe(1);
    expect(world.session('ccl-1').state).toBe('parked');
  });

  test('is the person’s in a session of theirs, in mode observe, and while they are there', () => {
    const world = poolWorld(2);
    world.seats[0]?.show(offer);
    world.seat('mine', {}, offer);
    const [first] = world.seats;
    if (first) first.personActiveAtMs = world.wallMs;
    world.open().run(5 * SECOND);
    expect(world.ordersOf('decline-offer')).toBe(0);
    world.command({ type: 'mode', mode: 'observe' });
    world.run(20 * SECOND);
    expect(world.ordersOf('decline-offer')).toBe(0);
  });
});

describe('a dedicated session', () => {
  const settings = { dedicated: ['vault'], restartable: ['vault'], kept: ['vault'], pool: null };

  test('is made when it has never been there, and brought back when its program fails', () => {
    const world = poolWorld(0, settings);
    world.open().run(5 * SECOND);
    expect(launches(world).map((launch) => launch.room)).toEqual(['vault']);
    const [seat] = world.seats;
    if (seat) world.end(seat, 139);
    world.run(5 * SECOND);
    expect(launches(world)).toHaveLength(2);
  });

  test('that the person closed stays closed', () => {
    const world = poolWorld(0, settings);
    const seat = world.seat('vault', {}, FRESH);
    world.seat('other', {}, FRESH);
    world.open().run(2 * SECOND);
    world.end(seat, 0).run(MINUTE);
    world.vacant = [];
    world.run(MINUTE);
    expect(launches(world)).toEqual([]);
  });

  test('without a command is only watched', () => {
    const world = poolWorld(0, { ...settings, kept: [] });
    world.open().run(MINUTE);
    expect(launches(world)).toEqual([]);
  });
});

test('ids of conversations are UUIDs, one for each number', () => {
  const seed = '12345678-1234-4123-8123-fffffffffffe';
  const ids = [0, 1, 2, 3].map((seq) => conversationId(seed, seq));
  expect(new Set(ids).size).toBe(4);
  expect(ids[2]).toBe('12345678-1234-4123-8123-000000000000');
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
