import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/core/engine/settings.js';
import { busy, idle, limited, limitRow, row } from './support/readings.js';
import type { Seat } from './support/seat.js';
import { account, HOUR, MINUTE, NOON, SECOND, World } from './support/world.js';

const RESET = NOON + 3 * HOUR;

function hit(world: World, seat: Seat, resetsAtMs: number | null, armed = false): void {
  seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs, armed }));
}

/** Two accounts: `personal` limited until `otherReset`, then `work` until `reset`. */
function held(
  reset: number | null,
  otherReset: number | null,
  settings: Partial<Settings> = {},
  armed = false,
) {
  const world = new World(settings);
  const probe = world.seat('probe', { config: { account: 'personal' } });
  const seats = [world.seat('ccl-1'), world.seat('ccl-2')];
  world.open().pass(SECOND);
  probe.write(limitRow(world.wallMs, otherReset));
  for (const seat of seats) hit(world, seat, reset, armed);
  world.poll();
  return { world, seats, probe };
}

describe('hold', () => {
  it('every account limited: no swap, no key, one notice, a countdown to the first one back', () => {
    const { world } = held(RESET, RESET + HOUR);
    expect(world.snapshot.hold).toMatchObject({ account: 'work', until: new Date(RESET).toISOString() });
    expect(world.snapshot.hold?.remainingMs).toBe(RESET - world.wallMs);
    world.run(2 * HOUR, MINUTE);
    expect(world.ordered).toEqual([]);
    expect(world.notices.map((one) => one.kind)).toEqual(['hold']);
    expect(world.notices[0]?.text).toBe('every account is limited; first back: work in 3h');
  });

  it('with one account it is a hold like any other: nothing is needed of the person', () => {
    const world = new World({ accounts: [account('work', 1)] });
    const seat = world.seat('ccl-1');
    world.open().pass(SECOND);
    hit(world, seat, RESET);
    world.poll();
    expect(world.snapshot.hold).toMatchObject({ account: 'work' });
    expect(world.snapshot.needs).toEqual([]);
    expect(world.command({ type: 'mode', mode: 'observe' }).status).toBe('done');
    expect(world.snapshot.needs).toEqual(['two or more accounts in the configuration (one so far)']);
  });

  it('the active account comes back: its sessions are resumed without a flip; one notice out', () => {
    const { world } = held(RESET, RESET + HOUR);
    world.run(RESET - world.wallMs - SECOND, MINUTE).run(30 * SECOND);
    expect(world.flips()).toEqual([]);
    expect(world.typed).toEqual(['ccl-1', 'ccl-2']);
    expect(world.notices.map((one) => one.kind)).toEqual(['hold', 'back']);
    expect(world.snapshot.hold).toBeNull();
  });

  it('another account comes back first: a flip of origin return, which the breaker does not count', () => {
    const { world } = held(RESET, RESET - HOUR);
    world.run(RESET - HOUR - world.wallMs - SECOND, MINUTE).run(30 * SECOND);
    expect(world.flips()).toEqual(['work→personal (return)']);
    expect(world.durable.autoSwaps).toEqual([]);
    expect(world.typed.toSorted()).toEqual(['ccl-1', 'ccl-2']);
  });

  it('the cooldown still holds a return back', () => {
    const { world, seats } = held(RESET, world0() + 10 * MINUTE);
    world.command({ type: 'swap', to: 'personal', force: true });
    world.run(2 * MINUTE, 10 * SECOND);
    for (const seat of seats) hit(world, seat, RESET + 2 * HOUR);
    world.run(30 * SECOND);
    expect(world.snapshot.hold).not.toBeNull();
    expect(world.flips()).toHaveLength(1);
  });

  function world0(): number {
    return NOON;
  }

  it('an unknown reset is taken to last five hours from when it was first seen, then a canary tries', () => {
    const { world } = held(null, null, { confirmAfterMs: 1_000 });
    world.run(2 * SECOND);
    expect(world.snapshot.hold).not.toBeNull();
    world.answer = (seat) => {
      world.typed.push(`${seat.name} on ${world.link.account}`);
      seat.write(row('prompt', world.wallMs), limitRow(world.wallMs, null));
      seat.show(limited({ prompt: 'continue', occurrences: 2 }));
      return { outcome: 'submitted' };
    };
    world.run(5 * HOUR - MINUTE, MINUTE);
    expect(world.typed).toEqual([]);
    world.run(10 * MINUTE, 5 * SECOND);
    expect(world.typed).toEqual(['ccl-1 on work', 'ccl-1 on personal']);
    expect(world.snapshot.hold).not.toBeNull();
  });

  it('a session that goes on natively ends the hold for it', () => {
    const { world, seats } = held(RESET, RESET + HOUR, {}, true);
    world.run(HOUR, MINUTE);
    seats[0]?.write(row('prompt', world.wallMs)).show(busy());
    world.pass(SECOND).poll();
    expect(world.session('ccl-1').state).toBe('working');
    expect(world.session('ccl-2').state).toBe('armed');
  });
});

describe('an armed session', () => {
  it('is not typed into from 30 s before its reset to 150 s after it', () => {
    const { world } = held(RESET, RESET + HOUR, { minWaitMs: 0 }, true);
    world.run(RESET - world.wallMs - MINUTE, 20 * SECOND).run(RESET + 149 * SECOND - world.wallMs);
    expect(world.typed).toEqual([]);
    world.run(20 * SECOND);
    expect(world.typed).toEqual(['ccl-1', 'ccl-2']);
  });

  it('nor in a swap; it goes on by itself or follows later', () => {
    const { world, seats } = held(RESET, NOON + MINUTE, { minWaitMs: 0, mode: 'observe' }, true);
    world.run(RESET - world.wallMs - 20 * SECOND, 10 * SECOND);
    world.command({ type: 'mode', mode: 'auto' });
    world.run(3 * SECOND);
    expect(world.flips()).toEqual(['work→personal (return)']);
    expect(world.typed).toEqual([]);
    expect(world.snapshot.swap?.sessions.map((one) => one.end)).toEqual(['pending', 'pending', 'pinned']);
    world.run(60 * SECOND);
    seats[0]?.write(row('prompt', world.wallMs), row('reply', world.wallMs)).show(idle());
    world.run(3 * MINUTE);
    expect(world.typed).toEqual(['ccl-2']);
  });

  it('that was left by a swap in good time is continued at once', () => {
    const { world } = held(RESET, NOON + MINUTE, {}, true);
    world.run(2 * MINUTE);
    expect(world.flips()).toEqual(['work→personal (return)']);
    expect(world.typed.toSorted()).toEqual(['ccl-1', 'ccl-2']);
  });
});

describe('a late session', () => {
  function late(answer: (world: World, seat: Seat) => ReturnType<World['answer']>) {
    const world = new World();
    const seat = world.seat('ccl-1');
    world.open().pass(SECOND);
    world.command({ type: 'swap', to: 'personal', force: false });
    world.answer = (one) => answer(world, one);
    world.pass(5 * SECOND);
    hit(world, seat, RESET);
    world.poll();
    return { world, seat };
  }

  it('was at work while the swap went: it is set going again at once, not after a pause', () => {
    const world = new World();
    const limitedOne = world.seat('ccl-1');
    const busyOne = world.seat('ccl-2', {}, busy());
    world.answer = (seat) => world.works(seat);
    world.open().pass(SECOND);
    hit(world, limitedOne, RESET);
    world.poll().run(10 * SECOND);
    expect(world.snapshot.swap).toBeNull();
    hit(world, busyOne, RESET);
    world.run(3 * SECOND);
    expect(world.typed).toEqual(['ccl-1', 'ccl-2']);
    expect(world.flips()).toHaveLength(1);
  });

  it('where a person is active is left alone, and continued when they have gone', () => {
    const { world, seat } = late((one, s) => one.works(s));
    expect(world.typed).toEqual(['ccl-1']);
    world.run(5 * SECOND);
    seat.personActiveAtMs = world.wallMs;
    hit(world, seat, RESET);
    world.run(9 * SECOND);
    expect(world.typed).toHaveLength(1);
    world.run(5 * SECOND);
    expect(world.typed).toHaveLength(2);
  });

  it('that has gone is forgotten', () => {
    const { world, seat } = late((one, s) => one.works(s));
    world.run(30 * SECOND);
    expect(world.durable.resumes).toHaveLength(1);
    seat.gone = true;
    world.run(2 * SECOND);
    expect(world.durable.resumes).toEqual([]);
  });

  it('that cannot be typed into is tried again ever more rarely, and told once', () => {
    const { world } = late(() => ({ outcome: 'refused', cause: 'mode', reason: 'the pane is in copy mode' }));
    world.run(HOUR, 5 * SECOND);
    expect(world.ordersOf('type')).toBeGreaterThan(5);
    expect(world.ordersOf('type')).toBeLessThan(20);
    expect(world.log.filter((line) => line.includes('copy mode'))).toHaveLength(1);
  });

  it('that is refused for its old account again and again is not hammered', () => {
    const { world } = late((one, seat) => {
      one.typed.push(seat.name);
      seat.write(row('prompt', one.wallMs), limitRow(one.wallMs, RESET));
      seat.show(limited({ resetsAtMs: RESET, prompt: 'continue', occurrences: 2 }));
      return { outcome: 'submitted' };
    });
    world.run(2 * HOUR, 5 * SECOND);
    expect(world.typed.length).toBeGreaterThan(2);
    expect(world.typed.length).toBeLessThan(8);
    expect(world.flips()).toHaveLength(1);
  });

  it('is typed into once for one refusal, whatever happens later', () => {
    const { world } = late(() => ({ outcome: 'unconfirmed', reason: 'no turn was seen' }));
    world
      .run(10 * MINUTE, 5 * SECOND)
      .restart()
      .run(10 * MINUTE, 5 * SECOND);
    world.command({ type: 'swap', to: 'work', force: true });
    world.run(10 * MINUTE, 5 * SECOND);
    expect(world.ordersOf('type')).toBe(1);
  });
});
