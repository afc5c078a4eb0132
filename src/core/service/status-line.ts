import { cleanText } from '../clean-text.js';
import type { Snapshot } from '../snapshot.js';

type View = Pick<Snapshot, 'activeAccount' | 'mode' | 'hold' | 'swap' | 'needs' | 'paused'>;

/** How it stands, in one line that changes seldom: `account work, mode auto; hold until 2026-03-01T20:00:00Z`. */
export function statusLine({ activeAccount, mode, hold, swap, needs, paused }: View): string {
  const state = `${activeAccount === null ? 'no account' : `account ${activeAccount}`}, mode ${mode}`;
  const more = [
    ...(needs[0] === undefined ? [] : [`needs a person: ${needs[0]}`]),
    ...(swap === null ? [] : [`swap to ${swap.to}`]),
    ...(hold === null ? [] : [`hold until ${hold.until ?? 'a reset that is not known'}`]),
    ...(paused ? ['dispatch paused'] : []),
  ];
  return cleanText([state, ...more].join('; '), 200);
}
