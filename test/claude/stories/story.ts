import type { AccountsSpec } from '../accounts.js';
import { isContinue } from '../telling.js';
import { CONFIRM_MS, COOLDOWN_MS, type Seat, type World } from '../world.js';

/** One story played with the real CLI and the product. */
export interface Story {
  readonly name: string;
  readonly expected: string;
  readonly world: Omit<AccountsSpec, 'version'> & { readonly version?: string };
  /** Facts are collected in the world; an error ends the story as failed. */
  play(world: World): Promise<void>;
}

export const TWO = { accounts: ['A', 'B'] } as const;
export const THREE = { accounts: ['A', 'B', 'C'] } as const;

/** Longer than the cooldown and a confirmation behind it. */
export const QUIET_MS = COOLDOWN_MS + CONFIRM_MS + 2_000;

/** Any version's way of saying that a limit is reached. */
export const LIMIT = /You've\s+hit\s+your|limit\s+reached|Limit\s+reached/;

/** Says it and waits for the limit on the screen. */
export async function meetLimit(seat: Seat, words: string): Promise<void> {
  await seat.pane.say(words);
  await seat.pane.until('the limit', LIMIT);
}

/** One session, and the product at work beside it. */
export async function openAlone(world: World): Promise<Seat> {
  const seat = await world.open('one');
  world.startProduct();
  await world.grown();
  return seat;
}

/** Meets the limit of A; one swap later its prompt is answered on B. */
export async function goesOnAtB(world: World, seat: Seat): Promise<void> {
  await meetLimit(seat, 'fix the failing test');
  await swappedOnce(world, 'B');
  await answeredBy(world, seat, /fix the failing test/, 'B');
}

/** How often the product typed `continue` into the conversation that began so. */
export const continues = (world: World, begins: RegExp): number =>
  world.requests(begins).filter(isContinue).length;

export const swappedOnce = (world: World, to: string): Promise<boolean> =>
  world.sees(`one swap, to ${to}`, () => world.flips.length === 1 && world.flips[0]?.to === to, 45_000);

/** An answer of this account in the conversation that began so. */
export const answeredBy = (world: World, seat: Seat, begins: RegExp, account: string): Promise<boolean> =>
  world.sees(
    `${seat.name} answered on ${account}`,
    () =>
      world
        .requests(begins)
        .some((request) => request.token === `dummy-${account}` && request.answer === 'text') &&
      seat.pane.screen().includes(`Answered by ${account}.`),
    45_000,
  );
