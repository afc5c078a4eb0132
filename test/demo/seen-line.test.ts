import { expect, test } from 'vitest';
import { limits } from '../../src/demo/happened.js';
import { seenLine } from '../../src/demo/seen-line.js';
import type { Testimony } from '../../src/demo/witness.js';

const seen: Testimony = {
  requests: [],
  flips: [],
  hits: [],
  holdMs: 0,
  tasks: { done: ['a.md'], failed: [] },
  stalled: [],
  byPerson: [],
};
const startMs = 1_000_000;
const [limit] = limits;

test('whoever leaves the demo is told what was seen, with a swap by their own hand as such', () => {
  if (limit === undefined) throw new Error('the story has no limit');
  const due = { at: startMs + limit.atS * 1_000 + 500, from: limit.account, to: 'another' };
  const own = { at: startMs + 100, from: 'another', to: limit.account };
  const told = (part: Partial<Testimony>) => seenLine({ startMs, seen: { ...seen, ...part } }, 41.4);
  expect(told({ flips: [due] })).toBe('In 41 s: swaps 1, false 0, conversations lost 0, tasks done 1.\n');
  expect(told({ flips: [own, due], byPerson: [own.at + 200] })).toContain('swaps 2 (1 by you), false 0,');
  expect(told({ flips: [own, due] })).toContain('swaps 2, false 1,');
});
