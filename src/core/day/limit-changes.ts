import type { AccountLimit, Durable } from '../engine/state.js';

/** What a transition changed in the limits that accounts ran into. */
export interface LimitChanges {
  readonly begun: number;
  /** When those began that were taken back, wall ms. */
  readonly withdrawn: readonly number[];
}

const NO_CHANGE: LimitChanges = { begun: 0, withdrawn: [] };

export function limitChanges(before: Durable, after: Durable): LimitChanges {
  if (before.accounts === after.accounts) return NO_CHANGE;
  const names = Object.keys({ ...before.accounts, ...after.accounts });
  const all = names.map((name) => {
    const old = before.accounts[name]?.limits ?? [];
    const now = after.accounts[name]?.limits ?? [];
    return { begun: begunOf(old, now), gone: without(counted(old), now) };
  });
  return {
    begun: all.reduce((sum, { begun }) => sum + begun, 0),
    withdrawn: all
      .flatMap(({ gone }) => gone)
      .filter((limit) => isDismissed(limit, after))
      .map(({ since }) => since.wallMs),
  };
}

type Limits = readonly AccountLimit[];

/** A limit without a kind may be one of those that have theirs: some CLIs do not tell it. */
function counted(limits: Limits): Limits {
  const known = limits.filter(({ kind }) => kind !== 'unknown');
  return known.length > 0 ? known : limits;
}

/** One that had no kind has got it when the first of a kind comes. */
function begunOf(old: Limits, now: Limits): number {
  const fresh = without(counted(now), old).length;
  const isNameless = counted(old).some(({ kind }) => kind === 'unknown');
  return isNameless ? Math.max(0, fresh - 1) : fresh;
}

function without(limits: Limits, others: Limits): Limits {
  return limits.filter(
    ({ kind, since }) => !others.some((one) => one.kind === kind && one.since.wallMs === since.wallMs),
  );
}

/** The person said that it was none; any other limit that is over has been one. */
function isDismissed({ hits }: AccountLimit, { hits: all }: Durable): boolean {
  const known = all.filter(({ id }) => hits.includes(id));
  return known.length > 0 && known.every(({ state }) => state === 'dismissed');
}
