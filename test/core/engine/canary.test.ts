import { describe, expect, it } from 'vitest';
import type { TypeOutcome } from '../../../src/core/ports.js';
import { busy, idle, limited, limitRow, row } from './support/readings.js';
import { blocked, opened, RESET, THREE } from './support/scenes.js';
import type { Seat } from './support/seat.js';
import { HOUR, MINUTE, SECOND, type World } from './support/world.js';

describe('the canary', () => {
  function refusesOn(world: World, account: string, refuse: (seat: Seat) => void): void {
    world.answer = (seat): TypeOutcome => {
      if (world.link.account !== account) return world.works(seat);
      world.typed.push(`${seat.name}@${account}`);
      seat.write(row('prompt', world.wallMs, { text: 'continue' }));
      refuse(seat);
      return { outcome: 'submitted' };
    };
  }

  const REFUSALS: readonly [string, (world: World) => (seat: Seat) => void, string][] = [
    [
      'a limit',
      (world) => (seat) =>
        seat
          .write(limitRow(world.wallMs, RESET + HOUR))
          .show(limited({ resetsAtMs: RESET + HOUR, prompt: 'continue' })),
      'limited',
    ],
    [
      'a dead login',
      (world) => (seat) =>
        seat
          .write(row('api-error', world.wallMs, { error: 'authentication_failed', status: 401 }))
          .show(idle({ verdict: 'auth-error', lastPrompt: 'continue' })),
      'login',
    ],
    [
      'billing',
      (world) => (seat) =>
        seat
          .write(row('api-error', world.wallMs, { error: 'billing_error', status: 400 }))
          .show(idle({ verdict: 'billing-error', lastPrompt: 'continue' })),
      'login',
    ],
  ];
  for (const [what, how, state] of REFUSALS) {
    it(`${what} excludes the target and goes on to the next candidate in the same intent`, () => {
      const { world } = blocked(2, THREE);
      refusesOn(world, 'b', how(world));
      world.poll();
      const id = world.snapshot.swap?.id;
      world.run(5 * SECOND);
      expect(world.snapshot.swap?.id).toBe(id);
      expect(world.flips()).toEqual(['a→b (monitor)', 'b→c (monitor)']);
      expect(world.typed.filter((name) => name.endsWith('@b'))).toEqual(['ccl-1@b']);
      expect(world.snapshot.accounts.find((one) => one.name === 'b')?.state).toBe(state);
      world.run(20 * SECOND);
      expect(Object.values(world.ends()).every((end) => end === 'continued' || end === 'unconfirmed')).toBe(
        true,
      );
      expect(world.notices.filter((one) => one.kind === 'login').length).toBe(state === 'login' ? 1 : 0);
      expect(world.ends()).toEqual({ 'ccl-1': 'continued', 'ccl-2': 'continued' });
    });
  }

  it('is brought back at once also when the screen was read before the refusal that its transcript holds', () => {
    const { world } = blocked(2, THREE);
    refusesOn(world, 'b', (seat) =>
      seat
        .write(limitRow(world.wallMs, RESET + HOUR))
        .show(idle({ composer: { state: 'draft', text: 'continue' } })),
    );
    world.poll().run(SECOND);
    expect(world.flips()).toEqual(['a→b (monitor)', 'b→c (monitor)']);
    for (const seat of world.seats.filter(({ name }) => name === 'ccl-1'))
      seat.show(limited({ resetsAtMs: RESET + HOUR, prompt: 'continue' }));
    world.run(10 * SECOND);
    expect(world.ends()).toEqual({ 'ccl-1': 'continued', 'ccl-2': 'continued' });
  });

  it('and so it is when its dead login stands in the transcript, and the old limit still on the screen that was read', () => {
    const { world } = blocked(2, THREE);
    const dead = { error: 'authentication_failed', status: 401 };
    refusesOn(world, 'b', (seat) => seat.write(row('api-error', world.wallMs, dead)));
    world.poll().run(SECOND);
    expect(world.flips()).toEqual(['a→b (monitor)', 'b→c (monitor)']);
    for (const seat of world.seats.filter(({ name }) => name === 'ccl-1'))
      seat.show(idle({ verdict: 'auth-error', lastPrompt: 'continue' }));
    world.run(10 * SECOND);
    expect(world.ends()).toEqual({ 'ccl-1': 'continued', 'ccl-2': 'continued' });
  });

  it('is believed when it is refused soon after a limit that only the screen told of', () => {
    const { world, seat } = opened(THREE);
    seat.show(limited({ resetsAtMs: RESET }));
    refusesOn(world, 'b', () => {
      seat
        .write(limitRow(world.wallMs, RESET + HOUR))
        .show(limited({ resetsAtMs: RESET + HOUR, prompt: 'continue' }));
    });
    world.run(8 * SECOND);
    expect(world.flips()).toEqual(['a→b (monitor)', 'b→c (monitor)']);
    expect(world.snapshot.accounts.find(({ name }) => name === 'b')?.state).toBe('limited');
    expect(world.ends()).toEqual({ 'ccl-1': 'continued' });
  });

  it('no candidate left: hold, and no other session is typed into', () => {
    const { world } = blocked(3);
    refusesOn(world, 'personal', (seat) =>
      seat
        .write(limitRow(world.wallMs, RESET + HOUR))
        .show(limited({ resetsAtMs: RESET + HOUR, prompt: 'continue' })),
    );
    world.poll().run(10 * SECOND);
    expect(world.snapshot.hold).toMatchObject({ account: 'work', until: new Date(RESET).toISOString() });
    world.run(20 * MINUTE, 5 * SECOND);
    expect(world.typed).toEqual(['ccl-1@personal']);
    expect(world.notices.filter((one) => one.kind === 'hold')).toHaveLength(1);
  });

  it('a refusal for the account that was left says nothing of the target; another session goes first', () => {
    const { world } = blocked(2, THREE);
    world.answer = (seat) => {
      if (seat.name !== 'ccl-1') return world.works(seat);
      world.typed.push(seat.name);
      seat
        .write(row('prompt', world.wallMs), limitRow(world.wallMs, RESET))
        .show(limited({ resetsAtMs: RESET, prompt: 'continue' }));
      return { outcome: 'submitted' };
    };
    world.poll().run(20 * SECOND);
    expect(world.flips()).toEqual(['a→b (monitor)']);
    expect(world.ends()).toMatchObject({ 'ccl-2': 'continued' });
    expect(world.durable.accounts.b?.limits).toEqual([]);
    world.run(4 * MINUTE);
    expect(world.typed.filter((name) => name === 'ccl-1')).toHaveLength(1);
  });

  it('an API error and a retry are no answer: the next session goes first, alone', () => {
    const { world } = blocked(3);
    world.answer = (seat) => {
      if (seat.name !== 'ccl-1') return world.works(seat, 5 * SECOND);
      seat.write(
        row('prompt', world.wallMs),
        row('api-error', world.wallMs, { error: 'server_error', status: 500 }),
      );
      seat.show(idle({ verdict: 'transient-error', lastPrompt: 'continue' }));
      return { outcome: 'submitted' };
    };
    world.poll().run(4 * SECOND);
    expect(world.typed).toEqual(['ccl-2']);
    world.run(10 * SECOND);
    expect(world.ends()).toEqual({ 'ccl-1': 'unconfirmed', 'ccl-2': 'continued', 'ccl-3': 'continued' });
    const retrying = blocked(1).world;
    retrying.answer = (seat) => {
      seat
        .write(row('prompt', retrying.wallMs))
        .show(busy('continue', { verdict: 'transient-error', vetoes: ['retrying'] }));
      return { outcome: 'submitted' };
    };
    retrying.poll().run(70 * SECOND);
    expect(retrying.ends()).toEqual({ 'ccl-1': 'unconfirmed' });
  });

  it('a dead login and no candidate left: hold, no other session is typed into, and a return when one comes back', () => {
    const { world } = blocked(2);
    refusesOn(world, 'personal', (seat) =>
      seat
        .write(row('api-error', world.wallMs, { error: 'authentication_failed', status: 401 }))
        .show(idle({ verdict: 'auth-error', lastPrompt: 'continue' })),
    );
    world.poll().run(MINUTE);
    expect(world.snapshot.hold).toMatchObject({ account: 'work', until: new Date(RESET).toISOString() });
    world.run(RESET - world.wallMs - MINUTE, MINUTE);
    expect(world.typed).toEqual(['ccl-1@personal']);
    expect(world.notices.map((one) => one.kind)).toEqual(['login', 'swap', 'hold']);
    world.run(2 * MINUTE);
    expect(world.flips()).toEqual(['work→personal (monitor)', 'personal→work (return)']);
    expect(world.typed).toEqual(['ccl-1@personal', 'ccl-2']);
  });

  it('a suspected hit is no answer: it excludes nobody, and going away it leaves the swap as it was', () => {
    const { world } = blocked(1, THREE);
    refusesOn(
      world,
      'b',
      (seat) => void seat.show(limited({ resetsAtMs: null, prompt: 'continue' }, { lastPrompt: 'continue' })),
    );
    world.poll().run(10 * SECOND);
    expect(world.flips()).toEqual(['a→b (monitor)']);
    world.seats[0]?.write(row('reply', world.wallMs)).show(idle({ lastPrompt: 'continue' }));
    world.run(10 * SECOND);
    expect(world.flips()).toEqual(['a→b (monitor)']);
    expect(world.ends()).toEqual({ 'ccl-1': 'continued' });
  });
});
