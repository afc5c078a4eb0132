import type { Settings } from '../engine/settings.js';
import type { Durable } from '../engine/state.js';
import { fullestOf } from '../quota/headroom.js';
import type { Instant } from '../time.js';

/** An account is worth going to only when its fullest window lies so many points below the mark: two full ones never swap for ever. */
const MARGIN_PERCENT = 15;

/** Whether a swap ahead of the limit may go there: its fullest window is well below the mark, or nothing is known of it. */
export function hasRoom(durable: Durable, account: string, percent: number, now: Instant): boolean {
  const fullest = fullestOf(durable, account, now.wallMs);
  return fullest === null || fullest.usedPercent <= percent - MARGIN_PERCENT;
}

/** The accounts that a swap ahead of the limit does not go to. */
export function withoutRoom(settings: Settings, durable: Durable, now: Instant): readonly string[] {
  return settings.accounts
    .map(({ name }) => name)
    .filter((name) => !hasRoom(durable, name, settings.proactive ?? 100, now));
}
