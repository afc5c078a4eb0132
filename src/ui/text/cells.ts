import stringWidth from 'string-width';
import { segmenter } from './graphemes.js';

const ASCII = /^[\x20-\x7e]*$/;

/** Plain ASCII without control characters: every character is one long and one wide. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** Width in terminal cells. */
export function cellWidth(text: string): number {
  return isAscii(text) ? text.length : stringWidth(text);
}

/** The grapheme clusters of a text, in order. */
export function graphemes(text: string): readonly string[] {
  return isAscii(text) ? [...text] : Array.from(segmenter.segment(text), (part) => part.segment);
}

/** As much of the text as fits into `cells`; cut between graphemes, so the result may be one cell short. */
export function take(text: string, cells: number): string {
  if (cellWidth(text) <= cells) return text;
  let used = 0;
  let result = '';
  for (const grapheme of graphemes(text)) {
    const width = cellWidth(grapheme);
    if (used + width > cells) break;
    used += width;
    result += grapheme;
  }
  return result;
}

/** The text, or its beginning and the ellipsis, in at most `cells` cells. */
export function shorten(text: string, cells: number, ellipsis: string): string {
  if (cellWidth(text) <= cells) return text;
  const room = cells - cellWidth(ellipsis);
  return room < 0 ? take(text, Math.max(0, cells)) : take(text, room).trimEnd() + ellipsis;
}

/** A number that is a word of its own, at the end of what was kept. */
const NUMBER = /(?<=^|\s)\d[\d.,:]*$/;

/** Like `shorten`, but never within a number: a part of one reads as another. */
export function shortenText(text: string, cells: number, ellipsis: string): string {
  const short = shorten(text, cells, ellipsis);
  if (short === text) return text;
  const kept = short.endsWith(ellipsis) ? short.slice(0, -ellipsis.length) : short;
  if (!NUMBER.test(kept) || !/^[\w.,:%]/.test(text.slice(kept.length))) return short;
  const head = kept.replace(NUMBER, '');
  return cellWidth(head) + cellWidth(ellipsis) <= cells ? head + ellipsis : head;
}

/** As much of the end of the text as fits into `cells`. */
function takeEnd(text: string, cells: number): string {
  let result = '';
  for (const grapheme of [...graphemes(text)].reverse()) {
    if (cellWidth(grapheme) + cellWidth(result) > cells) break;
    result = grapheme + result;
  }
  return result;
}

/** The text, or its beginning and its end with the ellipsis between: names made by a clock differ at their ends. */
export function shortenName(text: string, cells: number, ellipsis: string): string {
  const room = cells - cellWidth(ellipsis);
  if (cellWidth(text) <= cells || room < 2) return shorten(text, cells, ellipsis);
  const end = takeEnd(text, Math.floor(room / 2));
  return take(text, room - cellWidth(end)) + ellipsis + end;
}

/** Exactly `cells` cells: shortened, or padded with spaces on the right (`start`) or on the left (`end`). */
export function sized(
  text: string,
  cells: number,
  ellipsis: string,
  align: 'start' | 'end' = 'start',
): string {
  const short = shorten(text, cells, ellipsis);
  const gap = ' '.repeat(Math.max(0, cells - cellWidth(short)));
  return align === 'start' ? short + gap : gap + short;
}

/** Lines of at most `cells` cells, each as full as can be, broken anywhere. At least one line. */
export function pieces(text: string, cells: number): readonly string[] {
  const head = take(text, cells);
  const rest = text.slice(head.length);
  return head === '' || rest === '' ? [text] : [head, ...pieces(rest, cells)];
}

/** Lines of at most `cells` cells, broken at spaces where there are any. At least one line. */
export function wrap(text: string, cells: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (cellWidth(joined) <= cells) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (cellWidth(line) > cells) {
      const head = take(line, cells);
      if (head === '') break;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  lines.push(line);
  return lines;
}
