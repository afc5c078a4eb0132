import { type Line, span } from '../text/line.js';

/** Cells of the words in front. */
export const LABEL = 11;

/** A line behind its label: of several below each other all begin in one column. */
export function labelled(label: string, rest: Line): Line {
  return [span(label.padEnd(LABEL), 'muted'), ...rest];
}
