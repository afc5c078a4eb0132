import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import {
  byteLength,
  EDIT_MAX_BYTES,
  type EditAction,
  type EditText,
  EMPTY_TEXT,
  isBlank,
  reduceEdit,
  textOf,
} from '../../src/ui/text/edit.js';
import { type Page, rowStarts, viewOfText } from '../../src/ui/text/edit-rows.js';

const PAGE: Page = { cells: 12, ascii: false };
const type = (text: string): EditAction => ({ type: 'insert', text });
const move = (to: Extract<EditAction, { type: 'move' }>['to']): EditAction => ({ type: 'move', to });
const BACK: EditAction = { type: 'delete', side: 'before' };
const DELETE: EditAction = { type: 'delete', side: 'after' };
const rows = (by: number, page = PAGE): EditAction => ({ type: 'rows', by, page });

function edit(...actions: readonly EditAction[]): EditText {
  return actions.reduce(reduceEdit, EMPTY_TEXT);
}

/** The text with `|` at the cursor. */
function shown(state: EditText): string {
  const lines = state.lines.map((line, row) =>
    row === state.row ? `${line.slice(0, state.col)}|${line.slice(state.col)}` : line,
  );
  return lines.join('\n');
}

describe('typing', () => {
  test('inserts at the cursor, over lines too', () => {
    const state = edit(type('ab\ncd'), move('before'), type('X\nY'));
    expect(shown(state)).toBe('ab\ncX\nY|d');
    expect(textOf(state)).toBe('ab\ncX\nYd');
  });

  test('deletes to both sides and joins lines', () => {
    expect(shown(edit(type('ab\ncd'), move('line-start'), BACK))).toBe('ab|cd');
    expect(shown(edit(type('ab\ncd'), rows(-1), move('line-end'), DELETE))).toBe('ab|cd');
    expect(shown(edit(BACK, DELETE, type('a'), BACK, BACK))).toBe('|');
  });

  test.each(['👨‍👩‍👧', '🇫🇷', 'e\u0301\u0302', '宽', '❤️'])('takes %s as one sign', (sign) => {
    const written = edit(type(`a${sign}b`));
    expect(shown(reduceEdit(reduceEdit(written, move('before')), move('before')))).toBe(`a|${sign}b`);
    expect(textOf([move('before'), BACK].reduce(reduceEdit, written))).toBe('ab');
    expect(textOf([move('line-start'), move('after'), DELETE].reduce(reduceEdit, written))).toBe('ab');
  });

  test('a mark typed in front of others never leaves the cursor inside of a sign', () => {
    expect(shown(edit(type('a\u0301b'), move('line-start'), type('x'), DELETE, type('y')))).toBe('xy|b');
    expect(shown(edit(type('a'), move('line-start'), type('b'), move('after'), type('\u0301')))).toBe(
      'ba\u0301|',
    );
  });

  test('keeps tab and line feed of what is pasted, and no other control', () => {
    const pasted = 'a\r\nb\rc\td\u001b[31mred\u001b[0m\u0000\u009b2J\u001b]0;t\u0007!\u007f\ud800';
    expect(textOf(edit(type(pasted)))).toBe('a\nb\nc\tdred!');
    expect(textOf(edit(type('one \u001b] never ends')))).toBe('one ] never ends');
  });

  test('a text from outside takes the place of all', () => {
    expect(shown(edit(type('old\ntext'), rows(-1), { type: 'replace', text: 'new\none' }))).toBe('new\none|');
  });

  test('blank is blank over lines', () => {
    expect(isBlank(edit(type(' \n\t\n')))).toBe(true);
    expect(isBlank(edit(type(' \n.')))).toBe(false);
  });
});

describe('moving up and down', () => {
  test('goes by drawn rows and keeps its cell', () => {
    // Rows of eleven cells: "one two ", "three four ", "five".
    const long = edit(type('one two three four five\nab\nlast line'));
    expect(shown(reduceEdit(long, rows(-1)))).toContain('ab|\n');
    expect(shown(reduceEdit(long, rows(-2)))).toContain('five|\n');
    expect(shown([rows(-2), rows(-1)].reduce(reduceEdit, long))).toContain('three fou|r');
    expect(shown([rows(-2), rows(2)].reduce(reduceEdit, long))).toContain('last line|');
  });

  test('the end of a drawn row belongs to the next one', () => {
    const state = edit(type('one two three four'), rows(-1));
    expect(shown(state)).toBe('one two| three four');
  });

  test('past the ends it goes to the first and the last place', () => {
    expect(shown(edit(type('ab\ncd'), move('before'), rows(-9)))).toBe('|ab\ncd');
    expect(shown(edit(type('ab\ncd'), rows(-1), move('line-start'), rows(9)))).toBe('ab\ncd|');
  });

  test('never lands inside of a wide sign', () => {
    expect(shown(edit(type('宽宽宽\nabc'), rows(-1)))).toBe('宽|宽宽\nabc');
  });
});

describe('the size', () => {
  test('is counted as UTF-8', () => {
    for (const text of ['', 'abc', 'é', '宽', '👨‍👩‍👧', 'a\né\n宽'])
      expect(byteLength(text)).toBe(Buffer.byteLength(text));
  });

  test('is bounded: what is too much is refused whole, with a sentence, and the rest works on', () => {
    const full = edit(type('宽'.repeat(Math.floor(EDIT_MAX_BYTES / 3))));
    expect(full.refused).toBeNull();
    const more = reduceEdit(full, type('abc'));
    expect(more.refused).toMatch(/65 KB, and a task typed here holds 64 KB/);
    expect(textOf(more)).toBe(textOf(full));
    expect([BACK, type('ab')].reduce(reduceEdit, more).refused).toBeNull();
  });

  test('a paste of a megabyte costs next to nothing, and so does each key in a text of the full size', () => {
    const started = performance.now();
    expect(edit(type('宽'.repeat(350_000))).refused).toMatch(/typed here holds 64 KB/);
    for (const text of [
      '宽'.repeat(21_000),
      `${'x'.repeat(65_000)}`,
      '\n'.repeat(65_000),
      '👨‍👩‍👧 '.repeat(3_000),
    ]) {
      let state = edit(type(text));
      for (const action of [type('a'), rows(-1), move('before'), BACK, rows(1), DELETE]) {
        state = reduceEdit(state, action);
        viewOfText(state, 40, PAGE);
      }
    }
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});

describe('the view', () => {
  test('breaks behind blanks, and anywhere in a long word', () => {
    const line = 'one two three abcdefghijklmnop q';
    const starts = rowStarts(line, PAGE);
    const parts = starts.map((start, index) => line.slice(start, starts[index + 1]));
    expect(parts).toEqual(['one two ', 'three ', 'abcdefghijk', 'lmnop q']);
  });

  test('a blank may stand past the edge, so that no word begins with one', () => {
    const line = 'abcdefghijk lmn';
    expect(rowStarts(line, PAGE)).toEqual([0, 12]);
    expect(viewOfText(edit(type('abcdefghijk ')), 2, PAGE)).toEqual({
      rows: ['abcdefghijk '],
      cursor: { x: 11, y: 0 },
    });
  });

  test('shows what a terminal would hide', () => {
    expect(viewOfText(edit(type('a\u202eb\u200bc\td')), 3, PAGE).rows).toEqual(['a·b·c    d']);
    expect(viewOfText(edit(type('…宽\u202e')), 3, { cells: 12, ascii: true }).rows).toEqual(['...???']);
  });

  test('keeps the cursor in sight, in the middle of a long text', () => {
    const text = edit(type(Array.from({ length: 30 }, (_, index) => `${index}`).join('\n')));
    expect(viewOfText(text, 5, PAGE)).toEqual({
      rows: ['25', '26', '27', '28', '29'],
      cursor: { x: 2, y: 4 },
    });
    expect(viewOfText(reduceEdit(text, rows(-15)), 5, PAGE)).toEqual({
      rows: ['12', '13', '14', '15', '16'],
      cursor: { x: 2, y: 2 },
    });
    expect(viewOfText(reduceEdit(text, rows(-99)), 5, PAGE).cursor).toEqual({ x: 0, y: 0 });
  });
});

const signs = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '宽',
  'e\u0301',
  '👨‍👩‍👧',
  '🇫🇷',
  '\u0301',
  '\u200d',
  '\t',
  '\u001b[1m',
  '\r\n',
);
const actions: fc.Arbitrary<EditAction> = fc.oneof(
  fc.array(signs, { maxLength: 30 }).map((parts) => type(parts.join(''))),
  fc.constantFrom<EditAction[]>(BACK, DELETE, rows(-1), rows(1), rows(5), rows(-5)),
  fc.constantFrom(...(['before', 'after', 'line-start', 'line-end'] as const)).map(move),
  fc.array(signs, { maxLength: 9 }).map((parts): EditAction => ({ type: 'replace', text: parts.join('') })),
);

test('whatever is done, the cursor stands between signs, the size is right and the view fits', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  fc.assert(
    fc.property(
      fc.array(actions, { maxLength: 40 }),
      fc.integer({ min: 9, max: 30 }),
      fc.integer({ min: 1, max: 6 }),
      (all, cells, height) => {
        for (const ascii of [false, true]) {
          let state = EMPTY_TEXT;
          for (const action of all) {
            state = reduceEdit(
              state,
              action.type === 'rows' ? { ...action, page: { cells, ascii } } : action,
            );
            const line = state.lines[state.row] ?? 'no such line';
            const ends = [
              0,
              ...Array.from(segmenter.segment(line), (part) => part.index + part.segment.length),
            ];
            expect(ends).toContain(state.col);
            expect(state.bytes).toBe(Buffer.byteLength(textOf(state)));
            const view = viewOfText(state, height, { cells, ascii });
            expect(view.rows.length).toBeLessThanOrEqual(height);
            for (const row of view.rows) expect(stringWidth(row)).toBeLessThanOrEqual(cells);
            expect(view.cursor.y).toBeLessThan(Math.max(1, view.rows.length));
            expect(view.cursor.x).toBeLessThan(cells);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});
