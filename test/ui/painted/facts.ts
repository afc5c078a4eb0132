import { expect } from 'vitest';
import type { Glyphs } from '../../../src/ui/glyphs.js';
import type { Rect } from '../../../src/ui/layout.js';
import { planOf, type ScreenProps } from '../../../src/ui/screen.js';
import type { Painted } from '../../support/headless-terminal.js';

type Cells = Painted['cells'];

/** The text of one column of cells or of one row, from one cell to another, both included. */
function column(cells: Cells, x: number, from: number, to: number): readonly (string | undefined)[] {
  return cells.slice(from, to + 1).map((row) => row[x]?.text);
}

/** The frame of this place is closed: nothing of what is inside covers its edge, or moves it. */
export function expectClosed(cells: Cells, { x, y, width, height }: Rect, { border }: Glyphs): void {
  const [right, bottom] = [x + width - 1, y + height - 1];
  const rows = Array.from({ length: height - 2 });
  const where = `frame at ${x},${y} of ${width}x${height}`;
  expect(column(cells, x, y, bottom), where).toEqual([
    border.topLeft,
    ...rows.map(() => border.left),
    border.bottomLeft,
  ]);
  expect(column(cells, right, y, bottom), where).toEqual([
    border.topRight,
    ...rows.map(() => border.right),
    border.bottomRight,
  ]);
  const edge = cells[bottom]?.slice(x + 1, right).map(({ text }) => text) ?? [];
  // A list that is longer than its frame says at its end which part is in sight.
  const line = edge.join('').replace(/ \d+(-\d+)? of \d+ (?=.$)/, '');
  expect(new Set(line), where).toEqual(new Set([border.bottom]));
}

/** The frames of a screen: its panels, and the open modal. */
function framesOf(props: ScreenProps): readonly Rect[] {
  const { places } = planOf(props);
  if (places === null) return [];
  return [...Object.values(places.panels), ...(places.drawer === null ? [] : [places.drawer])];
}

/** What holds of every whole screen, whatever is on it. */
export function expectWhole(painted: Painted, props: ScreenProps): void {
  const { cells, overflowed } = painted;
  expect(overflowed, 'a row went on in the next one').toBe(false);
  for (const rect of framesOf(props)) expectClosed(cells, rect, props.view.look.glyphs);
  for (const row of cells)
    for (const [x, cell] of row.entries())
      if (cell.text === '') expect(row[x - 1]?.text ?? '', 'half of a wide character').not.toBe('');
}
