import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { CAPTURES, contextOf } from './support/captures.js';
import { rewrap } from './support/rewrap.js';

const WIDTHS = [40, 44, 52, 60, 80, 120, 200, 300];
const limits = CAPTURES.filter(
  ({ truth, name }) =>
    truth.label === 'usage-limit' &&
    truth.undecidable !== true &&
    !name.includes('screenreader') &&
    truth.cols === 100,
);

describe('limit screens at other widths', () => {
  it.each(limits)('$name', ({ text, truth }) => {
    const here = classify(text, contextOf(truth));
    for (const width of WIDTHS) {
      const there = classify(rewrap(text, width), contextOf(truth));
      expect({
        width,
        hit: there.hit,
        limit: there.limit,
        banner: there.banner,
        vetoes: there.vetoes,
      }).toEqual({
        width,
        hit: 'sure',
        limit: here.limit,
        banner: here.banner,
        vetoes: [],
      });
    }
  });
});

const others = CAPTURES.filter(({ truth }) => truth.label !== 'usage-limit' && truth.undecidable !== true);

describe('screens without a limit at other widths', () => {
  it.each(others.filter(({ truth }) => truth.cols === 100))('$name', ({ text, truth }) => {
    for (const width of WIDTHS) {
      expect({ width, sure: classify(rewrap(text, width), contextOf(truth)).hit === 'sure' }).toEqual({
        width,
        sure: false,
      });
    }
  });
});

describe('a capture cut anywhere', () => {
  it('never becomes a sure limit', () => {
    for (const { name, text, truth } of others) {
      const rows = text.split('\n');
      for (let from = 0; from < rows.length; from += 1) {
        for (const to of [
          rows.length,
          Math.max(from, rows.length - 2),
          Math.max(from, rows.length - from - 5),
        ]) {
          const cut = rows.slice(from, to).join('\n');
          expect(`${name} ${from}-${to} ${classify(cut, contextOf(truth)).hit === 'sure'}`).toBe(
            `${name} ${from}-${to} false`,
          );
        }
      }
    }
  });

  it('keeps a limit as long as its line, its prompt and what follows are in sight', () => {
    for (const { name, text, truth } of CAPTURES) {
      if (truth.label !== 'usage-limit' || truth.undecidable === true) continue;
      const rows = text.split('\n');
      const line = rows.findLastIndex((row) => /⎿|^You've hit/.test(row));
      const cut = rows.slice(Math.max(0, line - 1)).join('\n');
      expect(`${name} ${classify(cut, contextOf(truth)).hit}`).toBe(`${name} sure`);
    }
  });
});
