import { clamp } from '../clamp.js';
import { cellWidth, graphemes } from './cells.js';
import { plain } from './plain.js';

/** The place a text is drawn in: cells of a row, the last of which is kept for the cursor. */
export interface Page {
  readonly cells: number;
  /** The terminal is not UTF-8. */
  readonly ascii: boolean;
}

/** Where the cursor is; see `EditText`. */
interface Place {
  readonly row: number;
  readonly col: number;
  readonly goal: number | null;
}

interface Text extends Place {
  readonly lines: readonly string[];
}

interface Drawn {
  readonly text: string;
  readonly width: number;
}

const TAB = '    ';
/** In place of what a terminal would not show: nothing in a text that is sent to a session is hidden. */
const UNSEEN = { utf8: '·', ascii: '?' } as const;
const KNOWN_MAX = 4_096;

const known = { utf8: new Map<string, Drawn>(), ascii: new Map<string, Drawn>() } as const;

/** One grapheme as it is drawn; measuring is slow and texts repeat themselves. */
function drawn(grapheme: string, ascii: boolean): Drawn {
  const kind = ascii ? 'ascii' : 'utf8';
  const found = known[kind].get(grapheme);
  if (found !== undefined) return found;
  const shown = grapheme === '\t' ? TAB : plain(grapheme, ascii);
  const text = cellWidth(shown) === 0 ? UNSEEN[kind] : shown;
  const made = { text, width: cellWidth(text) };
  if (known[kind].size >= KNOWN_MAX) known[kind].clear();
  known[kind].set(grapheme, made);
  return made;
}

function drawnText(part: string, page: Page): string {
  return graphemes(part)
    .map((grapheme) => drawn(grapheme, page.ascii).text)
    .join('');
}

function widthOf(part: string, page: Page): number {
  return graphemes(part).reduce((sum, grapheme) => sum + drawn(grapheme, page.ascii).width, 0);
}

/** Where each drawn row of a line begins: broken behind blanks where there are any. One blank may stand past the edge. */
export function rowStarts(line: string, page: Page): readonly number[] {
  const room = Math.max(8, page.cells - 1);
  const starts = [0];
  let used = 0;
  let at = 0;
  /** The last place behind a blank in this row, and the cells up to it; 0 for none. */
  let [breakAt, breakUsed] = [0, 0];
  for (const grapheme of graphemes(line)) {
    const { width } = drawn(grapheme, page.ascii);
    const hangs = grapheme === ' ' && used === room;
    while (!hangs && used + width > room && used > 0) {
      starts.push(breakAt > 0 ? breakAt : at);
      used = breakAt > 0 ? used - breakUsed : 0;
      [breakAt, breakUsed] = [0, 0];
    }
    used += width;
    at += grapheme.length;
    if (grapheme === ' ') [breakAt, breakUsed] = [at, used];
  }
  return starts;
}

function indexOfRow(starts: readonly number[], col: number): number {
  return starts.findLastIndex((start) => start <= col);
}

/** The place in a drawn row that is nearest to the left of a cell; the end of a row belongs to the next one. */
function colAt(
  line: string,
  { start, end }: { readonly start: number; readonly end: number | undefined },
  goal: number,
  page: Page,
): number {
  let [at, used] = [start, 0];
  for (const grapheme of graphemes(line.slice(start, end))) {
    used += drawn(grapheme, page.ascii).width;
    const next = at + grapheme.length;
    if (used > goal || next === end) break;
    at = next;
  }
  return at;
}

/** The cursor after so many drawn rows down (up: less than 0); past the last row it goes to the text's end. */
export function steppedRows(text: Text, by: number, page: Page): Place {
  let { row, col } = text;
  const lineOf = (index: number): string => text.lines[index] ?? '';
  let starts = rowStarts(lineOf(row), page);
  let index = indexOfRow(starts, col);
  const goal = text.goal ?? widthOf(lineOf(row).slice(starts[index], col), page);
  const step = Math.sign(by);
  for (let left = Math.abs(by); left > 0; left--) {
    if (starts[index + step] !== undefined) index += step;
    else if (text.lines[row + step] === undefined) {
      return { row, col: step < 0 ? 0 : lineOf(row).length, goal: null };
    } else {
      row += step;
      starts = rowStarts(lineOf(row), page);
      index = step < 0 ? starts.length - 1 : 0;
    }
  }
  col = colAt(lineOf(row), { start: starts[index] ?? 0, end: starts[index + 1] }, goal, page);
  return { row, col, goal };
}

export interface EditView {
  /** At most as many as asked for. */
  readonly rows: readonly string[];
  /** Where the cursor stands among them, in cells and rows. */
  readonly cursor: { readonly x: number; readonly y: number };
}

/** The drawn rows around the cursor, which stands in the middle of them unless an end of the text is near. */
export function viewOfText(text: Text, height: number, page: Page): EditView {
  const partsOf = (line: string): readonly string[] => {
    const starts = rowStarts(line, page);
    return starts.map((start, index) => line.slice(start, starts[index + 1]));
  };
  const line = text.lines[text.row] ?? '';
  const starts = rowStarts(line, page);
  const index = indexOfRow(starts, text.col);
  let [parts, y] = [[...partsOf(line)], index];
  let [above, below] = [text.row - 1, text.row + 1];
  while (y < height && above >= 0) {
    const more = partsOf(text.lines[above--] ?? '');
    parts = [...more, ...parts];
    y += more.length;
  }
  while (parts.length - y < height && below < text.lines.length)
    parts.push(...partsOf(text.lines[below++] ?? ''));
  const top = clamp(y - Math.floor(height / 2), 0, parts.length - height);
  const x = Math.min(widthOf(line.slice(starts[index], text.col), page), page.cells - 1);
  const rows = parts.slice(top, top + height).map((part) => drawnText(part, page));
  return { rows, cursor: { x, y: y - top } };
}
