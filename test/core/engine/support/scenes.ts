import type { Settings } from '../../../../src/core/engine/settings.js';
import type { SwapRefusal } from '../../../../src/core/ports.js';
import type { LimitKind } from '../../../../src/core/quota/reading.js';
import { limited, limitRow } from './readings.js';
import type { Seat, SeatOptions } from './seat.js';
import { account, HOUR, NOON, SECOND, World } from './world.js';

export const RESET = NOON + 3 * HOUR;
export const THREE = { accounts: [account('a', 1), account('b', 2), account('c', 3)] };

/** The seat meets a limit: its row and its banner. */
export function hit(
  world: World,
  seat: Seat,
  resetsAtMs: number | null = RESET,
  kind: LimitKind = 'five-hour',
): void {
  seat.write(limitRow(world.wallMs, resetsAtMs, { kind })).show(limited({ resetsAtMs, kind }));
}

/** One pool session at its prompt, watched for a second. */
export function opened(
  settings: Partial<Settings> = {},
  options: SeatOptions = {},
): { world: World; seat: Seat } {
  const world = new World(settings);
  const seat = world.seat('ccl-1', options);
  world.open().pass(SECOND);
  return { world, seat };
}

/** Pool sessions that have just met their limit; the next look sees it. */
export function blocked(count: number, settings: Partial<Settings> = {}): { world: World; seats: Seat[] } {
  const world = new World(settings);
  const seats = Array.from({ length: count }, (_, index) => world.seat(`ccl-${index + 1}`));
  world.open().pass(SECOND);
  for (const seat of seats) hit(world, seat);
  return { world, seats };
}

export function refusal(code: SwapRefusal['code'], passing = false): SwapRefusal {
  return { code, reason: `${code}: because`, passing };
}
