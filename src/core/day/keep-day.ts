import type { Durable } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { headroomOf } from '../quota/headroom.js';
import { type HalfHour, halfHourOf, lastDay, type Used } from './half-hour.js';
import { limitChanges } from './limit-changes.js';

/**
 * Enters what this transition changed into the last 24 hours. A look that found nothing to tell makes its half-hour too,
 * once: that is how a quiet one differs from one in which nobody looked.
 */
export function keepDay(step: Step, before: Durable): void {
  const { durable, live, at } = step;
  const now = halfHourOf(at.wallMs);
  const looked = live.lookedAt?.steadyMs === at.steadyMs;
  const swaps = newFlips(before, durable);
  const limits = limitChanges(before, durable);
  const old = durable.day.find(({ atMs }) => atMs === now);
  const isNews = swaps > 0 || limits.begun > 0 || before.headroom !== durable.headroom;
  if (!isNews && limits.withdrawn.length === 0 && (!looked || old !== undefined)) return;
  const others = lastDay(durable.day, at.wallMs).filter((half) => half !== old);
  const half: HalfHour = {
    atMs: now,
    swaps: (old?.swaps ?? 0) + swaps,
    limits: (old?.limits ?? 0) + limits.begun,
    used: { ...old?.used, ...usedNow(durable, at.wallMs) },
  };
  step.patch({ day: takenBack([...others, half], limits.withdrawn) });
}

/** Flips are told apart by what they say: after a boot the same ones stand on another clock. */
function newFlips(before: Durable, { flips }: Durable): number {
  if (before.flips === flips) return 0;
  return flips.filter(
    ({ at, to }) => !before.flips.some((old) => old.at.wallMs === at.wallMs && old.to === to),
  ).length;
}

function takenBack(day: readonly HalfHour[], withdrawn: readonly number[]): readonly HalfHour[] {
  if (withdrawn.length === 0) return day;
  return day.map((half) => {
    const less = withdrawn.filter((wallMs) => halfHourOf(wallMs) === half.atMs).length;
    return less === 0 ? half : { ...half, limits: Math.max(0, half.limits - less) };
  });
}

function usedNow(durable: Durable, wallMs: number): Readonly<Record<string, Used>> {
  const known = Object.keys(durable.headroom).flatMap((account) => {
    const windows = headroomOf(durable, account, wallMs);
    const of = (kind: keyof Used): number | null => {
      const window = windows.find((one) => one.kind === kind);
      return window === undefined ? null : Math.round(window.usedPercent);
    };
    return windows.length === 0
      ? []
      : [[account, { 'five-hour': of('five-hour'), weekly: of('weekly') }] as const];
  });
  return Object.fromEntries(known);
}
