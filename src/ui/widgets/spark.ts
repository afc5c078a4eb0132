import type { DayView } from '../../core/snapshot.js';
import { HOUR } from '../../core/time.js';
import { clamp } from '../clamp.js';
import { dayCells } from '../day-cells.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, merged, type Span, span } from '../text/line.js';
import { toneOfUse } from './headroom.js';

/** Least width of a panel for a sparkline of so many cells beside its words; a cell is an hour. */
const CELLS: readonly (readonly [number, number])[] = [
  [56, 24],
  [46, 12],
  [34, 6],
];

/** Cells that a panel of this width leaves for sparklines: the same for every account, whatever is known of it. */
export function sparkCells(width: number): number {
  return CELLS.find(([least]) => width >= least)?.[1] ?? 0;
}

/** How full the fullest window of an account was in each of the last `cells` hours; empty when nothing is known of it. */
export function sparkLine(account: string, day: DayView, cells: number, glyphs: Glyphs): Line {
  const windows = day.used.filter((used) => used.account === account);
  const percents = dayCells(day, HOUR, cells).map(({ steps }) => {
    const known = steps.map((step) => fullest(windows.map(({ percents }) => percents[step] ?? null)));
    return known.findLast((percent) => percent !== null) ?? null;
  });
  if (percents.every((percent) => percent === null)) return [];
  return merged(percents.map((percent) => cellOf(percent, glyphs)));
}

function fullest(percents: readonly (number | null)[]): number | null {
  const known = percents.filter((percent) => percent !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function cellOf(percent: number | null, { sparks, noSpark }: Glyphs): Span {
  if (percent === null) return span(noSpark, 'faint');
  const level = Math.floor((percent / 100) * sparks.length);
  const tone = toneOfUse(percent);
  return span(sparks.at(clamp(level, 0, sparks.length - 1)) ?? '', tone === 'text' ? 'muted' : tone);
}
