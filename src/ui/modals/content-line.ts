import { wrap } from '../text/cells.js';
import { type Line, span } from '../text/line.js';

/** What stands in a modal's frame. `chosen`: index of the line that must stay in sight, -1 for none. */
export interface Content {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly chosen: number;
}

/** A text wrapped to `width`, behind `first` on its first line and behind `indent` on the others. */
export function paragraph(text: string, width: number, first: Line, indent: string): readonly Line[] {
  return wrap(text, Math.max(10, width - indent.length)).map((part, index) => [
    ...(index === 0 ? first : [span(indent)]),
    span(part),
  ]);
}
