import { describe, expect, it } from 'vitest';
import { tellsUse, tellsWindows } from '../engine/support/hooks.js';
import { row } from '../engine/support/readings.js';
import { opened, THREE } from '../engine/support/scenes.js';
import { HOUR, MINUTE, NOON, SECOND, type World } from '../engine/support/world.js';

const AT_TWO = NOON + 2 * HOUR;

function percents(world: World): Record<string, number[]> {
  const known = world.snapshot.accounts.map(
    ({ name, headroom }) => [name, headroom.map((one) => one.usedPercent)] as const,
  );
  return Object.fromEntries(known.filter(([, list]) => list.length > 0));
}

describe('how full an account is', () => {
  it('is known from its sessions, survives a restart, and ends with its window', () => {
    const { world, seat } = opened();
    tellsWindows(
      world,
      seat,
      [
        { kind: 'five-hour', usedPercent: 40.4, resetsAtMs: AT_TWO },
        { kind: 'weekly', usedPercent: 42, resetsAtMs: NOON + 80 * HOUR },
      ],
      9,
    );
    world.restart().poll();
    expect(world.snapshot.accounts[0]?.headroom).toEqual([
      {
        kind: 'five-hour',
        usedPercent: 40.4,
        resetsAt: '2026-11-22T14:00:00.000Z',
        at: '2026-11-22T12:00:01.000Z',
      },
      {
        kind: 'weekly',
        usedPercent: 42,
        resetsAt: '2026-11-25T20:00:00.000Z',
        at: '2026-11-22T12:00:01.000Z',
      },
    ]);
    world.pass(2 * HOUR).poll();
    expect(percents(world)).toEqual({ work: [42] });
  });

  it('writes the same numbers no more than once a minute', () => {
    const { world, seat } = opened();
    tellsUse(world, seat, 40, { resetsAtMs: AT_TWO });
    const before = world.durable;
    world.pass(SECOND);
    tellsUse(world, seat, 40, { resetsAtMs: AT_TWO });
    expect(world.durable).toBe(before);
    world.pass(MINUTE);
    tellsUse(world, seat, 40, { resetsAtMs: AT_TWO });
    expect(world.durable).not.toBe(before);
  });

  it('believes no window that is over or ends too late', () => {
    const { world, seat } = opened();
    tellsUse(world, seat, 40, { resetsAtMs: NOON - HOUR });
    tellsUse(world, seat, 41, { resetsAtMs: NOON + 7 * HOUR });
    expect(percents(world)).toEqual({});
  });
});

describe('whose it is', () => {
  /** Two sessions; the link goes from a to b, and 31 s pass. */
  function swapped(passMs: number) {
    const { world, seat } = opened(THREE);
    tellsUse(world, seat, 90, { apiMs: 100, resetsAtMs: AT_TWO });
    world.command({ type: 'swap', to: 'b', force: false });
    world.pass(passMs).poll();
    return { world, seat };
  }

  it('a status line that is only drawn again after a swap is of the account before', () => {
    const { world, seat } = swapped(MINUTE);
    tellsUse(world, seat, 90, { apiMs: 100, resetsAtMs: AT_TWO });
    expect(percents(world)).toEqual({ a: [90] });
  });

  it('numbers that were lost on the way and are told after a swap are looked at again when a row dates them', () => {
    const { world, seat } = opened(THREE);
    seat.write(row('reply', world.wallMs));
    world.poll();
    tellsUse(world, seat, 80, { apiMs: 99, resetsAtMs: AT_TWO });
    world.command({ type: 'swap', to: 'b', force: false });
    world.pass(MINUTE).poll();
    tellsUse(world, seat, 90, { apiMs: 100, resetsAtMs: AT_TWO });
    expect(percents(world)).toEqual({ a: [80] });
    seat.write(row('reply', world.wallMs));
    world.poll();
    tellsUse(world, seat, 6, { apiMs: 101, resetsAtMs: NOON + 3 * HOUR });
    expect(percents(world)).toEqual({ a: [80], b: [6] });
  });

  it('a request that was answered since is of the new one', () => {
    const { world, seat } = swapped(MINUTE);
    tellsUse(world, seat, 5, { apiMs: 101, resetsAtMs: NOON + 4 * HOUR });
    expect(percents(world)).toEqual({ a: [90], b: [5] });
  });

  it('within 30 s only a known window tells', () => {
    const { world, seat } = swapped(10 * SECOND);
    tellsUse(world, seat, 5, { apiMs: 101, resetsAtMs: NOON + 4 * HOUR });
    expect(percents(world)).toEqual({ a: [90] });
    tellsUse(world, seat, 92, { apiMs: 102, resetsAtMs: AT_TWO });
    expect(percents(world)).toEqual({ a: [92] });
  });

  it('after a restart of ours the newest row dates it', () => {
    const { world, seat } = swapped(MINUTE);
    world.restart().poll();
    tellsUse(world, seat, 91, { apiMs: 100, resetsAtMs: AT_TWO });
    expect(percents(world)).toEqual({ a: [90] });
    seat.write(row('reply', world.wallMs));
    world.restart().poll();
    tellsUse(world, seat, 7, { apiMs: 103, resetsAtMs: NOON + 3 * HOUR });
    expect(percents(world)).toEqual({ a: [90], b: [7] });
  });

  it('numbers that /clear brings along are no news: nothing was answered in that conversation', () => {
    const { world, seat } = swapped(MINUTE);
    seat.conversation = 'another';
    world.poll();
    tellsUse(world, seat, 90, { apiMs: 0, resetsAtMs: AT_TWO });
    world.pass(SECOND).poll();
    expect(percents(world)).toEqual({ a: [90] });
    seat.write(row('reply', world.wallMs));
    world.poll();
    tellsUse(world, seat, 6, { apiMs: 23, resetsAtMs: NOON + 3 * HOUR });
    expect(percents(world)).toEqual({ a: [90], b: [6] });
  });

  it('a refusal tells other numbers, although it takes no time of the API', () => {
    const { world, seat } = opened(THREE);
    tellsUse(world, seat, 95, { apiMs: 100, resetsAtMs: AT_TWO });
    world.pass(SECOND);
    tellsUse(world, seat, 100, { apiMs: 100, resetsAtMs: AT_TWO });
    expect(percents(world)).toEqual({ a: [100] });
  });

  it('numbers told right behind an answer count once its row is read', () => {
    const { world, seat } = swapped(MINUTE);
    seat.write(row('prompt', world.wallMs));
    world.poll();
    seat.write(row('reply', world.wallMs + SECOND));
    world.pass(SECOND);
    tellsUse(world, seat, 5, { apiMs: 101, resetsAtMs: NOON + 4 * HOUR });
    expect(percents(world)).toEqual({ a: [90] });
    world.poll();
    expect(percents(world)).toEqual({ a: [90], b: [5] });
  });

  it('numbers told before an answer do not count when its row is read', () => {
    const { world, seat } = swapped(MINUTE);
    seat.write(row('prompt', world.wallMs));
    world.poll();
    tellsUse(world, seat, 92, { apiMs: 101, resetsAtMs: AT_TWO });
    world.pass(SECOND);
    seat.write(row('reply', world.wallMs));
    world.poll();
    expect(percents(world)).toEqual({ a: [90] });
  });

  it('who asked after the swap was answered by the new account, also within 30 s', () => {
    const { world, seat } = swapped(2 * SECOND);
    seat.write(row('prompt', world.wallMs));
    seat.write(row('reply', world.wallMs + SECOND));
    world.pass(SECOND);
    world.poll();
    tellsUse(world, seat, 5, { apiMs: 101, resetsAtMs: NOON + 4 * HOUR });
    expect(percents(world)).toEqual({ a: [90], b: [5] });
  });

  it('pinned sessions speak of their own, older CLIs of the one they started with', () => {
    const { world } = opened(THREE);
    const pinned = world.seat('notes', { config: { account: 'c' } });
    const old = world.seat('ccl-2', { version: '2.1.80' });
    world.poll();
    world.command({ type: 'swap', to: 'b', force: false });
    world.pass(MINUTE).poll();
    tellsUse(world, pinned, 33, { apiMs: 1 });
    tellsUse(world, old, 44, { apiMs: 1 });
    world.pass(SECOND);
    tellsUse(world, pinned, 34, { apiMs: 2 });
    tellsUse(world, old, 45, { apiMs: 2 });
    expect(percents(world)).toEqual({ a: [45], c: [34] });
  });

  it('a login of the environment is nobody’s', () => {
    const { world, seat } = opened({}, { loginByEnvironment: true });
    tellsUse(world, seat, 33);
    expect(percents(world)).toEqual({});
  });
});
