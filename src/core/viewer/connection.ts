/** How a viewer stands with the supervisor it looks at. */
export type Connection =
  | { readonly state: 'live' }
  /** Nothing comes; it is tried again by itself. `sinceMs`: wall time of the loss. `refusal`: what one says who does answer; null when nobody does. */
  | { readonly state: 'lost'; readonly sinceMs: number; readonly refusal: string | null };

export const LIVE: Connection = { state: 'live' };

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2_000;

/** Milliseconds before the next attempt to reach a supervisor, after so many that failed. Local, so it stays short. */
export function retryWaitMs(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
}
