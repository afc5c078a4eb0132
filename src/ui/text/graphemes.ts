import { clamp } from '../clamp.js';

/** Finds graphemes in a text of any language. */
export const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Grapheme boundaries of `line` around `at`, an index into its UTF-16 units. */
export function boundaryAfter(line: string, at: number): number {
  const part = segmenter.segment(line).containing(at);
  return part === undefined ? line.length : part.index + part.segment.length;
}

export function boundaryBefore(line: string, at: number): number {
  return segmenter.segment(line).containing(at - 1)?.index ?? 0;
}

/** `at`, or the next boundary where it stands inside of a grapheme. */
export function boundaryFrom(line: string, at: number): number {
  if (at <= 0 || at >= line.length) return clamp(at, 0, line.length);
  const part = segmenter.segment(line).containing(at);
  return part === undefined || part.index === at ? at : part.index + part.segment.length;
}
