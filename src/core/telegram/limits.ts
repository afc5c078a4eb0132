import { HOUR, MINUTE } from '../time.js';

const COMMANDS_A_MINUTE = 10;

/** Steady ms of the commands of the last minute, and whether its first surplus one was answered. */
export interface Rate {
  readonly times: readonly number[];
  readonly told: boolean;
}

export const NO_RATE: Rate = { times: [], told: false };

/** `tell`: the first one too many gets an answer, the others none. */
export function countCommand(
  { times, told }: Rate,
  nowMs: number,
): { readonly rate: Rate; readonly obey: boolean; readonly tell: boolean } {
  const recent = times.filter((time) => nowMs - time < MINUTE);
  if (recent.length < COMMANDS_A_MINUTE)
    return { rate: { times: [...recent, nowMs], told: false }, obey: true, tell: false };
  return { rate: { times: recent, told: true }, obey: false, tell: !told };
}

/** Steady ms of the last line about each foreign user. */
export type Foreigners = ReadonlyMap<number, number>;

/** So many strangers an hour get a line; a crowd must not fill the log. */
const STRANGERS_MAX = 50;

/** One line per user per hour. */
export function noteForeigner(
  seen: Foreigners,
  user: number,
  nowMs: number,
): { readonly seen: Foreigners; readonly tell: boolean } {
  const recent = new Map([...seen].filter(([, time]) => nowMs - time < HOUR));
  const tell = !recent.has(user) && recent.size < STRANGERS_MAX;
  if (tell) recent.set(user, nowMs);
  return { seen: recent, tell };
}
