import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootId, callAt, now, steadyMs } from '../../src/adapters/clock.js';
import { until } from '../support/until.js';

test('both clocks go on, and the boot has a name', () => {
  const first = now();
  expect(Math.abs(first.wallMs - Date.now())).toBeLessThan(1_000);
  expect(
    Math.abs(first.steadyMs - Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1_000),
  ).toBeLessThan(1_000);
  expect(now().steadyMs).toBeGreaterThanOrEqual(first.steadyMs);
  expect(bootId()).toMatch(/^[0-9a-f-]{36}$/);
  expect(bootId('/proc/none')).toBe(bootId('/proc/none'));
});

test('a deadline beyond 2^31 ms does not fire at once, and can be called off', async () => {
  let fired = 0;
  const far = callAt(steadyMs() + 3_000_000_000, () => fired++, { pieceMs: Number.POSITIVE_INFINITY });
  const near = await new Promise<string>((resolve) => callAt(steadyMs() + 30, () => resolve('near')));
  far.cancel();
  expect([near, fired]).toEqual(['near', 0]);
});

test('a clock that leapt over the deadline during a suspend fires at the next piece', async () => {
  let clock = 0;
  let fired = false;
  const timer = callAt(
    60_000,
    () => {
      fired = true;
    },
    { steadyMs: () => clock, pieceMs: 20 },
  );
  await until('a few pieces', () => ++clock > 3);
  expect(fired).toBe(false);
  clock = 90_000;
  await until('the deadline', () => fired);
  timer.cancel();
});
