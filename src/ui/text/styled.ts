import { cellWidth, shorten } from './cells.js';
import { plain } from './plain.js';
import { PLAIN_STYLE, restyled, type Style } from './sgr.js';

/** A piece of one row in one style. */
export interface StyledRun {
  readonly text: string;
  readonly style: Style;
}

export type StyledRow = readonly StyledRun[];

/** Far more than any pane holds. */
const ROWS_MAX = 1_000;
const ROW_CHARS_MAX = 20_000;
const TAB_CELLS = 8;

/**
 * What a row is made of: SGR; strings that end with BEL or ST, or with the row (titles, links, device control); every other
 * sequence; the switch to line drawing and back; a tab; text.
 */
const TOKEN =
  /\u001b\[([0-9;:]*)m|[\u001b][\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|[\u009d\u0090\u0098\u009e\u009f][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?|([\u000e\u000f])|(\t)|([^\u001b\u009b\u009d\u0090\u0098\u009e\u009f\u000e\u000f\t]+)/g;

/** DEC line drawing, as tmux hands it on between shift-out and shift-in: from `j` on, and what lies around it. */
const DRAWN: Readonly<Record<string, string>> = {
  '`': '◆',
  a: '▒',
  f: '°',
  g: '±',
  j: '┘',
  k: '┐',
  l: '┌',
  m: '└',
  n: '┼',
  q: '─',
  t: '├',
  u: '┤',
  v: '┴',
  w: '┬',
  x: '│',
  '~': '·',
};

interface Pen {
  style: Style;
  drawing: boolean;
}

function append(runs: StyledRun[], text: string, style: Style): void {
  const last = runs.at(-1);
  if (last !== undefined && last.style === style) runs[runs.length - 1] = { text: last.text + text, style };
  else if (text !== '') runs.push({ text, style });
}

function textOf(raw: string, pen: Pen, ascii: boolean): string {
  const drawn = pen.drawing ? Array.from(raw, (char) => DRAWN[char] ?? char).join('') : raw;
  const seen = plain(drawn, ascii);
  return pen.style.hidden ? ' '.repeat(cellWidth(seen)) : seen;
}

function rowOf(raw: string, pen: Pen, ascii: boolean): StyledRow {
  const runs: StyledRun[] = [];
  let cells = 0;
  const put = (text: string): void => {
    append(runs, text, pen.style);
    cells += cellWidth(text);
  };
  for (const [, sgr, shift, tab, text] of raw.slice(0, ROW_CHARS_MAX).matchAll(TOKEN)) {
    if (sgr !== undefined) pen.style = restyled(pen.style, sgr);
    else if (shift !== undefined) pen.drawing = shift === '\u000e';
    else if (tab !== undefined) put(' '.repeat(TAB_CELLS - (cells % TAB_CELLS)));
    else if (text !== undefined) put(textOf(text, pen, ascii));
  }
  return runs;
}

function isBlank(row: StyledRow): boolean {
  return row.every(({ text, style }) => text.trim() === '' && style.background === null && !style.inverse);
}

/**
 * A captured screen as rows of styled text. Only SGR acts; every other sequence and every character that a terminal would
 * obey is gone. Blank rows at the end are left out: above them the cursor is.
 */
export function screenRows(raw: string, ascii: boolean): readonly StyledRow[] {
  const pen: Pen = { style: PLAIN_STYLE, drawing: false };
  // tmux goes on with a style where the row before left it.
  const rows = raw.split('\n', ROWS_MAX).map((row) => rowOf(row, pen, ascii));
  const end = rows.findLastIndex((row) => !isBlank(row));
  return rows.slice(0, end + 1);
}

/** At most `cells` cells of the row; what is cut ends in the ellipsis. */
export function fitRow(row: StyledRow, cells: number, ellipsis: string): StyledRow {
  let left = cells;
  const fitted: StyledRun[] = [];
  for (const [index, run] of row.entries()) {
    const width = cellWidth(run.text);
    const more = row.slice(index + 1).some(({ text }) => text.trimEnd() !== '');
    if (width < left || (width === left && !more)) {
      fitted.push(run);
      left -= width;
      continue;
    }
    fitted.push({ ...run, text: shorten(more ? `${run.text} ` : run.text, left, ellipsis) });
    break;
  }
  return fitted;
}
