import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { PLAIN_STYLE, restyled, type Style } from '../../src/ui/text/sgr.js';
import { fitRow, type StyledRow, screenRows } from '../../src/ui/text/styled.js';

const textOf = (row: StyledRow): string => row.map((run) => run.text).join('');
const texts = (raw: string, ascii = false): readonly string[] => screenRows(raw, ascii).map(textOf);
const changed = (parameters: string, before: Style = PLAIN_STYLE): Partial<Style> => {
  const after = restyled(before, parameters);
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => value !== PLAIN_STYLE[key as keyof Style]),
  );
};

describe('SGR', () => {
  test.each([
    ['', {}],
    ['0', {}],
    ['1;3;4;9', { bold: true, italic: true, underline: true, strike: true }],
    ['2;7', { dim: true, inverse: true }],
    ['31;44', { color: 'red', background: 'blue' }],
    ['90;107', { color: 'blackBright', background: 'whiteBright' }],
    ['38;5;3', { color: 'yellow' }],
    ['38;5;9', { color: 'redBright' }],
    ['38;5;208;1', { color: 'ansi256(208)', bold: true }],
    ['48;2;1;2;255;4', { background: '#0102ff', underline: true }],
    ['38:2::255:0:16', { color: '#ff0010' }],
    ['38:2:255:0:16', { color: '#ff0010' }],
    ['48:5:17', { background: 'ansi256(17)' }],
    ['4:3', { underline: true }],
    ['4:0', {}],
    ['58;5;1;1', { bold: true }],
    ['58:2::1:2:3;3', { italic: true }],
    ['1;22', {}],
    ['31;39;41;49', {}],
    ['38;5;999', {}],
    ['38;2;300;0;0;1', { bold: true }],
    ['38;5', {}],
    ['38', {}],
    ['5;6;73;777', {}],
    ['1;;31', { color: 'red' }],
  ])('%s', (parameters, expected) => {
    expect(changed(parameters)).toEqual(expected);
  });
});

describe('a captured screen', () => {
  test('keeps its styles, also from one row to the next', () => {
    const [first = [], second = []] = screenRows('a\u001b[31mred\n still\u001b[m end', false);
    expect(first.map(({ text, style }) => [text, style.color])).toEqual([
      ['a', null],
      ['red', 'red'],
    ]);
    expect(second.map(({ text, style }) => [text, style.color])).toEqual([
      [' still', 'red'],
      [' end', null],
    ]);
  });

  test.each([
    ['a title', 'x\u001b]0;evil\u0007y', 'xy'],
    ['a title that never ends', 'x\u001b]0;evil', 'x'],
    ['a link', '\u001b]8;;http://x\u001b\\there\u001b]8;;\u001b\\', 'there'],
    ['a device control string', 'a\u001bP1$r0m\u001b\\b', 'ab'],
    ['cursor movement', 'a\u001b[2;5Hb\u001b[Kc\u001b[?25l', 'abc'],
    ['a sequence of eight bits', 'a\u009b31mb\u009d0;t\u009cc', 'abc'],
    ['a cut sequence', 'a\u001b[31', 'a'],
    ['a lone escape', 'a\u001b', 'a'],
    ['SGR with private marks', 'a\u001b[>4;2mb\u001b[?1mc', 'abc'],
    ['controls', 'a\u0000\u0008\u007fb\u0001c', 'abc'],
    ['bidi', 'a\u202eb\u2066c', 'abc'],
    ['line drawing', '\u000elqk\u000f q', '┌─┐ q'],
    ['a tab', 'ab\tc\u001b[1m\td', 'ab      c       d'],
    ['hidden text', 'a\u001b[8msecret\u001b[28mb', 'a      b'],
    ['wide characters', '日本\u001b[1m語', '日本語'],
  ])('%s', (_name, raw, expected) => {
    expect(texts(raw)).toEqual([expected]);
  });

  test('ends with its last row that is not blank', () => {
    expect(texts('one\n\ntwo\n   \n\u001b[31m\n')).toEqual(['one', '', 'two']);
    expect(texts('\n\n')).toEqual([]);
    expect(texts('one\n\u001b[41m   \u001b[m\n')).toHaveLength(2);
  });

  test('is cut to its place between characters', () => {
    const cut = (raw: string, cells: number): string =>
      textOf(fitRow(screenRows(raw, false)[0] ?? [], cells, '…'));
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdef', 5)).toBe('abcd…');
    expect(cut('ab\u001b[1mcdef', 2)).toBe('a…');
    expect(cut('ab\u001b[1mcdef', 4)).toBe('abc…');
    expect(cut('日本語', 5)).toBe('日本…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(cut('ab\u001b[1m    ', 2)).toBe('ab');
  });
});

const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
const piece = fc.oneof(
  fc.constantFrom(
    '\u001b',
    '\u001b[',
    '\u009b',
    '\u001b]',
    '\u001bP',
    '\u0007',
    '\u001b\\',
    '\u000e',
    '\u000f',
    '\n',
    '\t',
    ';',
    ':',
    'm',
    '38;5;',
    '日本',
    '👨‍👩‍👧',
    'e\u0301',
    '\u200d',
    '\ud83d',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.tuple(fc.nat(120), fc.nat(300), fc.nat(300)).map((numbers) => `\u001b[${numbers.join(';')}mtext`),
);
const COLOUR =
  /^(?:(?:black|red|green|yellow|blue|magenta|cyan|white)(?:Bright)?|ansi256\(\d{1,3}\)|#[0-9a-f]{6})$/;

describe('whatever a pane holds', () => {
  test('nothing is left that a terminal would obey, every row fits, every colour has a name', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (pieces, cells, ascii) => {
          const rows = screenRows(pieces.join(''), ascii);
          expect(rows.length).toBeLessThanOrEqual(pieces.join('').split('\n').length);
          for (const row of rows) {
            expect(textOf(row)).not.toMatch(FORBIDDEN);
            if (ascii) expect(textOf(row)).toMatch(/^[\x20-\x7e]*$/);
            expect(stringWidth(textOf(fitRow(row, cells, ascii ? '~' : '…')))).toBeLessThanOrEqual(cells);
            for (const { style } of row)
              for (const colour of [style.color, style.background])
                if (colour !== null) expect(colour).toMatch(COLOUR);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('plain text comes through as it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (text) => {
        expect(texts(`${text}.`)).toEqual([`${text}.`]);
      }),
    );
  });

  test('a megabyte of beginnings takes no time to speak of', () => {
    const started = performance.now();
    for (const begun of ['\u001b[', '\u001b]', '\u009b0;', '\u001b[1;', '\u001bP', ';'])
      screenRows(begun.repeat(1_000_000 / begun.length), false);
    screenRows('x\n'.repeat(500_000), false);
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
