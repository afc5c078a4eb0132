import type { Tone } from '../theme.js';
import { cellWidth, shortenText, sized } from './cells.js';

/** A piece of one line: text of one meaning. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  readonly bold?: boolean;
}

export type Line = readonly Span[];

/** A span of text; `tone` defaults to ordinary text. */
export function span(text: string, tone: Tone = 'text', bold = false): Span {
  return { text, tone, bold };
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, part) => sum + cellWidth(part.text), 0);
}

function hasWords(line: Line): boolean {
  return line.some((part) => part.text.trim() !== '');
}

/** Exactly `cells` cells: cut with the ellipsis or padded with spaces. */
export function fitLine(line: Line, cells: number, ellipsis: string): Line {
  const parts: Span[] = [];
  let left = cells;
  for (const [index, part] of line.entries()) {
    const width = cellWidth(part.text);
    if (width > left || (width === left && hasWords(line.slice(index + 1)))) {
      // Blanks alone are cut without a word.
      if (!hasWords(line.slice(index))) break;
      // Longer by the mark, so that a part that just fits is cut for what is left out behind it.
      const text = shortenText(`${part.text}${ellipsis}`, left, ellipsis);
      parts.push({ ...part, text });
      left -= cellWidth(text);
      break;
    }
    parts.push(part);
    left -= width;
  }
  if (left > 0) parts.push({ text: ' '.repeat(left) });
  return parts;
}

/** Left part and right part on one line; the left one is cut first. The right one is left out where it has no room. */
export function sides(left: Line, right: Line, cells: number, ellipsis: string): Line {
  const rightWidth = lineWidth(right);
  if (rightWidth === 0 || rightWidth + 8 > cells) return fitLine(left, cells, ellipsis);
  return [...fitLine(left, cells - rightWidth - 1, ellipsis), { text: ' ' }, ...right];
}

/** A piece that may be left out: the lower its rank the longer it stays; rank 0 always does. */
export interface Part {
  readonly line: Line;
  readonly rank: number;
}

/** The parts that fit into `cells` with `gap` blanks between them, in their order; the lowest ranks are served first. */
export function choose<T extends Part>(parts: readonly T[], cells: number, gap: number): readonly T[] {
  let left = cells + gap;
  const chosen = new Set<T>();
  for (const part of [...parts].sort((a, b) => a.rank - b.rank)) {
    const cost = lineWidth(part.line) + gap;
    if (part.rank > 0 && cost > left) continue;
    chosen.add(part);
    left -= cost;
  }
  return parts.filter((part) => chosen.has(part));
}

/** Lines side by side with `gap` blanks between them. */
export function join(lines: readonly Line[], gap: number): Line {
  return lines.flatMap((line, index) => (index === 0 ? line : [{ text: ' '.repeat(gap) }, ...line]));
}

/** Spans each in its column of so many cells, two blanks between them; a column of 0 cells is left out. */
export function columns(parts: readonly (readonly [Span, number])[], ellipsis: string): Line {
  return parts
    .filter(([, cells]) => cells > 0)
    .flatMap(([part, cells], index) => [
      ...(index === 0 ? [] : [span('  ')]),
      { ...part, text: sized(part.text, cells, ellipsis) },
    ]);
}

/** Neighbours of one tone as one span. */
export function merged(cells: Line): Line {
  return cells.reduce<Span[]>((spans, cell) => {
    const last = spans.at(-1);
    if (last !== undefined && last.tone === cell.tone)
      spans[spans.length - 1] = { ...last, text: last.text + cell.text };
    else spans.push(cell);
    return spans;
  }, []);
}
