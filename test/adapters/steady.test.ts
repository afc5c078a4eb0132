import { expect, test } from 'vitest';
import { steadyClock } from '../../src/adapters/steady.js';

function clocks() {
  // Since boot as it is: what is told of it is cut to 10 ms.
  const at = { boot: 50_004, process: 7, wall: 1_000_000 };
  let readings = 0;
  const steady = steadyClock({
    boot: () => {
      readings += 1;
      return Math.floor(at.boot / 10) * 10;
    },
    process: () => at.process,
    wall: () => at.wall,
  });
  const pass = (ms: number) => {
    for (const clock of ['boot', 'process', 'wall'] as const) at[clock] += ms;
  };
  return { at, steady, pass, readings: () => readings };
}

test('within a tenth of a second one reading serves, and time goes on', () => {
  const { steady, pass, readings } = clocks();
  expect(steady()).toBe(50_000);
  pass(35);
  expect(steady()).toBe(50_030);
  pass(64);
  expect(steady()).toBe(50_090);
  expect(readings()).toBe(1);
  pass(1);
  expect(steady()).toBe(50_100);
  expect(readings()).toBe(2);
});

test('a suspend is seen at once, however short ago the last reading was', () => {
  const { at, steady, pass } = clocks();
  steady();
  pass(3);
  at.boot += 3_600_000;
  at.wall += 3_600_000;
  expect(steady()).toBe(3_650_000);
});

test('a wall clock that was set moves nothing', () => {
  const { at, steady, pass } = clocks();
  steady();
  pass(20);
  at.wall -= 86_400_000;
  expect(steady()).toBe(50_020);
});

test('it never goes back, at whatever moment it is asked', () => {
  const { at, steady, pass } = clocks();
  let last = steady();
  for (let step = 0; step < 2_000; step += 1) {
    pass((step * 7) % 23);
    const now = steady();
    expect(now).toBeGreaterThanOrEqual(last);
    expect(at.boot - now).toBeLessThan(20);
    last = now;
  }
});
