import type { State } from '../engine/state.js';
import { numberedAlike, tmuxName } from '../sessions/kind.js';
import { memoryOf, type Room } from './rooms.js';

/**
 * A pool that nobody has ever seen, beside agents whose names are numbered under another prefix: the prefix is most likely
 * a slip, and making its sessions would leave the real ones without a supervisor. A warning, or null when all is well.
 */
export function phantomWarning(state: State, rooms: readonly Room[]): string | null {
  const { pool } = state.live.settings;
  const mine = rooms.filter((room) => room.kind === 'pool');
  const known = mine.some((room) => !room.missing || memoryOf(state, room.name).server !== null);
  if (!pool || known) return null;
  const observed = Object.values(state.live.sessions).filter(({ kind }) => kind === 'observed');
  const [found] = numberedAlike(observed.map(({ seen }) => tmuxName(seen.name)));
  if (!found || found.names.length < 2) return null;
  const { prefix, names } = found;
  const shown = names.slice(0, 3).join(', ');
  return `no session begins with "${pool.prefix}", but ${shown} begin with "${prefix}". The pool is not made: mend the prefix, or make ${pool.prefix}${pool.first} once by hand`;
}
