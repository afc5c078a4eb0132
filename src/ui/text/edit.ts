import { type Page, steppedRows } from './edit-rows.js';
import { boundaryAfter, boundaryBefore, boundaryFrom } from './graphemes.js';
import { typedText } from './plain.js';

/** The most a text typed here may hold, in bytes of UTF-8. */
export const EDIT_MAX_BYTES = 64 * 1024;

/** A text and the place of its cursor: `row` among the lines, `col` in UTF-16 units, never inside of a grapheme. */
export interface EditText {
  readonly lines: readonly string[];
  readonly row: number;
  readonly col: number;
  /** The cell that moving up and down aims at; null until it begins. */
  readonly goal: number | null;
  /** Size as UTF-8, with a line feed between two lines. */
  readonly bytes: number;
  /** Why the last text was not taken, one sentence; null when it was. */
  readonly refused: string | null;
}

export type EditAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'delete'; readonly side: 'before' | 'after' }
  | { readonly type: 'move'; readonly to: 'before' | 'after' | 'line-start' | 'line-end' }
  /** Up or down by drawn rows. */
  | { readonly type: 'rows'; readonly by: number; readonly page: Page }
  /** A text from outside in place of all; the cursor goes to its end. */
  | { readonly type: 'replace'; readonly text: string };

export const EMPTY_TEXT: EditText = { lines: [''], row: 0, col: 0, goal: null, bytes: 0, refused: null };

export function textOf({ lines }: EditText): string {
  return lines.join('\n');
}

export function isBlank({ lines }: EditText): boolean {
  return lines.every((line) => line.trim() === '');
}

/** Bytes of UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A surrogate pair is four bytes: two for each of its units.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}

function placed(state: EditText, change: Partial<EditText>): EditText {
  return { ...state, goal: null, refused: null, ...change };
}

function tooLong(bytes: number): string {
  const size = `${Math.ceil(bytes / 1024)} KB`;
  return `Not taken: the text would be ${size}, and a task typed here holds 64 KB. Put it as a file into the queue's inbox.`;
}

/** Replaces what stands between two places; the cursor goes behind the new text. */
function splice(
  state: EditText,
  from: readonly [number, number],
  to: readonly [number, number],
  text: string,
): EditText {
  const [row, col] = from;
  const head = (state.lines[row] ?? '').slice(0, col);
  const tail = (state.lines[to[0]] ?? '').slice(to[1]);
  const old = state.lines.slice(row, to[0] + 1).join('\n');
  const made = `${head}${text}${tail}`;
  const bytes = state.bytes - byteLength(old) + byteLength(made);
  if (bytes > EDIT_MAX_BYTES && bytes > state.bytes) return { ...state, refused: tooLong(bytes) };
  const fresh = made.split('\n');
  const lines = [...state.lines.slice(0, row), ...fresh, ...state.lines.slice(to[0] + 1)];
  const last = row + text.split('\n').length - 1;
  const line = lines[last] ?? '';
  return placed(state, { lines, row: last, col: boundaryFrom(line, line.length - tail.length), bytes });
}

function neighbour({ lines, row, col }: EditText, side: 'before' | 'after'): readonly [number, number] {
  const line = lines[row] ?? '';
  if (side === 'before') {
    if (col > 0) return [row, boundaryBefore(line, col)];
    return row > 0 ? [row - 1, (lines[row - 1] ?? '').length] : [row, col];
  }
  if (col < line.length) return [row, boundaryAfter(line, col)];
  return row < lines.length - 1 ? [row + 1, 0] : [row, col];
}

function move(state: EditText, to: Extract<EditAction, { type: 'move' }>['to']): EditText {
  if (to === 'line-start') return placed(state, { col: 0 });
  if (to === 'line-end') return placed(state, { col: (state.lines[state.row] ?? '').length });
  const [row, col] = neighbour(state, to);
  return placed(state, { row, col });
}

/** The next state of the text; pure. A text that would grow too long stays as it is and says why. */
export function reduceEdit(state: EditText, action: EditAction): EditText {
  const here = [state.row, state.col] as const;
  switch (action.type) {
    case 'insert':
    case 'replace': {
      // Cleaning only makes it shorter, but what is far too long is not worth the time.
      if (action.text.length > EDIT_MAX_BYTES * 8) return { ...state, refused: tooLong(action.text.length) };
      const text = typedText(action.text);
      if (action.type === 'insert') return splice(state, here, here, text);
      const end = [state.lines.length - 1, (state.lines.at(-1) ?? '').length] as const;
      return splice(state, [0, 0], end, text);
    }
    case 'delete': {
      const there = neighbour(state, action.side);
      return action.side === 'before' ? splice(state, there, here, '') : splice(state, here, there, '');
    }
    case 'move':
      return move(state, action.to);
    case 'rows':
      return { ...state, ...steppedRows(state, action.by, action.page), refused: null };
    default:
      return action satisfies never;
  }
}
