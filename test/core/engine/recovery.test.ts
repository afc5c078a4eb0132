import { describe, expect, it } from 'vitest';
import { initialDurable, initialState } from '../../../src/core/engine/initial.js';
import { brokenInvariants } from '../../../src/core/engine/invariants.js';
import type { Durable } from '../../../src/core/engine/state.js';
import { idle, limited, limitRow, serverError } from './support/readings.js';
import { account, HOUR, linkTo, MINUTE, NOON, SECOND, World } from './support/world.js';

const RESET = NOON + 3 * HOUR;

/** A world in which a swap over one in-place and one older session is due at the next look. */
function due(): World {
  const world = new World({ cooldownMs: 5 * MINUTE });
  const seats = [world.seat('ccl-1'), world.seat('ccl-2'), world.seat('ccl-3', { version: '2.1.80' })];
  world.open().pass(SECOND);
  for (const seat of seats) seat.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
  return world;
}

/** Runs the swap and dies after `fatal` transitions; `performed`: whether what was under way then still happened. */
function crashAfter(fatal: number, performed: boolean): { world: World; died: boolean } {
  const world = due();
  let left = fatal;
  const step = world.step.bind(world);
  class Death extends Error {}
  world.step = (event) => {
    const effects = step(event);
    left -= 1;
    if (left === 0) throw new Death();
    return effects;
  };
  try {
    world.poll().run(30 * SECOND);
    return { world, died: false };
  } catch (error) {
    if (!(error instanceof Death)) throw error;
  }
  world.step = step;
  const underWay = [...world.pending];
  if (performed) for (const effect of underWay) world.perform(effect);
  return { world, died: true };
}

describe('a crash at every step of a swap', () => {
  for (const performed of [false, true]) {
    it(`converges, with what was under way ${performed ? 'done' : 'not done'}`, () => {
      let fatal = 1;
      for (; ; fatal += 1) {
        const { world, died } = crashAfter(fatal, performed);
        if (!died) break;
        world
          .pass(2 * SECOND)
          .restart()
          .run(4 * MINUTE);
        expect(world.durable.activeAccount).toBe(world.link.account);
        expect(world.link.account).toBe('personal');
        expect(world.snapshot.swap).toBeNull();
        expect(world.snapshot.needs).toEqual([]);
        expect(world.durable.flips.length).toBe(1);
        expect(world.renames).toBe(1);
        for (const name of ['ccl-1', 'ccl-2', 'ccl-3']) {
          expect(`${fatal}: ${name} ${world.typed.filter((one) => one === name).length}`).toBe(
            `${fatal}: ${name} 1`,
          );
          expect(world.session(name).state).toBe('ready');
        }
      }
      expect(fatal).toBeGreaterThan(20);
    });
  }

  it('a second death right after the first one changes nothing', () => {
    for (let fatal = 1; fatal < 40; fatal += 1) {
      const { world, died } = crashAfter(fatal, fatal % 2 === 0);
      if (!died) break;
      world.restart().pass(SECOND).look();
      world
        .restart()
        .pass(SECOND)
        .poll()
        .restart()
        .run(4 * MINUTE);
      expect(world.durable.activeAccount).toBe('personal');
      for (const name of ['ccl-1', 'ccl-2', 'ccl-3']) {
        expect(world.typed.filter((one) => one === name).length).toBeLessThanOrEqual(1);
      }
    }
  });

  it('nothing is done before the first look', () => {
    const world = due();
    world.look();
    world.restart();
    expect(world.pending).toEqual([]);
    world.tick();
    expect(world.ordersOf('flip')).toBe(0);
    world.run(10 * SECOND);
    expect(world.flips()).toHaveLength(1);
  });

  it('before the first look nothing is said of tmux', () => {
    expect(new World().start().snapshot.needs).toEqual([]);
  });

  it('without a tmux server a person can still swap', () => {
    const world = new World().start();
    const tmux = { state: 'no-server', version: null, detail: 'no tmux server runs' } as const;
    expect(world.command({ type: 'swap', to: null, force: false }).status).toBe('started');
    expect(world.flips()).toEqual([]);
    world.step({ type: 'poll-failed', at: world.now, tmux, link: world.link });
    world.work();
    expect(world.flips()).toHaveLength(1);
  });
});

describe('the stored state', () => {
  it('corrupt: nothing automatic before a whole cooldown', () => {
    const world = new World();
    const seat = world.seat('ccl-1');
    world.start('corrupt').poll().pass(SECOND);
    seat.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
    world.run(4 * MINUTE);
    expect(world.flips()).toEqual([]);
    world.run(2 * MINUTE);
    expect(world.flips()).toHaveLength(1);
  });

  it('a new boot: the cooldown goes on by the wall clock, and counts in full when that went back', () => {
    for (const [wall, leftMs] of [
      [2 * MINUTE, 3 * MINUTE],
      [-HOUR, 5 * MINUTE],
    ] as const) {
      const world = new World().open();
      world.command({ type: 'swap', to: 'personal', force: false });
      world.wallMs = (world.durable.flips[0]?.at.wallMs ?? 0) + wall;
      world.steadyMs = 20 * SECOND;
      world.bootId = 'boot-2';
      world.restart();
      expect(world.snapshot.cooldown?.remainingMs).toBe(leftMs);
    }
  });

  it('the link was changed while nobody watched: a person’s swap', () => {
    const world = new World().open();
    world.pointTo('personal');
    world.restart().poll();
    expect(world.flips()).toEqual(['work→personal (foreign)']);
    expect(world.snapshot.cooldown).not.toBeNull();
  });
});

describe('clocks', () => {
  const DECADE = 10 * 365 * 24 * HOUR;

  it('a jump of the wall clock by ten years moves neither the cooldown nor a wait', () => {
    for (const jump of [DECADE, -DECADE]) {
      const world = new World({ accounts: [account('a', 1), account('b', 2), account('c', 3)] });
      const [seat, other] = [world.seat('ccl-1'), world.seat('ccl-2', { transcript: false })];
      world.open();
      world.command({ type: 'swap', to: 'b', force: false });
      world.run(MINUTE);
      other.show(limited());
      world.poll().run(10 * SECOND);
      world.wallMs += jump;
      world.run(15 * SECOND);
      expect(world.hits[0]?.state).toBe('suspected');
      seat
        .write(limitRow(world.wallMs, world.wallMs + HOUR))
        .show(limited({ resetsAtMs: world.wallMs + HOUR }));
      world.run(10 * SECOND);
      expect(world.hits.map((hit) => [hit.account, hit.state])).toEqual([
        ['b', 'deferred'],
        ['b', 'deferred'],
      ]);
      world.run(3 * MINUTE);
      expect(world.flips()).toHaveLength(1);
      world.run(MINUTE);
      expect(world.flips().at(-1)).toMatch(/^b→[ac] /);
    }
  });

  it('a jump in the middle of a swap harms nothing', () => {
    for (const jump of [DECADE, -DECADE]) {
      const world = due();
      world.look();
      world.wallMs += jump;
      world.work().run(3 * MINUTE);
      expect(world.snapshot.swap).toBeNull();
      expect(world.durable.flips).toHaveLength(1);
      for (const name of ['ccl-1', 'ccl-2']) expect(world.typed.filter((one) => one === name).length).toBe(1);
    }
  });

  it('a suspend counts for the cooldown and for the resets', () => {
    const world = new World();
    const seat = world.seat('ccl-1');
    world.open();
    world.command({ type: 'swap', to: 'personal', force: false });
    world.pass(MINUTE);
    seat.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
    world.poll();
    expect(world.hits[0]?.state).toBe('deferred');
    world.pass(8 * HOUR);
    seat.show(idle()).write();
    world.poll().run(30 * SECOND);
    expect(world.snapshot.cooldown).toBeNull();
    expect(world.flips()).toHaveLength(1);
  });
});

describe('quiet', () => {
  it('a poll in which nothing happened keeps the very same durable state and orders nothing', () => {
    for (const situation of [
      'idle',
      'vetoed',
      'suspected',
      'deferred',
      'hold',
      'observe',
      'confirm',
      'marked',
    ] as const) {
      const settings = {
        ...(situation === 'observe' ? { mode: 'observe' as const } : {}),
        ...(situation === 'confirm' ? { mode: 'confirm' as const } : {}),
        ...(situation === 'marked' ? { onModelLimit: 'mark' as const } : {}),
      };
      const world = new World(settings);
      const seat = world.seat('ccl-1', { transcript: situation !== 'suspected' });
      const probe = world.seat('probe', { config: { account: 'personal' } });
      world.open().pass(SECOND);
      if (situation === 'vetoed') seat.show(serverError());
      if (situation === 'suspected') seat.show(limited());
      if (situation === 'deferred') world.command({ type: 'swap', to: 'personal', force: false });
      world.pass(31 * SECOND);
      if (situation === 'hold') probe.write(limitRow(world.wallMs, RESET));
      if (!['idle', 'vetoed', 'suspected'].includes(situation)) {
        const kind = situation === 'marked' ? 'opus' : 'five-hour';
        seat.write(limitRow(world.wallMs, RESET, { kind })).show(limited({ resetsAtMs: RESET, kind }));
      }
      world.poll().run(12 * SECOND);
      const { durable } = world;
      for (let n = 0; n < 20; n += 1) {
        world.pass(500);
        expect(world.look()).toEqual([]);
        expect(world.durable).toBe(durable);
      }
    }
  });

  it('a week of limits stays small', () => {
    const world = new World({ accounts: [account('a', 1), account('b', 2), account('c', 3)] });
    const seats = [world.seat('ccl-1'), world.seat('ccl-2', { transcript: false })];
    world.open();
    world.strict = false;
    for (let n = 0; n < 300; n += 1) {
      const resetsAtMs = world.wallMs + 20 * MINUTE;
      for (const seat of seats) {
        seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs, prompt: `task ${n}` }));
      }
      world.poll().run(12 * MINUTE, 30 * SECOND);
      seats[1]?.replace(5000 + n, world.steadyMs, idle());
      world.run(18 * MINUTE, MINUTE);
    }
    const { durable, live } = world.state;
    expect(durable.hits.length).toBeLessThanOrEqual(100);
    expect(durable.settled.length).toBeLessThanOrEqual(500);
    expect(durable.flips.length).toBeLessThanOrEqual(50);
    expect(durable.resumes.length).toBeLessThanOrEqual(6);
    expect(live.events.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(durable).length).toBeLessThan(256_000);
  });
});

describe('the invariants', () => {
  it('hold for an untouched state', () => {
    const state = initialState(initialDurable() as Durable);
    expect(brokenInvariants(state, { ...state, live: { ...state.live, link: linkTo('work') } }, [])).toEqual(
      [],
    );
  });
});
