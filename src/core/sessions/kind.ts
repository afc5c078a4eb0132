import type { SessionObservation } from '../engine/events.js';
import type { Settings } from '../engine/settings.js';
import type { SessionKind } from '../snapshot.js';

/** The place in the pool that this name fills: 2 for `ccl-2` and `ccl-2-api` when prefix is `ccl-` and 2 lies in its range; else null. Names without `:w.p`. */
export function poolPlace(name: string, pool: Settings['pool']): number | null {
  if (!pool || !name.startsWith(pool.prefix)) return null;
  const match = /^(\d+)(?:-.*)?$/.exec(name.slice(pool.prefix.length));
  if (!match?.[1]) return null;
  const place = Number(match[1]);
  return place >= pool.first && place < pool.first + pool.size ? place : null;
}

export function isPoolName(name: string, pool: Settings['pool']): boolean {
  return poolPlace(name, pool) !== null;
}

export function sessionKind(seen: SessionObservation, settings: Settings): SessionKind {
  if (seen.config !== 'link' || seen.agent.loginByEnvironment) return 'pinned';
  const name = tmuxName(seen.name);
  if (settings.dedicated.includes(name)) return 'dedicated';
  return isPoolName(name, settings.pool) ? 'pool' : 'observed';
}

/** Keys may be sent to it: it is ours to continue. */
export function isOurs(kind: SessionKind): boolean {
  return kind === 'pool' || kind === 'dedicated';
}

export function canRestart(seen: SessionObservation, settings: Settings): boolean {
  const name = tmuxName(seen.name);
  return isPoolName(name, settings.pool) || settings.restartable.includes(name);
}

/** What stands before the number in the name of a tmux session: `ccl-` of `ccl-2-api`; null without one. */
export function numberedPrefix(name: string): string | null {
  return /^(.*?)\d+(?:-.*)?$/.exec(name)?.[1] || null;
}

/** Names numbered alike (`ccl-1`, `ccl-2-api`), by what stands before the number; the prefix of most of them first. */
export function numberedAlike(
  names: readonly string[],
): readonly { readonly prefix: string; readonly names: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const prefix = numberedPrefix(name);
    if (prefix !== null) groups.set(prefix, [...(groups.get(prefix) ?? []), name]);
  }
  return [...groups]
    .map(([prefix, alike]) => ({ prefix, names: alike }))
    .sort((a, b) => b.names.length - a.names.length);
}

/** The names of a pool's places in words: `ccl-1 to ccl-3`. */
export function poolRange({ prefix, first, size }: NonNullable<Settings['pool']>): string {
  return `${prefix}${first} to ${prefix}${first + size - 1}`;
}

/** The tmux session's name out of a display name such as `api:1.0`. */
export function tmuxName(name: string): string {
  // Asked for every session of every poll, and most stand alone.
  if (!name.includes(':')) return name;
  return name.replace(/:\d+\.\d+$/, '');
}
