import type { HitView, SessionView, Snapshot, TaskState, TaskView } from '../core/snapshot.js';
import { MINUTE } from '../core/time.js';

/** Milliseconds left of something that had `remainingMs` left at `snapshot.at`. */
function left(snapshot: Snapshot, remainingMs: number, now: number): number {
  return Math.max(0, remainingMs - Math.max(0, now - Date.parse(snapshot.at)));
}

/** Hits that nobody has decided on yet: they can be dismissed. */
export function openHits({ hits }: Snapshot): readonly HitView[] {
  return hits.filter((hit) => hit.dismissable);
}

/** A task that a session has in hand. */
export function taskRuns(state: TaskState): boolean {
  return state !== 'waiting' && state !== 'done' && state !== 'failed';
}

/** The session that works on a task: the one that names it, else the one it names; undefined when neither is there. */
export function sessionOf(snapshot: Snapshot, task: TaskView): SessionView | undefined {
  const { sessions } = snapshot;
  const named = (): SessionView | undefined => sessions.find((session) => session.name === task.session);
  return sessions.find((session) => session.task === task.id) ?? named();
}

/** What is left of the cooldown, in ms and as a part of its whole; null when none runs. */
export function cooldownLeft(
  snapshot: Snapshot,
  now: number,
): { readonly ms: number; readonly part: number } | null {
  const { cooldown } = snapshot;
  if (cooldown === null) return null;
  const ms = left(snapshot, cooldown.remainingMs, now);
  return ms === 0 ? null : { ms, part: cooldown.totalMs > 0 ? ms / cooldown.totalMs : 0 };
}

/** What is left of the hold; null when no reset is known or none holds. */
export function holdLeft(snapshot: Snapshot, now: number): number | null {
  const { hold } = snapshot;
  return hold === null || hold.remainingMs === null ? null : left(snapshot, hold.remainingMs, now);
}

/**
 * Milliseconds until some number on the screen is next due to change by time alone: a second while a countdown, a
 * running swap or a lost connection is in sight, else the rest of the minute.
 */
export function nextTick(snapshot: Snapshot, now: number, lost = false): number {
  const moving =
    lost ||
    cooldownLeft(snapshot, now) !== null ||
    (holdLeft(snapshot, now) ?? 0) > 0 ||
    snapshot.swap !== null;
  const unit = moving ? 1_000 : MINUTE;
  return unit - (now % unit);
}
