import { cleanText } from '../clean-text.js';
import type { Snapshot } from '../snapshot.js';

type View = Pick<Snapshot, 'activeAccount' | 'mode' | 'hold' | 'swap' | 'needs' | 'paused'>;

/**
 * How it stands, in one line that changes seldom: `account work, mode auto; hold until 2026-03-01T20:00:00Z`. Before the
 * first look at the sessions has ended (`hasLooked`) it says so: nobody knows yet how they stand.
 */
export function statusLine(
  { activeAccount, mode, hold, swap, needs, paused }: View,
  hasLooked: boolean,
): string {
  const state = `${activeAccount === null ? 'no account' : `account ${activeAccount}`}, mode ${mode}`;
  const more = [
    ...(hasLooked ? [] : ['the first look at the sessions is under way']),
    ...(needs[0] === undefined ? [] : [`needs a person: ${needs[0]}`]),
    ...(swap === null ? [] : [`swap to ${swap.to}`]),
    ...(hold === null ? [] : [`hold until ${hold.until ?? 'a reset that is not known'}`]),
    ...(paused ? ['dispatch paused'] : []),
  ];
  return cleanText([state, ...more].join('; '), 200);
}
