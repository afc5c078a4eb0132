import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/engine/effects.js';
import { busy } from './support/readings.js';
import { blocked, hit, refusal, THREE } from './support/scenes.js';
import { MINUTE, SECOND, World } from './support/world.js';

describe('one swap', () => {
  it('goes preflight, flip, verify, then types; nothing touches a session before the link is verified', () => {
    const { world } = blocked(3);
    world.poll().run(15 * SECOND);
    expect(world.ordered.map((effect) => effect.type)).toEqual([
      'preflight',
      'flip',
      'verify',
      'type',
      'type',
      'type',
    ]);
    expect(world.flips()).toEqual(['work→personal (monitor)']);
    expect(world.snapshot.swap).toBeNull();
    expect(world.notices.map((notice) => notice.kind)).toEqual(['swap']);
    expect(world.notices[0]?.text).toMatch(/^swap work → personal done in \d+\.\d s, 3 sessions continued$/);
  });

  it('tells apart who was set going again and who was never stopped', () => {
    const { world } = blocked(2);
    world.seat('ccl-3', {}, busy());
    world.poll().run(15 * SECOND);
    expect(world.notices[0]?.text).toMatch(/ s, 2 sessions continued, 1 left working$/);
  });

  it('what it waits for is told once, and stays said while it is tried again', () => {
    const { world } = blocked(1);
    world.refusals.preflight = { code: 'refresh-in-flight', reason: 'a login is refreshed', passing: true };
    world.poll();
    const said = new Set<string | null>();
    for (let second = 0; second < 5; second++) {
      world.run(SECOND, 100);
      said.add(world.snapshot.swap?.waiting ?? null);
    }
    expect([...said]).toEqual(['a login is refreshed']);
    const told = world.snapshot.events.filter((event) => event.text === 'swap waits: a login is refreshed');
    expect(told).toHaveLength(1);
  });

  it('the first one typed into is the canary; the rest wait for its real answer and are staggered', () => {
    const { world } = blocked(3, { staggerMs: 300 });
    const at: number[] = [];
    world.answer = (seat) => {
      at.push(world.steadyMs);
      return world.works(seat, 5 * SECOND);
    };
    world.poll().run(4 * SECOND, 100);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.snapshot.swap?.phase).toBe('canary');
    world.run(4 * SECOND, 100);
    expect(world.typed).toEqual(['ccl-1', 'ccl-2', 'ccl-3']);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(300);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeLessThan(600);
  });

  it('only the active account’s limit causes it, and one swap answers every session', () => {
    const { world } = blocked(4);
    world.poll().run(2 * MINUTE);
    expect(world.flips()).toHaveLength(1);
    expect(world.hits.every((one) => one.state === 'acted')).toBe(true);
  });

  it('is done 60 s after the flip at the latest; who has had no turn yet follows by itself', () => {
    const { world } = blocked(4);
    world.answer = (seat) => {
      if (seat.name !== 'ccl-1') return world.works(seat);
      world.typed.push(seat.name);
      return { outcome: 'submitted' };
    };
    world.poll().run(59 * SECOND);
    expect(world.snapshot.swap?.phase).toBe('canary');
    world.run(2 * SECOND);
    expect(world.snapshot.swap?.phase).toBe('done');
    world.run(2 * MINUTE);
    expect(world.typed).toEqual(['ccl-1', 'ccl-2', 'ccl-3', 'ccl-4']);
    expect(world.ends()).toMatchObject({ 'ccl-1': 'unconfirmed', 'ccl-4': 'continued' });
  });

  it('a session that hits the limit while the swap is under way is answered by it', () => {
    const { world } = blocked(1);
    const late = world.seat('ccl-2');
    world.look();
    hit(world, late);
    world.pass(SECOND).look();
    world.work().run(10 * SECOND);
    expect(world.hits.map((one) => one.state)).toEqual(['acted', 'acted']);
    expect(world.ends()).toEqual({ 'ccl-1': 'continued', 'ccl-2': 'continued' });
  });
});

describe('what preflight refuses', () => {
  const LINK = [
    'link-is-directory',
    'link-is-file',
    'link-missing',
    'link-foreign',
    'link-parent',
    'state-unwritable',
    'io',
  ] as const;
  for (const code of LINK) {
    it(`${code}: nothing is done, it is told once, and tried again later`, () => {
      const { world } = blocked(1);
      world.refusals.preflight = refusal(code);
      world.poll();
      expect(world.ordersOf('flip')).toBe(0);
      expect(world.snapshot.swap?.phase).toBe('rolled-back');
      expect(world.hits[0]).toMatchObject({ state: 'deferred', why: `swap refused: ${code}: because` });
      world.run(30 * MINUTE, 10 * SECOND);
      expect(world.notices.filter((one) => one.kind === 'refused')).toHaveLength(1);
      expect(world.ordersOf('preflight')).toBeLessThan(9);
      world.refusals.preflight = null;
      world.run(6 * MINUTE, 5 * SECOND);
      expect(world.flips()).toHaveLength(1);
    });
  }

  for (const code of ['target-missing', 'target-unreadable', 'same-login'] as const) {
    it(`${code}: the next candidate in the same intent; a person's choice stands`, () => {
      const { world } = blocked(1, THREE);
      const perform = world.perform.bind(world);
      world.perform = (effect: Effect) =>
        effect.type === 'preflight' && effect.toDir === '/accounts/b'
          ? { type: 'preflight', refusal: refusal(code) }
          : perform(effect);
      world.poll();
      expect(world.flips()).toEqual(['a→c (monitor)']);
      expect(new Set(world.durable.autoSwaps).size).toBe(1);
      const refused = new World(THREE).open();
      refused.refusals.preflight = refusal(code);
      expect(refused.command({ type: 'swap', to: 'b', force: false }).status).toBe('started');
      expect(refused.snapshot.swap).toMatchObject({ phase: 'rolled-back', to: 'b' });
    });
  }

  it('a token refresh in flight is waited for, and after 60 s postponed, never forced', () => {
    const { world } = blocked(1);
    world.refusals.preflight = refusal('refresh-in-flight', true);
    world.poll().run(56 * SECOND);
    expect(world.snapshot.swap).toMatchObject({ phase: 'preflight', waiting: 'refresh-in-flight: because' });
    world.run(5 * SECOND);
    expect(world.snapshot.swap?.phase).toBe('rolled-back');
    expect(world.log).toContain('swap work → personal refused: postponed: refresh-in-flight: because');
    expect(world.ordersOf('flip')).toBe(0);
    world.refusals.preflight = null;
    world.run(2 * MINUTE);
    expect(world.flips()).toHaveLength(1);
  });

  it('the flip looks for a refresh once more and goes back to waiting', () => {
    const { world } = blocked(1);
    world.refusals.flip = refusal('refresh-in-flight', true);
    world.poll().run(5 * SECOND);
    expect(world.snapshot.swap?.phase).toBe('preflight');
    world.refusals.flip = null;
    world.run(3 * SECOND);
    expect(world.flips()).toHaveLength(1);
  });

  it('an effect that does not settle: before the flip nothing was done, after it the link decides', () => {
    const { world } = blocked(1);
    const [preflight] = world.look();
    world.pending = [];
    if (preflight) world.settle(world.ordered[0] ?? preflight, { type: 'timeout' });
    expect(world.snapshot.swap?.phase).toBe('rolled-back');
    const other = blocked(1).world;
    const perform = other.perform.bind(other);
    other.perform = (effect: Effect) => {
      const outcome = perform(effect);
      return effect.type === 'flip' ? { type: 'timeout' } : outcome;
    };
    other.poll().run(5 * SECOND);
    expect(other.flips()).toHaveLength(1);
  });

  it('verify: the link still old => rolled back; new but unwell for a minute, or elsewhere => the person', () => {
    const ends: string[] = [];
    for (const link of ['work', 'personal', null]) {
      const { world } = blocked(1);
      world.refusals.verify = refusal('io');
      const perform = world.perform.bind(world);
      world.perform = (effect: Effect) => {
        const outcome = perform(effect);
        if (effect.type === 'flip') world.pointTo(link);
        return outcome;
      };
      world.poll();
      for (let n = 0; n < 70 && world.snapshot.swap?.phase === 'verify'; n += 1) world.run(SECOND);
      ends.push(world.snapshot.swap?.phase ?? '');
      expect(world.typed).toEqual([]);
    }
    expect(ends).toEqual(['rolled-back', 'needs-person', 'needs-person']);
  });
});
