import { describe, expect, it } from 'vitest';
import { busy, limited, limitRow, row } from './support/readings.js';
import { hit, opened, RESET, THREE } from './support/scenes.js';
import { account, HOUR, MINUTE, SECOND } from './support/world.js';

describe('who is charged', () => {
  it('within 30 s after a flip the old account, later the new one', () => {
    for (const [after, charged] of [
      [29 * SECOND, 'a'],
      [31 * SECOND, 'b'],
    ] as const) {
      const { world, seat } = opened(THREE);
      world.command({ type: 'swap', to: 'b', force: false });
      world.pass(after);
      hit(world, seat);
      world.poll();
      expect(world.hits[0]?.account).toBe(charged);
    }
  });

  it('with the old account’s kind and reset the old one, however late', () => {
    const { world, seat } = opened({ ...THREE, cooldownMs: 0 });
    const other = world.seat('ccl-2');
    world.poll();
    hit(world, seat);
    world.poll().run(10 * MINUTE, 10 * SECOND);
    hit(world, other, RESET + 30 * SECOND);
    world.pass(SECOND).poll();
    expect(world.hits.at(-1)).toMatchObject({ sessionName: 'ccl-2', account: 'a' });
    world.run(30 * SECOND);
    expect(world.flips()).toHaveLength(1);
    expect(world.ends()).toMatchObject({ 'ccl-2': 'continued' });
  });

  it('a continued session’s refusal speaks of the new account at once', () => {
    const { world, seat } = opened({ ...THREE, cooldownMs: 0 });
    hit(world, seat);
    world.answer = (one) => {
      if (world.link.account !== 'b') return world.works(one);
      one.write(row('prompt', world.wallMs), limitRow(world.wallMs, RESET + HOUR));
      one.show(limited({ resetsAtMs: RESET + HOUR, prompt: 'continue' }));
      return { outcome: 'submitted' };
    };
    world.poll().run(3 * SECOND);
    expect(world.hits.at(-1)).toMatchObject({ account: 'b' });
  });

  it('pinned marks its own account and moves nobody; elsewhere and environment logins mark none', () => {
    const { world, seat } = opened({}, { config: { account: 'work' } });
    hit(world, seat);
    world.poll().run(MINUTE);
    expect(world.durable.accounts.work?.limits).toHaveLength(1);
    expect(world.ordered).toEqual([]);
    for (const options of [{ config: 'elsewhere' as const }, { loginByEnvironment: true }]) {
      const other = opened({}, options);
      hit(other.world, other.seat);
      other.world.poll().run(MINUTE);
      expect(other.world.durable.accounts).toEqual({});
      expect(other.world.ordered).toEqual([]);
    }
  });

  it('a limit first met after a flip is charged as of its transcript time', () => {
    const { world } = opened({ ...THREE, mode: 'observe' });
    const row = limitRow(world.wallMs, RESET);
    world.pass(2 * MINUTE);
    world.command({ type: 'swap', to: 'b', force: false });
    world.pass(MINUTE);
    world.seat('ccl-2', {}, limited({ resetsAtMs: RESET })).write(row);
    world.poll();
    expect(world.hits[0]).toMatchObject({ account: 'a', state: 'confirmed' });
  });

  it('an older CLI keeps the login it started with', () => {
    const { world, seat } = opened(THREE, { version: '2.1.80' });
    world.command({ type: 'swap', to: 'b', force: false });
    world.run(10 * MINUTE, 10 * SECOND);
    hit(world, seat);
    world.poll();
    expect(world.hits[0]).toMatchObject({ account: 'a', state: 'confirmed' });
    world.run(10 * SECOND);
    expect(world.flips()).toHaveLength(1);
    expect(world.ends()).toEqual({ 'ccl-1': 'restarted' });
  });

  it('a session limited on another account while the active one is free is simply resumed, one at a time', () => {
    const { world, seat } = opened(THREE);
    const other = world.seat('ccl-2');
    world.command({ type: 'swap', to: 'b', force: false });
    world.pass(5 * SECOND);
    hit(world, seat);
    hit(world, other);
    world.poll();
    expect(world.typed).toEqual(['ccl-1']);
    world.run(5 * SECOND);
    expect(world.typed).toEqual(['ccl-1', 'ccl-2']);
    expect(world.flips()).toHaveLength(1);
  });
});

describe('what holds a swap back', () => {
  it('min_blocked sessions must be blocked', () => {
    const { world, seat } = opened({ minBlocked: 2 });
    const other = world.seat('ccl-2');
    hit(world, seat);
    world.poll().run(MINUTE);
    expect(world.flips()).toEqual([]);
    hit(world, other);
    world.pass(SECOND).poll();
    expect(world.flips()).toHaveLength(1);
  });

  it('a reset nearer than min_wait is waited for, and the session resumed after it', () => {
    const { world, seat } = opened();
    hit(world, seat, world.wallMs + 4 * MINUTE);
    world.poll().run(3 * MINUTE, 5 * SECOND);
    expect(world.flips()).toEqual([]);
    expect(world.hits[0]?.state).toBe('deferred');
    world.run(2 * MINUTE, 5 * SECOND);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.flips()).toEqual([]);
  });

  it('a hit inside the cooldown is deferred, judged afresh at its end, and dropped if the session went on', () => {
    const { world, seat } = opened(THREE);
    world.command({ type: 'swap', to: 'b', force: false });
    world.run(2 * MINUTE, 10 * SECOND);
    hit(world, seat);
    world.run(MINUTE);
    expect(world.hits[0]).toMatchObject({ state: 'deferred', why: 'swap cooldown active' });
    expect(world.log.filter((line) => line === '[quota] swap cooldown active')).toHaveLength(1);
    expect(world.verdicts()).toEqual(['confirmed', 'deferred']);
    seat.write(row('prompt', world.wallMs)).show(busy());
    world.run(5 * MINUTE, 10 * SECOND);
    expect(world.flips()).toHaveLength(1);
    expect(world.hits[0]?.state).toBe('absorbed');
  });

  it('the breaker: six in an hour, told once, re-armed by mode auto', () => {
    const accounts = Array.from({ length: 9 }, (_, n) => account(`n${n}`, n));
    const { world, seat } = opened({ accounts, cooldownMs: MINUTE, policy: 'round-robin' });
    for (let n = 0; n < 8; n += 1) {
      hit(world, seat, RESET + n * 10 * MINUTE);
      world.run(2 * MINUTE);
    }
    expect(world.flips()).toHaveLength(6);
    expect(world.snapshot.breaker).toMatchObject({ open: true, reason: '6 automatic swaps within an hour' });
    expect(world.notices.filter((one) => one.kind === 'breaker')).toHaveLength(1);
    expect(world.hits.at(-1)?.state).toBe('deferred');
    world.command({ type: 'mode', mode: 'auto' });
    expect(world.flips()).toHaveLength(7);
  });

  it('the breaker: 2 × accounts in five hours; re-armed when its window has emptied; a person’s swap passes', () => {
    const { world, seat } = opened({ cooldownMs: MINUTE });
    for (let n = 0; n < 6; n += 1) {
      hit(world, seat, world.wallMs + 10 * MINUTE);
      world.run(20 * MINUTE, 5 * SECOND);
    }
    expect(world.flips()).toHaveLength(4);
    expect(world.snapshot.breaker.reason).toBe('4 automatic swaps within five hours');
    expect(world.command({ type: 'swap', to: null, force: false }).status).toBe('started');
    expect(world.flips()).toHaveLength(5);
    world.run(6 * HOUR, MINUTE);
    expect(world.snapshot.breaker.open).toBe(false);
  });

  it('a model limit swaps or marks, a spend limit marks, as configured', () => {
    const cases = [
      ['opus', {}, 1],
      ['opus', { onModelLimit: 'mark' }, 0],
      ['spend', {}, 0],
      ['spend', { onSpendLimit: 'swap' }, 1],
    ] as const;
    for (const [kind, settings, flips] of cases) {
      const { world, seat } = opened(settings);
      hit(world, seat, RESET, kind);
      world.poll().run(MINUTE);
      expect(world.flips()).toHaveLength(flips);
      expect(world.durable.accounts.work?.limits).toMatchObject([{ kind }]);
      expect(world.log.filter((line) => line.includes('is marked, it causes no swap'))).toHaveLength(
        flips === 0 ? 1 : 0,
      );
    }
  });
});

describe('modes', () => {
  it('confirm: asks once, does nothing, and yes swaps', () => {
    const { world, seat } = opened({ mode: 'confirm' });
    hit(world, seat);
    world.poll().run(10 * MINUTE, 10 * SECOND);
    expect(world.ordered).toEqual([]);
    expect(world.snapshot.proposal).toMatchObject({ to: 'personal' });
    expect(world.notices.map((one) => one.kind)).toEqual(['proposal']);
    expect(world.command({ type: 'answer', yes: true }).status).toBe('started');
    expect(world.flips()).toEqual(['work→personal (person)']);
    expect(world.command({ type: 'answer', yes: true }).status).toBe('refused');
  });

  it('confirm: no dismisses its hits and asks no more', () => {
    const { world, seat } = opened({ mode: 'confirm' });
    hit(world, seat);
    world.poll();
    world.command({ type: 'answer', yes: false });
    world.run(10 * MINUTE, 10 * SECOND);
    expect(world.snapshot.proposal).toBeNull();
    expect(world.hits[0]?.state).toBe('dismissed');
    expect(world.notices).toHaveLength(1);
    expect(world.ordered).toEqual([]);
  });

  it('observe: says what it would do, once, and sends nothing', () => {
    const { world, seat } = opened({ mode: 'observe' });
    hit(world, seat);
    world.poll().run(10 * MINUTE, 10 * SECOND);
    const would = world.log.filter((line) => line.startsWith('observe: would swap to personal'));
    expect(would).toEqual([
      'observe: would swap to personal (ccl-1 hit the 5-hour limit; personal: priority 2)',
    ]);
    expect(world.ordered).toEqual([]);
    world.pointTo('personal');
    world.run(5 * MINUTE, 10 * SECOND);
    expect(world.ordered).toEqual([]);
  });

  it('a mode of the person outlives a restart until the configuration names another', () => {
    const { world } = opened();
    world.command({ type: 'mode', mode: 'observe' });
    expect(world.restart().durable.mode).toBe('observe');
    world.step({
      type: 'settings-changed',
      at: world.now,
      settings: { ...world.settings, mode: 'confirm' },
      what: 'mode',
    });
    expect(world.durable.mode).toBe('confirm');
  });
});
