import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { memoryOf, type Room, roomsOf } from '../lifecycle/rooms.js';
import { ROW_WAIT_MS } from '../quota/fuse.js';
import { findHit, isBlocked } from '../quota/hits.js';
import type { Verdict } from '../quota/reading.js';
import { isPersonThere, PERSON_KEEPS_MS } from '../sessions/person.js';
import { elapsed } from '../time.js';
import { isResting } from './runs.js';

/** Whatever the last process met: a new one begins anew. With the active login dead nothing is handed out anyway. */
const AT_REST: readonly Verdict[] = [
  'idle',
  'limit-warning',
  'transient-error',
  'usage-limit',
  'auth-error',
  'billing-error',
];

/** At an empty prompt, nobody near it, nothing it waits for: its process may be replaced and nothing is lost. */
export function isFree(step: Step, session: Session, personKeepsMs = PERSON_KEEPS_MS): boolean {
  const { reading } = session;
  if (session.kind !== 'pool' || session.blind || !reading) return false;
  if (reading.busy || reading.dialog !== null || reading.composer.state !== 'empty') return false;
  if (!AT_REST.includes(reading.verdict) || reading.banner?.armed) return false;
  if (isBlocked(step, session) || isInQuestion(step, session)) return false;
  return !isPersonThere(session, step.at.wallMs, personKeepsMs);
}

/** A limit that is only suspected, or whose banner nobody has judged yet: its session is to be brought back, not replaced. */
export function isInQuestion(step: Step, session: Session): boolean {
  const { reading, bannerAt, bannerFresh } = session;
  const hit = findHit(step, session.hit);
  if (hit) return hit.state === 'suspected';
  const waits =
    bannerFresh && bannerAt !== null && elapsed(bannerAt, step.live.lastPoll ?? step.at) < ROW_WAIT_MS;
  return waits && reading?.hit != null;
}

/** Rooms of the pool that can take a task now. */
export function freeRooms(step: Step): readonly Room[] {
  const { durable, live } = step;
  const taken = new Set(durable.runs.map((run) => run.room));
  return roomsOf(step.state).filter((room) => {
    const { name, session, kind } = room;
    if (kind !== 'pool' || !session || taken.has(name) || !isFree(step, session)) return false;
    if (memoryOf(step.state, name).parked || name in live.starting) return false;
    if (isResting(step, name)) return false;
    const { id } = session.seen;
    const isBack = durable.resumes.some((resume) => resume.session === id && resume.step !== 'ended');
    return !isBack && !durable.drains.some((drain) => drain.session === id);
  });
}
