import type { Effect } from '../effects.js';
import type { Flip, State, SwapIntent } from '../state.js';

/** Names one thing that must hold after every transition. `broken` answers with a sentence, or null. */
export interface Invariant {
  readonly name: string;
  broken(before: State, after: State, effects: readonly Effect[]): string | null;
}

/** The swap that began in this transition. */
export function begun(before: State, after: State): SwapIntent | null {
  const { swap } = after.durable;
  return swap !== null && swap.id !== before.durable.swap?.id ? swap : null;
}

/** The automatic swap that began in this transition. */
export function begunAlone(before: State, after: State): SwapIntent | null {
  const swap = begun(before, after);
  return swap?.origin === 'person' ? null : swap;
}

/** The flip that was recorded in this transition. */
export function flipped(before: State, after: State): Flip | null {
  const flip = after.durable.flips.at(-1);
  const last = before.durable.flips.at(-1);
  return !flip || (flip.at.wallMs === last?.at.wallMs && flip.to === last.to) ? null : flip;
}
