import { describe, expect, it } from 'vitest';
import { idle, limited, limitRow, serverError } from './support/readings.js';
import { account, HOUR, MINUTE, NOON, SECOND, World } from './support/world.js';

const SIX_PM = NOON + 6 * HOUR - 30 * MINUTE;

describe('the seed', () => {
  it('an instant swap when two pool sessions are blocked with a reset time', () => {
    const world = new World({ minBlocked: 2 });
    const [a, b] = [world.seat('ccl-1', { transcript: false }), world.seat('ccl-2', { transcript: false })];
    world.open().pass(SECOND);
    a.show(limited({ resetsAtMs: SIX_PM }));
    world.poll();
    expect(world.flips()).toEqual([]);
    b.show(limited({ resetsAtMs: SIX_PM }));
    world.pass(SECOND).poll();
    expect(world.flips()).toEqual(['work→personal (monitor)']);
    world.run(10 * SECOND);
    expect(world.ends()).toEqual({ 'ccl-1': 'continued', 'ccl-2': 'continued' });
    expect(world.typed.toSorted()).toEqual(['ccl-1', 'ccl-2']);
    expect(world.durable.swapCount).toBe(1);
  });

  it('confirmation required when there is no reset time', () => {
    const world = new World();
    const seat = world.seat('ccl-1', { transcript: false });
    world.open().pass(SECOND);
    seat.show(limited());
    world.poll();
    expect(world.hits.map((hit) => hit.state)).toEqual(['suspected']);
    world.run(29 * SECOND);
    expect(world.flips()).toEqual([]);
    world.run(SECOND);
    expect(world.flips()).toEqual(['work→personal (monitor)']);
    expect(world.verdicts()).toEqual(['suspected', 'confirmed', 'acted']);
  });

  it('a suspected hit cleared on recovery', () => {
    const world = new World();
    const seat = world.seat('ccl-1', { transcript: false });
    world.open().pass(SECOND);
    seat.show(limited());
    world.poll().run(20 * SECOND);
    seat.show(idle());
    world.run(60 * SECOND);
    expect(world.flips()).toEqual([]);
    expect(world.verdicts()).toEqual(['suspected', 'absorbed']);
    expect(world.session('ccl-1').state).toBe('ready');
  });

  it('a completed swap, whoever ordered it, keeps automatic ones back for the cooldown, across a restart too', () => {
    for (const origin of ['monitor', 'person', 'foreign'] as const) {
      const world = new World({
        accounts: [account('a', 1), account('b', 2), account('c', 2)],
        policy: 'round-robin',
      });
      const [one, two] = [world.seat('ccl-1'), world.seat('ccl-2')];
      world.open().pass(SECOND);
      if (origin === 'monitor')
        one.write(limitRow(world.wallMs, SIX_PM)).show(limited({ resetsAtMs: SIX_PM }));
      if (origin === 'person') world.command({ type: 'swap', to: 'b', force: false });
      if (origin === 'foreign') world.pointTo('b');
      world.poll();
      expect(world.snapshot.lastSwap).toMatchObject({ from: 'a', to: 'b', origin });
      world
        .run(2 * MINUTE)
        .restart()
        .poll();
      two.write(limitRow(world.wallMs, SIX_PM + HOUR)).show(limited({ resetsAtMs: SIX_PM + HOUR }));
      world
        .run(30 * SECOND)
        .restart()
        .run(149 * SECOND);
      expect(world.flips()).toHaveLength(1);
      expect(world.hits.at(-1)).toMatchObject({ state: 'deferred', account: 'b' });
      expect(world.log.filter((line) => line === '[quota] swap cooldown active')).toHaveLength(1);
      world.run(2 * SECOND);
      expect(world.flips().at(-1)).toBe('b→c (monitor)');
    }
  });

  it('a burst of HTTP 500 with "rate limit" in its body, standing on the screen for ten polls, never swaps', () => {
    const world = new World();
    const seats = ['ccl-1', 'ccl-2', 'ccl-3'].map((name, index) =>
      world.seat(name, { transcript: index === 0 }),
    );
    world.open().pass(SECOND);
    for (const seat of seats) seat.show(serverError());
    world.run(10 * SECOND).run(2 * MINUTE, 30 * SECOND);
    expect(world.ordered).toEqual([]);
    expect(world.verdicts()).toEqual(['vetoed', 'vetoed', 'vetoed']);
    expect(world.durable.accounts).toEqual({});
  });
});
