import type { DayView } from '../../core/snapshot.js';
import { HOUR, MINUTE } from '../../core/time.js';
import { type DayCell, dayCells } from '../day-cells.js';
import type { Glyphs } from '../glyphs.js';
import type { View } from '../panels/panel.js';
import { type Line, merged, type Span, span } from '../text/line.js';
import { clock } from '../text/time.js';
import { LABEL, labelled } from './labelled.js';

/** Where there is no room for the half-hours a cell is an hour; hours of the clock are named so far apart. */
const SCALES = [
  { cells: 48, lengthMs: HOUR / 2, nameEvery: 3 },
  { cells: 24, lengthMs: HOUR, nameEvery: 6 },
] as const;

/** Rows without which it says nothing: limits, swaps, hours. */
export const DAY_ROWS = 3;

type What = 'swaps' | 'limits';

/**
 * The last 24 hours in rows of `width` cells: limits, swaps, the hours; and what a gap means, when there is one. Each row
 * has its word and each sign its own shape. Empty where the width is too small or nothing is told.
 */
export function dayStrip({ snapshot, look, zone }: View, width: number): readonly Line[] {
  const { day } = snapshot;
  const scale = SCALES.find(({ cells }) => cells + LABEL <= width);
  if (day === null || scale === undefined) return [];
  const { glyphs } = look;
  const cells = dayCells(day, scale.lengthMs, scale.cells);
  const isWatched = cells.map(({ steps }) => steps.some((step) => day.steps[step] !== null));
  const row = (what: What, sign: Span): Line => {
    const counts = cells.map((cell) => countIn(day, cell, what));
    const all = counts.reduce((sum, count) => sum + count, 0);
    const drawn = counts.map((count, index) => (count > 0 ? sign : quiet(isWatched[index] ?? false, glyphs)));
    return labelled(`${all} ${all === 1 ? what.slice(0, -1) : what}`, merged(drawn));
  };
  return [
    row('limits', span(glyphs.limited, 'bad', true)),
    row('swaps', span(glyphs.swap, 'accent', true)),
    labelled('24 hours', [span(hourNames(cells, scale, zone), 'muted')]),
    ...(isWatched.includes(false) ? [labelled('', [span(`${glyphs.unwatched} not watched`, 'muted')])] : []),
  ];
}

function countIn(day: DayView, { steps }: DayCell, what: What): number {
  return steps.reduce((sum, step) => sum + (day.steps[step]?.[what] ?? 0), 0);
}

function quiet(isWatched: boolean, glyphs: Glyphs): Span {
  return span(isWatched ? glyphs.watched : glyphs.unwatched, 'faint');
}

/** `18` where that hour begins, and blanks between. */
function hourNames(cells: readonly DayCell[], scale: (typeof SCALES)[number], zone: string): string {
  const row = Array.from({ length: cells.length }, () => ' ');
  for (const [index, { atMs }] of cells.entries()) {
    const hour = hourIn(atMs, scale.lengthMs, zone);
    if (hour === null || Number(hour) % scale.nameEvery !== 0 || index + hour.length > row.length) continue;
    row.splice(index, hour.length, ...hour);
  }
  return row.join('').trimEnd();
}

/** The hour of the clock, two digits, that begins within the cell; null when none does. */
function hourIn(atMs: number, lengthMs: number, zone: string): string | null {
  const minutes = Number(clock(atMs, zone).slice(3));
  const beginsMs = atMs + ((60 - minutes) % 60) * MINUTE;
  return beginsMs < atMs + lengthMs ? clock(beginsMs, zone).slice(0, 2) : null;
}
