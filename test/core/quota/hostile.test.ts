import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { CAPTURES, contextOf } from './support/captures.js';
import { ARMED, CONTEXT, draw, LIMIT, LIMIT_DIALOG } from './support/draw.js';

const SIZE = 256 * 1024;
const PIECES = [
  '❯ a',
  '> b',
  '● c',
  '  ⎿  d',
  `  ⎿  ${LIMIT}`,
  '',
  '     e',
  '  f',
  '✻ Baking…',
  '! g',
  '─'.repeat(40),
  '╭───╮',
  '│ > │',
  '╰───╯',
  '❯ ',
  '$',
  'you: x',
  'claude: y',
  LIMIT,
  ...ARMED,
  ...LIMIT_DIALOG,
  '\x1b[31m',
  '\x1b]0;',
  '\x00\x07',
  'esc to interrupt',
];

describe('hostile screens', () => {
  it('never throw: any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(['sure', 'suspected', null]).toContain(classify(text, CONTEXT).hit);
      }),
      { numRuns: 500 },
    );
  });

  it('never throw: any arrangement of the CLI’s own rows, and its fields keep their shape', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (rows) => {
        const reading = classify(rows.join('\n'), CONTEXT);
        expect(reading.limit === null).toBe(reading.hit === null);
        if (reading.hit === 'sure') expect(reading.limit?.resetsAtMs).not.toBeNull();
        if (reading.hit !== null) expect(reading.vetoes).toEqual([]);
        if (reading.hit !== null) expect(reading.banner).not.toBeNull();
        if (reading.hit !== null) expect(reading.busy).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throw: captures with rows lost, doubled or broken', () => {
    const capture = fc.constantFrom(...CAPTURES);
    fc.assert(
      fc.property(
        capture,
        fc.array(fc.nat(40), { maxLength: 8 }),
        fc.nat(200),
        ({ text, truth }, lost, at) => {
          const rows = text.split('\n').filter((_row, index) => !lost.includes(index));
          const reading = classify(
            `${rows.join('\n').slice(at)}\n${rows.slice(0, 3).join('\n')}`,
            contextOf(truth),
          );
          if (truth.label === 'working') expect(reading.hit).not.toBe('sure');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('tolerates panes of a few cells', () => {
    for (const text of ['', '\n', '❯', '─', '⎿', ' \n ', '❯\n─', '$', '╰', '╭\n╰'])
      expect(classify(text, CONTEXT).hit).toBeNull();
  });

  it.each([
    ['limit', 'limit '],
    ['429', '429 '],
    ['blanks', 'limit reached          '],
    ['the sentence', `${LIMIT} `],
    ['a result', `\n  ⎿  ${LIMIT} once more`],
    ['hints', '/upgrade to a'],
    ['suffixes', "You've hit your limit · /upgrade to a"],
    ['separators', ' · '],
    ['resets', "You've hit your limit · resets in 1h1h"],
    ['brackets', 'resets 1am (a/b) '],
    ['escapes', '\x1b['],
    ['strings', '\x1b]'],
    ['rules', '─'.repeat(50)],
    ['footer', '\n  ⚠ Usage limit reached · limit resets 1am'],
    ['dialog', '\nWhat do you want to do? Do you want to'],
    ['questions', 'doyouwantto'],
    ['API errors', '\n● API Error: 500 {"type":"error"'],
    ['prompts', '\n❯ /usage'],
    ['rows', '\n'],
    ['nulls', '\0'],
  ])('reads 256 KB of %s in good time', (_name, piece) => {
    const filler = piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);
    for (const screen of [
      filler,
      draw({ body: ['❯ go', `  ⎿  ${filler}`] }),
      draw({ body: ['❯ go'], draft: [filler], footer: [filler] }),
      draw({ body: ['❯ go'], dialog: [filler] }),
    ]) {
      expect(classify(screen, { ...CONTEXT, patterns: ['limit'] }).hit).not.toBe('sure');
    }
  });
});
