import type { SessionState, Snapshot } from '../../core/snapshot.js';
import { type Span, span } from '../text/line.js';

/** How many sessions do not simply work or wait for work: `1 limited`, `2 parked`, `1 asks`; none where there is none. */
export function sessionCounts({ sessions }: Snapshot): readonly Span[] {
  const count = (...states: readonly SessionState[]): number =>
    sessions.filter(({ state }) => states.includes(state)).length;
  const limited = count('limited', 'armed');
  const parked = count('parked');
  const asks = count('asking');
  return [
    ...(limited > 0 ? [span(`${limited} limited`, 'bad')] : []),
    ...(parked > 0 ? [span(`${parked} parked`, 'bad')] : []),
    ...(asks > 0 ? [span(`${asks} ${asks === 1 ? 'asks' : 'ask'}`, 'info')] : []),
  ];
}
