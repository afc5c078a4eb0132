import { describe, expect, test } from 'vitest';
import type { Effect, NoticeKind } from '../../../src/core/engine/effects.js';
import { isStanding, keyOf, lasts, standingNotices } from '../../../src/core/notifier/standing.js';
import { tellsUse } from '../engine/support/hooks.js';
import { parkFirst, poolWorld } from '../engine/support/pool.js';
import { idle, limited, row } from '../engine/support/readings.js';
import { hit, opened, RESET, THREE } from '../engine/support/scenes.js';
import { account, HOUR, MINUTE, SECOND, type World } from '../engine/support/world.js';

type Notified = Extract<Effect, { type: 'notify' }>;

/**
 * Every notice of a lasting condition is held against the state right behind it: the snapshot says that it stands, and the
 * stored state tells the same one to a new life.
 */
function watched(world: World): Notified[] {
  const all: Notified[] = [];
  const step = world.step.bind(world);
  world.step = (event) => {
    const effects = step(event);
    for (const effect of effects) {
      if (effect.type !== 'notify') continue;
      all.push(effect);
      if (!lasts(effect.kind)) continue;
      const key = keyOf(effect.kind, effect.about);
      expect([key, isStanding(key, world.snapshot)]).toEqual([key, true]);
      const stored = standingNotices(world.durable).find((one) => keyOf(one.kind, one.about) === key);
      expect([key, stored?.atMs]).toEqual([key, effect.atMs]);
    }
    return effects;
  };
  return all;
}

/** After this nothing of that kind stands any more. */
function isOver(world: World, all: readonly Notified[], kind: NoticeKind): void {
  const told = all.find((one) => one.kind === kind);
  expect(told).toBeDefined();
  expect(isStanding(keyOf(kind, told?.about ?? null), world.snapshot)).toBe(false);
  expect(standingNotices(world.durable).filter((one) => one.kind === kind)).toEqual([]);
}

describe('what the engine tells stands in its snapshot until it ends', () => {
  test('the link in no account’s directory', () => {
    const { world } = opened();
    const all = watched(world);
    world.pointTo(null);
    world.poll().run(MINUTE);
    world.pointTo('work');
    world.run(10 * SECOND);
    isOver(world, all, 'needs-person');
  });

  test('a proposal, also one ahead of the limit: answered by its own time', () => {
    const { world, seat } = opened({ mode: 'confirm' });
    const all = watched(world);
    hit(world, seat);
    world.poll().run(MINUTE);
    expect(world.snapshot.proposal?.at).toBe(new Date(all[0]?.atMs ?? 0).toISOString());
    world.command({ type: 'answer', yes: false });
    isOver(world, all, 'proposal');

    const ahead = opened({ ...THREE, proactive: 90, mode: 'confirm' });
    const others = watched(ahead.world);
    tellsUse(ahead.world, ahead.seat, 95, { resetsAtMs: ahead.world.wallMs + 2 * HOUR });
    ahead.world.run(MINUTE);
    expect(others.map((one) => one.kind)).toEqual(['proposal']);
  });

  test('the breaker', () => {
    const accounts = Array.from({ length: 9 }, (_, n) => account(`n${n}`, n));
    const { world, seat } = opened({ accounts, cooldownMs: MINUTE, policy: 'round-robin' });
    const all = watched(world);
    for (let n = 0; n < 8; n += 1) {
      hit(world, seat, RESET + n * 10 * MINUTE);
      world.run(2 * MINUTE);
    }
    world.command({ type: 'mode', mode: 'auto' });
    isOver(world, all, 'breaker');
  });

  test('a hold and a dead login', () => {
    const { world, seat } = opened();
    const all = watched(world);
    seat.write(row('api-error', world.wallMs, { error: 'authentication_failed', status: 401 }));
    seat.show(idle({ verdict: 'auth-error' }));
    world.poll().run(10 * SECOND);
    expect(all.map((one) => one.about)).toContain('work');
    world.pass(SECOND);
    seat.write(row('reply', world.wallMs)).show(idle());
    world.poll().run(10 * SECOND);
    isOver(world, all, 'login');

    const one = opened({ accounts: [account('work', 1), { ...account('never', 2), auto: false }] });
    const others = watched(one.world);
    hit(one.world, one.seat);
    one.world.poll().run(MINUTE);
    expect(others.map((notice) => notice.kind)).toContain('hold');
    one.world.run(4 * HOUR, MINUTE);
    isOver(one.world, others, 'hold');
  });

  test('a parked room', () => {
    const world = poolWorld(1);
    const all = watched(world);
    parkFirst(world);
    world.command({ type: 'unpark', session: 'ccl-1' });
    isOver(world, all, 'parked');
  });

  test('a suspected hit is told once, with its snippet', () => {
    const { world, seat } = opened();
    const all = watched(world);
    seat.show(limited({ resetsAtMs: null }));
    world.poll().run(10 * SECOND);
    expect(all).toHaveLength(1);
    expect(all[0]?.kind).toBe('suspected');
    expect(all[0]?.text).toMatch(/^ccl-1: ".+" \(.+\)$/);
  });
});
