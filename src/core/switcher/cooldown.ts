import type { Durable } from '../engine/state.js';
import type { SwapOrigin } from '../snapshot.js';
import { elapsed, HOUR, type Instant } from '../time.js';

const HOURLY_MAX = 6;
const WINDOW_MS = 5 * HOUR;

/** Milliseconds until an automatic swap is allowed again: counted from the last completed flip, whoever ordered it. */
export function cooldownLeft(durable: Durable, cooldownMs: number, now: Instant): number {
  const starts = [durable.flips.at(-1)?.at, durable.cooldownFloor ?? undefined].filter(
    (start) => start !== undefined,
  );
  return Math.max(0, ...starts.map((start) => cooldownMs - elapsed(start, now)));
}

/** Automatic swaps in the last hour. */
export function swapsInHour(durable: Durable, now: Instant): number {
  return durable.autoSwaps.filter((at) => elapsed(at, now) < HOUR).length;
}

/** Why one more automatic swap would be one too many; null when it would not. */
export function breakerTrips(durable: Durable, accounts: number, now: Instant): string | null {
  if (swapsInHour(durable, now) >= HOURLY_MAX) return `${HOURLY_MAX} automatic swaps within an hour`;
  const most = 2 * accounts;
  const inWindow = durable.autoSwaps.filter((at) => elapsed(at, now) < WINDOW_MS).length;
  return inWindow >= most ? `${most} automatic swaps within five hours` : null;
}

/** Whether the breaker counts swaps of this origin: those the engine makes by itself, but not returns from a hold. */
export function isCounted(origin: SwapOrigin): boolean {
  return origin === 'monitor' || origin === 'proactive';
}

/** Starts that still count for the breaker. */
export function countedSwaps(durable: Durable, now: Instant): readonly Instant[] {
  return durable.autoSwaps.filter((at) => elapsed(at, now) < WINDOW_MS);
}
