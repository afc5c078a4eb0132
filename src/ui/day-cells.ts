import type { DayView } from '../core/snapshot.js';

/** A stretch of the last day that is drawn as one cell. */
export interface DayCell {
  /** When it begins, wall ms. */
  readonly atMs: number;
  /** The steps in it, oldest first, by their place in `DayView.steps`; none where the day does not reach. */
  readonly steps: readonly number[];
}

/**
 * The last `count` cells of `lengthMs` each; the step that is under way lies in the last one. They begin at multiples of
 * their length, so that what stands in a cell stays there until the next cell begins.
 */
export function dayCells(day: DayView, lengthMs: number, count: number): readonly DayCell[] {
  const from = Date.parse(day.from);
  const last = from + (day.steps.length - 1) * day.stepMs;
  const end = Math.floor(last / lengthMs) * lengthMs;
  return Array.from({ length: count }, (_, index) => {
    const atMs = end - (count - 1 - index) * lengthMs;
    const steps = day.steps.flatMap((_step, step) => {
      const stepAt = from + step * day.stepMs;
      return stepAt >= atMs && stepAt < atMs + lengthMs ? [step] : [];
    });
    return { atMs, steps };
  });
}
