import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Instant } from '../core/time.js';
import { steadyClock } from './steady.js';

/** Milliseconds since boot, suspend included, to 10 ms. Node 24: `os.uptime()` counts on through a suspend, `hrtime` does not. */
export const steadyMs: () => number = steadyClock({
  boot: () => Math.round(uptime() * 1_000),
  process: () => performance.now(),
  wall: () => Date.now(),
});

export function now(): Instant {
  return { wallMs: Date.now(), steadyMs: steadyMs() };
}

/** Tells one boot from the next: steady times of different boots must not be compared. */
export function bootId(file = '/proc/sys/kernel/random/boot_id'): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // Elsewhere: the minute of the boot, which only a change of the wall clock moves.
    return `booted-${Math.round((Date.now() - steadyMs()) / 60_000)}`;
  }
}

export interface Timer {
  cancel(): void;
}

/**
 * Calls `action` once when steady time reaches `dueMs`. Sleeps in pieces of at most `pieceMs`: `setTimeout` fires at once
 * above 2^31 ms and stands still during a suspend.
 */
export function callAt(
  dueMs: number,
  action: () => void,
  options: { readonly steadyMs?: () => number; readonly pieceMs?: number } = {},
): Timer {
  const clock = options.steadyMs ?? steadyMs;
  const pieceMs = Math.min(options.pieceMs ?? 30_000, 2 ** 31 - 1);
  let handle: NodeJS.Timeout | null = null;
  const arm = () => {
    const left = dueMs - clock();
    handle = setTimeout(() => (dueMs - clock() > 0 ? arm() : action()), Math.max(0, Math.min(left, pieceMs)));
  };
  arm();
  return {
    cancel: () => {
      if (handle !== null) clearTimeout(handle);
    },
  };
}
