import type { AccountView } from '../core/snapshot.js';

type Limit = AccountView['limits'][number];

/** Resets this near to each other, in ms, are one reset: a screen cuts the seconds off. */
const SAME_RESET_MS = 120_000;

/** An account's limits without one of unknown kind that another one tells better: the same reset, with its kind. */
export function limitsOf(account: AccountView): readonly Limit[] {
  const sameReset = (a: Limit, b: Limit): boolean =>
    a.resetsAt !== null &&
    b.resetsAt !== null &&
    Math.abs(Date.parse(a.resetsAt) - Date.parse(b.resetsAt)) <= SAME_RESET_MS;
  return account.limits.filter(
    (limit) =>
      limit.kind !== 'unknown' ||
      !account.limits.some((other) => other.kind !== 'unknown' && sameReset(limit, other)),
  );
}
