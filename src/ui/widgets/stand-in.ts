import { cellWidth, graphemes, isAscii } from '../text/cells.js';

const ROW_BASE = 0xe000;
const WIDE_BASE = 0xe800;
const WIDE_END = 0xf8ff;

/**
 * ink-table 3.1.0 measures a cell by its string length and tells a cell component nothing but its text. So what it
 * gets are strings whose length is their width: every grapheme of another length is replaced by private-use
 * characters, and the first character names the row. `reveal` undoes both. Plain text has no such characters left
 * (see plain.ts).
 */
export interface StandIns {
  /** `text` for row `row`, one character longer than its width. */
  hide(row: number, text: string): string;
  /** The row's number and the text again, from whatever padding ink-table put around. Row -1: no row. */
  reveal(drawn: string): { readonly row: number; readonly text: string };
}

/** A fresh set for one table. */
export function standIns(): StandIns {
  const known: string[] = [];
  const numbers = new Map<string, number>();

  const stand = (grapheme: string): string => {
    if (grapheme.length === 1 && cellWidth(grapheme) === 1) return grapheme;
    let number = numbers.get(grapheme);
    if (number === undefined) {
      number = known.length;
      if (WIDE_BASE + number > WIDE_END) return ' '.repeat(cellWidth(grapheme));
      known.push(grapheme);
      numbers.set(grapheme, number);
    }
    // A wide grapheme takes two places: the character, and its echo that is dropped again.
    return String.fromCharCode(WIDE_BASE + number).repeat(cellWidth(grapheme));
  };

  return {
    hide: (row, text) => {
      const exact = isAscii(text) ? text : graphemes(text).map(stand).join('');
      return String.fromCharCode(ROW_BASE + row) + exact;
    },
    reveal: (drawn) => {
      const text = drawn.trim();
      const row = text.charCodeAt(0) - ROW_BASE;
      if (!(row >= 0 && row < WIDE_BASE - ROW_BASE)) return { row: -1, text: '' };
      let result = '';
      for (let index = 1; index < text.length; index++) {
        const number = text.charCodeAt(index) - WIDE_BASE;
        const grapheme = number >= 0 && number <= WIDE_END - WIDE_BASE ? known[number] : undefined;
        result += grapheme ?? text.charAt(index);
        if (grapheme !== undefined) index += cellWidth(grapheme) - 1;
      }
      return { row, text: result };
    },
  };
}
