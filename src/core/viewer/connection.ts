/** How a viewer stands with the supervisor it looks at. */
export type Connection =
  | { readonly state: 'live' }
  /** Nobody answers; it is tried again by itself. `sinceMs`: wall time of the loss. */
  | { readonly state: 'lost'; readonly sinceMs: number };

export const LIVE: Connection = { state: 'live' };

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2_000;

/** Milliseconds before the next attempt to reach a supervisor, after so many that failed. Local, so it stays short. */
export function retryWaitMs(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
}
