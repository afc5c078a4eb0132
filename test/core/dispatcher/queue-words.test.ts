import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstLine, reasonText } from '../../../src/core/dispatcher/reason-text.js';
import { readSignal } from '../../../src/core/dispatcher/signal-text.js';
import { surplus } from '../../../src/core/dispatcher/surplus.js';
import { byTurn } from '../../../src/core/dispatcher/waiting-order.js';

test('the higher priority runs first, then the older file, then the first id', () => {
  const task = (id: string, priority: number, arrivedMs: number) => ({ id, priority, arrivedMs });
  const sorted = [task('d', 5, 2), task('c', 5, 1), task('b', 5, 2), task('a', 1, 0), task('e', 9, 9)].sort(
    byTurn,
  );
  expect(sorted.map(({ id }) => id)).toEqual(['e', 'c', 'b', 'd', 'a']);
});

test.each([
  ['', 'done', ''],
  ['\n', 'done', ''],
  ['done\n', 'done', ''],
  ['failed', 'failed', ''],
  ['failed tests are red\n', 'failed', 'tests are red'],
  ['failed: \x1b[31mtests\nare red', 'failed', 'tests are red'],
])('the signal %j says %s', (text, outcome, said) => {
  expect(readSignal(text)).toEqual({ outcome, text: said });
});

test.each(['ok', 'Done', 'failedly', 'it failed'])('the signal %j says nothing that counts', (text) => {
  expect(readSignal(text)).toBeNull();
});

describe('a reason', () => {
  test('keeps its lines and loses what acts on a terminal', () => {
    expect(reasonText('\n\nwhy\r\n  \x1b[31mred\x1b[0m\u202etail \n\n')).toBe('why\n  red tail\n');
    expect(reasonText(' \n')).toBe('No reason was given.\n');
    expect(firstLine('\nwhy\nnot')).toBe('why');
  });

  test('is at most 8 KB, whatever it is made of', () => {
    const text = reasonText('é\n'.repeat(100_000));
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(8_192);
    expect(text.length).toBeGreaterThan(4_000);
  });
});

describe('what is surplus', () => {
  const file = (id: string, endedMs: number) => ({ id, endedMs });
  const files = [file('c', 300), file('a', 100), file('d', 400), file('b', 200)];

  test('is what is too old, then what is too much, oldest first', () => {
    const limits = { nowMs: 450, maxAgeMs: 200, maxCount: 1 };
    expect(surplus(files, limits, 10)).toEqual({ old: ['a', 'b'], many: ['c'] });
    expect(surplus(files, limits, 1)).toEqual({ old: ['a'], many: [] });
    expect(surplus(files, { ...limits, maxCount: 9 }, 10)).toEqual({ old: ['a', 'b'], many: [] });
    expect(surplus(files, { nowMs: 0, maxAgeMs: 0, maxCount: 9 }, 10)).toEqual({ old: [], many: [] });
    expect(surplus(files, { nowMs: 9_999, maxAgeMs: 1, maxCount: 9 }, 10).old).toHaveLength(4);
  });

  test('leaves never more than allowed and never takes a younger one before an older one', () => {
    const entry = fc.record({ id: fc.uuid(), endedMs: fc.nat(1_000) });
    fc.assert(
      fc.property(fc.array(entry), fc.nat(1_000), fc.nat(20), fc.nat(20), (all, maxAgeMs, maxCount, most) => {
        const { old, many } = surplus(all, { nowMs: 1_000, maxAgeMs, maxCount }, most);
        const gone = new Set([...old, ...many]);
        expect(gone.size).toBeLessThanOrEqual(most);
        const ages = (isGone: boolean) =>
          all.filter(({ id }) => gone.has(id) === isGone).map((one) => one.endedMs);
        const youngestGone = Math.max(-1, ...ages(true));
        expect(ages(false).every((ms) => ms >= youngestGone)).toBe(true);
        if (gone.size < most) {
          expect(ages(false).length).toBeLessThanOrEqual(maxCount);
          expect(ages(false).every((ms) => 1_000 - ms <= maxAgeMs)).toBe(true);
        }
      }),
    );
  });
});
