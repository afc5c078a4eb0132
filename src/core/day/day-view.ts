import type { Durable } from '../engine/state.js';
import type { DayView, UsedView } from '../snapshot.js';
import { iso } from '../time.js';
import { WINDOW_KINDS } from '../words.js';
import { HALF_HOUR, HALF_HOURS, type HalfHour, halfHourOf } from './half-hour.js';

/** The last 24 hours of these accounts, a place for every half-hour. */
export function dayView({ day }: Durable, accounts: readonly string[], wallMs: number): DayView {
  const first = halfHourOf(wallMs) - (HALF_HOURS - 1) * HALF_HOUR;
  const known = new Map(day.map((half) => [half.atMs, half]));
  const halves = Array.from({ length: HALF_HOURS }, (_, index) => known.get(first + index * HALF_HOUR));
  return {
    from: iso(first),
    stepMs: HALF_HOUR,
    steps: halves.map((half) => (half === undefined ? null : { swaps: half.swaps, limits: half.limits })),
    used: accounts.flatMap((account) => usedOf(halves, account)),
  };
}

function usedOf(halves: readonly (HalfHour | undefined)[], account: string): readonly UsedView[] {
  return WINDOW_KINDS.flatMap((kind) => {
    const percents = halves.map((half) => half?.used[account]?.[kind] ?? null);
    return percents.every((percent) => percent === null) ? [] : [{ account, kind, percents }];
  });
}
