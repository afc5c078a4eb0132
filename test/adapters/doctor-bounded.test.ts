import { expect, test } from 'vitest';
import { bounded } from '../../src/adapters/doctor/context.js';

test('work that hangs, throws or rejects is an answer in time', async () => {
  const hang = () => new Promise<never>(() => undefined);
  expect(await bounded(hang, 20)).toEqual({ ok: false, reason: 'it took longer than 0 s' });
  const broken = () => {
    throw new Error('a broken disk');
  };
  expect(await bounded(broken, 5_000)).toEqual({ ok: false, reason: 'a broken disk' });
  expect(await bounded(async () => 7, 5_000)).toEqual({ ok: true, facts: 7 });
});
