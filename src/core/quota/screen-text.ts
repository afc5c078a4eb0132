import { PLAIN, type Style, withoutGhost } from './ghost.js';

/** One row of a screen: escape sequences, control characters and trailing blanks gone. `row` counts from the top of the capture. */
export interface Row {
  readonly row: number;
  readonly text: string;
  /** Blanks before the first character; 0 for an empty row. */
  readonly indent: number;
  /** `text` with dim cells blanked where the capture tells (`capture-pane -e`); cell by cell the same place. */
  readonly typed: string;
}

/** More than any terminal shows; what stands above is never needed. */
const MAX_ROWS = 600;
/** A row is cut here, so that hostile output costs no more than its first characters. */
const MAX_CHARS = 2000;

const CSI = /\x1b\[[0-?]*[ -/]*[@-~]/g;
const OSC = /\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)?/g;
const OTHER_ESCAPE = /\x1b[ -/]*[0-~]?/g;
const CONTROL = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const WIDE_BLANK = /[\t\u00a0\u2002-\u200a\u202f\u3000]/g;

function clean(raw: string): string {
  const text = raw.includes('\x1b') ? raw.replace(OSC, '').replace(CSI, '').replace(OTHER_ESCAPE, '') : raw;
  return text.replace(WIDE_BLANK, ' ').replace(CONTROL, '');
}

function cleanRow(raw: string, row: number, style: Style): { row: Row; style: Style } {
  const text = clean(raw).slice(0, MAX_CHARS).trimEnd();
  const indent = text.length - text.trimStart().length;
  if (!raw.includes('\x1b') && !style.dim) return { row: { row, text, indent, typed: text }, style };
  const styled = withoutGhost(raw, style, clean);
  return { row: { row, text, indent, typed: styled.typed.slice(0, text.length) }, style: styled.style };
}

/** Splits a capture into rows; tolerates SGR sequences, CR, no-break spaces and binary rubbish. Trailing empty rows are dropped. */
export function toRows(screen: string): Row[] {
  const raw = screen.split('\n');
  const first = Math.max(0, raw.length - MAX_ROWS);
  const rows: Row[] = [];
  let style = PLAIN;
  for (let index = first; index < raw.length; index += 1) {
    const next = cleanRow((raw[index] ?? '').slice(0, MAX_CHARS * 4), index, style);
    rows.push(next.row);
    style = next.style;
  }
  while (rows.length > 0 && rows[rows.length - 1]?.text === '') rows.pop();
  return rows;
}

/**
 * Text without any blank and with one form of apostrophe and separator. The CLI wraps with hard line breaks, at a blank
 * or inside a long word; without blanks a sentence is the same at every width.
 */
export function squeeze(text: string): string {
  return text
    .replace(/\s+/g, '')
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[∙•⋅]/g, '·');
}

/** Where a line break stands inside a word: a zone in brackets or a web address that goes on in the next row. */
function brokenWord(left: string, right: string): boolean {
  const token = left.slice(left.lastIndexOf(' ') + 1);
  const next = right.split(' ', 1)[0] ?? '';
  if (/^\([A-Za-z_+\-/0-9]*$/.test(token)) return /^[A-Za-z_+\-/0-9]*\)/.test(next);
  const word = /^(?:to|or|and|for|if|in|on|at)$/.test(next) || !/^[\w\-./?=&%#]+$/.test(next);
  return /^https?:\/\/\S+$/.test(token) && !word && left.length > 25;
}

/** Rejoins hard-wrapped rows into one line with single blanks. */
export function rejoin(lines: readonly string[]): string {
  let joined = '';
  for (const line of lines) {
    const part = line.trim();
    if (part === '') continue;
    if (joined === '') joined = part;
    else joined += brokenWord(joined, part) ? part : ` ${part}`;
  }
  return joined.replace(/\s{2,}/g, ' ');
}

/** The beginning of `text` that holds `count` characters other than blanks. */
export function leading(text: string, count: number): string {
  let seen = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (seen === count) return text.slice(0, index).trim();
    if (text[index] !== ' ') seen += 1;
  }
  return text.trim();
}

/** At most `limit` characters of `text` around `at`. */
export function snippetAround(text: string, at: number, limit = 120): string {
  if (text.length <= limit) return text;
  const start = Math.min(Math.max(0, at - 20), text.length - limit);
  return text.slice(start, start + limit).trim();
}
