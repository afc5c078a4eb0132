import { NAME } from '../config/schema.js';

/** Sessions named alike but for their number: `ccl-1`, `ccl-2`, `ccl-4`. */
export interface SessionGroup {
  readonly prefix: string;
  readonly names: readonly string[];
  /** Lowest number, and how many there are from it to the highest. */
  readonly first: number;
  readonly size: number;
}

export interface GroupedSessions {
  readonly groups: readonly SessionGroup[];
  readonly single: readonly string[];
  /** Cannot be listed in a configuration: blanks, dots or the like in their names. */
  readonly unlisted: readonly string[];
}

/** What the configuration allows for `sessions.pool.size` and for the numbers. */
const MAX_SIZE = 200;
const MAX_NUMBER = 9_999;

function numbered(name: string): { readonly prefix: string; readonly number: number } | null {
  const match = /^(.*[^0-9])(0|[1-9]\d{0,3})$/.exec(name);
  return match?.[1] && match[1].length <= 56 ? { prefix: match[1], number: Number(match[2]) } : null;
}

/** Sorts names of tmux sessions into groups of at least two with one prefix, single ones, and unusable ones. */
export function groupSessions(names: readonly string[]): GroupedSessions {
  const usable = [...new Set(names)].filter((name) => NAME.test(name)).sort();
  const byPrefix = new Map<string, string[]>();
  for (const name of usable) {
    const prefix = numbered(name)?.prefix ?? '';
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), name]);
  }
  const groups = [...byPrefix].flatMap(([prefix, members]): readonly SessionGroup[] => {
    const numbers = members.map((name) => numbered(name)?.number ?? 0);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const size = high - low + 1;
    if (prefix === '' || members.length < 2 || size > MAX_SIZE || high > MAX_NUMBER) return [];
    const inOrder = members.toSorted((a, b) => (numbered(a)?.number ?? 0) - (numbered(b)?.number ?? 0));
    return [{ prefix, names: inOrder, first: low, size }];
  });
  const grouped = new Set(groups.flatMap((group) => group.names));
  return {
    groups,
    single: usable.filter((name) => !grouped.has(name)),
    unlisted: [...new Set(names)].filter((name) => !NAME.test(name)),
  };
}
