import type { SwapPhase } from '../snapshot.js';

const OVER: readonly SwapPhase[] = ['done', 'rolled-back', 'needs-person'];

/** A swap that still has something to do before another may start. Also of a snapshot: it needs nothing of the engine. */
export function swapInFlight(swap: { readonly phase: SwapPhase } | null): boolean {
  return swap !== null && !OVER.includes(swap.phase);
}
