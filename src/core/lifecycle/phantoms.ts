import type { State } from '../engine/state.js';
import { numberedPrefix, tmuxName } from '../sessions/kind.js';
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
  const counts = new Map<string, string[]>();
  for (const session of Object.values(state.live.sessions)) {
    const name = tmuxName(session.seen.name);
    const prefix = numberedPrefix(name);
    if (prefix !== null && session.kind === 'observed')
      counts.set(prefix, [...(counts.get(prefix) ?? []), name]);
  }
  const [found] = [...counts]
    .filter(([, names]) => names.length > 1)
    .sort((a, b) => b[1].length - a[1].length);
  if (!found) return null;
  const [prefix, names] = found;
  const shown = names.slice(0, 3).join(', ');
  return `no session begins with "${pool.prefix}", but ${shown} begin with "${prefix}". The pool is not made: mend the prefix, or make ${pool.prefix}${pool.first} once by hand`;
}
