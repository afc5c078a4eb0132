import type { Heard, WindowUse } from '../../../../src/core/hooks/heard.js';
import type { Seat } from './seat.js';
import type { World } from './world.js';

type From = Partial<Pick<Heard, 'conversation' | 'pids' | 'sentAtMs' | 'turn'>>;

function from(world: World, seat: Seat, part: From) {
  return {
    conversation: seat.conversation ?? 'none',
    pids: [seat.pid + 10_000, seat.pid],
    sentAtMs: world.wallMs,
    turn: '',
    ...part,
  };
}

export const LIMIT_LINE = "You've hit your 5-hour limit · resets 6pm";

/** A StopFailure hook of this seat. */
export function fails(
  world: World,
  seat: Seat,
  part: From & { message?: string; error?: string } = {},
): void {
  const { message = LIMIT_LINE, error = 'rate_limit', ...rest } = part;
  const heard = { ...from(world, seat, rest), type: 'stop-failure' as const, error, message };
  world.step({ type: 'heard', at: world.now, heard });
}

export function stops(world: World, seat: Seat, part: From & { background?: number } = {}): void {
  const { background = 0, ...rest } = part;
  world.step({
    type: 'heard',
    at: world.now,
    heard: { ...from(world, seat, rest), type: 'stop', background },
  });
}

let answered = 0;

export interface Told {
  /** The same as before: nothing was answered since. */
  readonly apiMs?: number | null;
  readonly resetsAtMs?: number;
}

/** The status line of this seat after an answered request: how much of the five hours is used. */
export function tellsUse(world: World, seat: Seat, usedPercent: number, told: Told = {}): void {
  answered += 1;
  const { apiMs = answered, resetsAtMs = world.wallMs + 2 * 3_600_000 } = told;
  tellsWindows(world, seat, [{ kind: 'five-hour', usedPercent, resetsAtMs }], apiMs);
}

export function tellsWindows(
  world: World,
  seat: Seat,
  windows: readonly WindowUse[],
  apiMs: number | null,
): void {
  const heard = { ...from(world, seat, {}), type: 'headroom' as const, apiMs, windows };
  world.step({ type: 'heard', at: world.now, heard });
}
