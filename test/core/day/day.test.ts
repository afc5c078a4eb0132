import { describe, expect, it } from 'vitest';
import { HALF_HOUR, HALF_HOURS } from '../../../src/core/day/half-hour.js';
import { keepDay } from '../../../src/core/day/keep-day.js';
import { initialDurable } from '../../../src/core/engine/initial.js';
import type { AccountLimit } from '../../../src/core/engine/state.js';
import { Step } from '../../../src/core/engine/step.js';
import { parseDurable, STATE_SCHEMA } from '../../../src/core/engine/stored-state.js';
import { tellsUse, tellsWindows } from '../engine/support/hooks.js';
import { idle } from '../engine/support/readings.js';
import { blocked, hit, opened, THREE } from '../engine/support/scenes.js';
import { HOUR, linkTo, MINUTE, NOON, SECOND, type World } from '../engine/support/world.js';

/** The last steps, the one under way at the end: `2s1l` two swaps and a limit, `-` nothing happened, `.` nobody looked. */
function told(world: World, count: number): string {
  const steps = world.snapshot.day?.steps ?? [];
  const words = steps.slice(-count).map((step) => {
    if (step === null) return '.';
    const swaps = step.swaps === 0 ? '' : `${step.swaps}s`;
    const limits = step.limits === 0 ? '' : `${step.limits}l`;
    return swaps + limits || '-';
  });
  return words.join(' ');
}

function percents(world: World, account: string, kind = 'five-hour'): readonly (number | null)[] {
  const used = world.snapshot.day?.used.find((one) => one.account === account && one.kind === kind);
  return used?.percents ?? [];
}

describe('swaps and limits of the last day', () => {
  it('are told in their half-hour; many sessions at one limit are one', () => {
    const { world } = blocked(3);
    world.poll().run(10 * SECOND);
    expect(told(world, 3)).toBe('. . 1s1l');
    world.pass(HALF_HOUR).poll();
    expect(told(world, 3)).toBe('. 1s1l -');
  });

  it('survive a restart and another boot', () => {
    const { world } = blocked(1);
    world.poll().run(10 * SECOND);
    world.bootId = 'boot-2';
    world.steadyMs = MINUTE;
    world.pass(HALF_HOUR).restart().poll();
    expect(told(world, 3)).toBe('. 1s1l -');
  });

  it('a flip by another hand is one', () => {
    const { world } = opened();
    world.link = linkTo('personal');
    world.pass(SECOND).poll();
    expect(told(world, 1)).toBe('1s');
  });

  it('half-hours in which nobody looked are told from those in which nothing happened', () => {
    const { world } = opened();
    world.pass(HALF_HOUR).poll();
    world.pass(3 * HALF_HOUR).restart();
    expect(told(world, 6)).toBe('. - - . . .');
    world.poll();
    expect(told(world, 6)).toBe('. - - . . -');
  });

  it('a limit that the person dismissed was none', () => {
    const { world } = blocked(1, { mode: 'confirm' });
    world.poll();
    expect(told(world, 1)).toBe('1l');
    world.pass(HALF_HOUR).poll();
    world.command({ type: 'dismiss', hit: 'all' });
    expect(told(world, 2)).toBe('- -');
    world.command({ type: 'undo-dismiss' });
    expect(told(world, 1)).toBe('1l');
  });

  it('a limit that no hit recorded is one, however often it is looked at', () => {
    const { world } = opened(THREE);
    const limits = [{ kind: 'weekly' as const, resetsAtMs: null, since: world.now, hits: [] }];
    const accounts = { c: { limits, loginDead: null, lastUsed: null } };
    world.state = { ...world.state, durable: { ...world.durable, accounts } };
    world.link = linkTo('b');
    world.pass(SECOND).poll();
    expect(world.durable.accounts.b).toBeDefined();
    expect(told(world, 1)).toBe('1s');
  });

  it('a limit without a kind is none beside those that have theirs, and may get it later', () => {
    const { world } = opened(THREE);
    const unknown = { kind: 'unknown' as const, resetsAtMs: null, since: world.now, hits: [] };
    const weekly = { ...unknown, kind: 'weekly' as const, since: world.pass(SECOND).now };
    const opus = { ...weekly, kind: 'opus' as const };
    const countOf = (...limits: readonly (readonly AccountLimit[])[]): number => {
      const last = limits.reduce((state, now) => {
        const step = new Step(state, world.now);
        step.patchAccount('b', { limits: now });
        keepDay(step, state.durable);
        return step.state;
      }, world.state);
      return last.durable.day.at(-1)?.limits ?? 0;
    };
    expect(countOf([unknown])).toBe(1);
    expect(countOf([unknown], [unknown, weekly])).toBe(1);
    expect(countOf([unknown, weekly])).toBe(1);
    expect(countOf([weekly], [weekly, unknown], [unknown])).toBe(1);
    expect(countOf([unknown], [unknown, weekly], [unknown, weekly, opus])).toBe(2);
    expect(countOf([unknown], [], [weekly])).toBe(2);
  });

  it('a limit that ended is still told, and the next one is another', () => {
    const { world, seats } = blocked(1, { mode: 'observe' });
    world.poll();
    seats[0]?.show(idle());
    world.pass(3 * HOUR + MINUTE).poll();
    expect(told(world, 7)).toBe('1l . . . . . -');
    const [seat] = seats;
    if (seat) hit(world, seat, NOON + 7 * HOUR);
    world.pass(SECOND).poll();
    expect(told(world, 1)).toBe('1l');
  });

  it('a quiet half-hour is written down once', () => {
    const { world } = opened();
    const before = world.durable;
    world.run(20 * MINUTE, 10 * SECOND);
    expect(world.durable).toBe(before);
    world.pass(10 * MINUTE).poll();
    expect(world.durable).not.toBe(before);
  });
});

describe('how full windows were', () => {
  it('is remembered from half-hour to half-hour until the window ends', () => {
    const { world, seat } = opened();
    const windows = (five: number) => [
      { kind: 'five-hour' as const, usedPercent: five, resetsAtMs: NOON + HOUR + MINUTE },
      { kind: 'weekly' as const, usedPercent: 42, resetsAtMs: NOON + 80 * HOUR },
    ];
    tellsWindows(world, seat, windows(40), 1);
    tellsWindows(world, seat, windows(61.6), 2);
    for (let step = 0; step < 4; step += 1) world.pass(HALF_HOUR).poll();
    expect(percents(world, 'work').slice(-6)).toEqual([null, 62, 62, 62, null, null]);
    expect(percents(world, 'work', 'weekly').slice(-6)).toEqual([null, 42, 42, 42, 42, 42]);
    expect(percents(world, 'personal')).toEqual([]);
    world.restart().poll();
    expect(percents(world, 'work').slice(-6)).toEqual([null, 62, 62, 62, null, null]);
  });

  it('is told of configured accounts alone', () => {
    const { world, seat } = opened(THREE);
    tellsUse(world, seat, 40);
    expect(percents(world, 'a').at(-1)).toBe(40);
    const settings = { ...world.settings, accounts: world.settings.accounts.slice(1) };
    world.step({ type: 'settings-changed', at: world.now, settings, what: 'accounts' });
    expect(percents(world, 'a')).toEqual([]);
  });
});

describe('what is kept', () => {
  it('ends after a day, and so does the future of a clock that went back', () => {
    const { world } = opened();
    for (let step = 0; step < HALF_HOURS + 8; step += 1) world.pass(HALF_HOUR).poll();
    expect(world.durable.day.length).toBe(HALF_HOURS);
    expect(world.snapshot.day?.steps.length).toBe(HALF_HOURS);
    expect(world.snapshot.day?.steps.every((step) => step !== null)).toBe(true);
    world.wallMs -= 20 * HALF_HOUR;
    world.pass(SECOND).poll();
    expect(told(world, 1)).toBe('-');
    world.link = linkTo('personal');
    world.pass(SECOND).poll();
    expect(told(world, 2)).toBe('- 1s');
    expect(world.durable.day.length).toBe(HALF_HOURS - 20);
    expect(world.snapshot.day?.from).toBe(new Date(NOON - 11 * HALF_HOUR).toISOString());
  });

  it('is missing in a state that an older program wrote, which is read all the same', () => {
    const { day: _day, ...older } = initialDurable();
    expect(parseDurable(JSON.parse(JSON.stringify(older)), STATE_SCHEMA)?.day).toEqual([]);
  });
});
