import type { Effect } from './effects.js';
import type { Invariant } from './invariants/invariant.js';
import { KEY_INVARIANTS } from './invariants/keys.js';
import { MEMORY_INVARIANTS } from './invariants/memory.js';
import { QUEUE_INVARIANTS } from './invariants/queue.js';
import { SWAP_INVARIANTS } from './invariants/swaps.js';
import type { State } from './state.js';

const INVARIANTS: readonly Invariant[] = [
  ...SWAP_INVARIANTS,
  ...KEY_INVARIANTS,
  ...MEMORY_INVARIANTS,
  ...QUEUE_INVARIANTS,
];

/** Every broken invariant of one transition, as sentences. */
export function brokenInvariants(before: State, after: State, effects: readonly Effect[]): readonly string[] {
  return INVARIANTS.map((invariant) => {
    const broken = invariant.broken(before, after, effects);
    return broken === null ? null : `${invariant.name}: ${broken}`;
  }).filter((text) => text !== null);
}
