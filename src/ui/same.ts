import type { Snapshot } from '../core/snapshot.js';

/** What every poll changes and no line of the screen shows. */
const UNSEEN: ReadonlySet<string> = new Set<keyof Snapshot>(['at', 'ages']);

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  return equalFields(a, b, new Set());
}

function equalFields(a: object, b: object, but: ReadonlySet<string>): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) =>
      but.has(name) ||
      (Object.hasOwn(b, name) && equal(a[name as keyof typeof a], b[name as keyof typeof b])),
  );
}

/**
 * Whether a screen drawn of one snapshot is right for the other too. What is left of a cooldown or a hold is counted
 * from the snapshot's own time, so an old one with its old rest tells the same.
 */
export function sameToSee(a: Snapshot, b: Snapshot): boolean {
  return a === b || equalFields(a, b, UNSEEN);
}
