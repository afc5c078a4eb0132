import type { AccountLimit, AccountMemory, Durable } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { headroomOf } from '../quota/headroom.js';
import { type HalfHour, halfHourOf, lastDay, type Used } from './half-hour.js';

/**
 * Enters what this transition changed into the last 24 hours. A look that found nothing to tell makes its half-hour too,
 * once: that is how a quiet one differs from one in which nobody looked.
 */
export function keepDay(step: Step, before: Durable): void {
  const { durable, live, at } = step;
  const now = halfHourOf(at.wallMs);
  const looked = live.lookedAt?.steadyMs === at.steadyMs;
  const swaps = newFlips(before, durable);
  const limits = before.accounts === durable.accounts ? NO_CHANGE : limitChanges(before, durable);
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
  step.patch({ day: without([...others, half], limits.withdrawn) });
}

interface LimitChanges {
  readonly begun: number;
  /** When those began that were taken back, wall ms. */
  readonly withdrawn: readonly number[];
}

const NO_CHANGE: LimitChanges = { begun: 0, withdrawn: [] };

/** Flips are told apart by what they say: after a boot the same ones stand on another clock. */
function newFlips(before: Durable, { flips }: Durable): number {
  if (before.flips === flips) return 0;
  return flips.filter(
    ({ at, to }) => !before.flips.some((old) => old.at.wallMs === at.wallMs && old.to === to),
  ).length;
}

function limitChanges(before: Durable, after: Durable): LimitChanges {
  const names = Object.keys({ ...before.accounts, ...after.accounts });
  const all = names.map((name) => {
    const old = limitsOf(before.accounts[name]);
    const now = limitsOf(after.accounts[name]);
    return {
      begun: now.filter((limit) => !old.some((one) => isSame(one, limit))).length,
      gone: old.filter((limit) => !now.some((one) => isSame(one, limit))),
    };
  });
  return {
    begun: all.reduce((sum, { begun }) => sum + begun, 0),
    withdrawn: all
      .flatMap(({ gone }) => gone)
      .filter((limit) => isDismissed(limit, after))
      .map(({ since }) => since.wallMs),
  };
}

function limitsOf(memory: AccountMemory | undefined): readonly AccountLimit[] {
  return memory?.limits ?? [];
}

/** The kind of a limit may become known later: what one hit recorded is one limit. */
function isSame(a: AccountLimit, b: AccountLimit): boolean {
  if (a.kind === b.kind && a.since.wallMs === b.since.wallMs) return true;
  return a.hits.some((hit) => b.hits.includes(hit));
}

/** The person said that it was none; any other limit that is over has been one. */
function isDismissed({ hits }: AccountLimit, { hits: all }: Durable): boolean {
  const known = all.filter(({ id }) => hits.includes(id));
  return known.length > 0 && known.every(({ state }) => state === 'dismissed');
}

function without(day: readonly HalfHour[], withdrawn: readonly number[]): readonly HalfHour[] {
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
