import type { Durable } from '../engine/state.js';
import type { HeadroomView } from '../snapshot.js';
import { iso } from '../time.js';
import { type Headroom, windowEndsAt } from './window.js';

/** The windows of an account that have not been reset since, five-hour first. */
export function headroomOf(
  durable: Pick<Durable, 'headroom'>,
  account: string,
  wallMs: number,
): readonly Headroom[] {
  return (durable.headroom[account] ?? []).filter((window) => windowEndsAt(window) > wallMs);
}

/** Its fullest window; null when nothing is known of it. */
export function fullestOf(
  durable: Pick<Durable, 'headroom'>,
  account: string,
  wallMs: number,
): Headroom | null {
  const windows = headroomOf(durable, account, wallMs);
  return windows.reduce<Headroom | null>(
    (most, window) => (most === null || window.usedPercent > most.usedPercent ? window : most),
    null,
  );
}

export function headroomView(
  durable: Pick<Durable, 'headroom'>,
  account: string,
  wallMs: number,
): readonly HeadroomView[] {
  return headroomOf(durable, account, wallMs).map(({ kind, usedPercent, resetsAtMs, at }) => ({
    kind,
    usedPercent,
    resetsAt: resetsAtMs === null ? null : iso(resetsAtMs),
    at: iso(at.wallMs),
  }));
}
