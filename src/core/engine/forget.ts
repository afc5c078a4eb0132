import { roomsOf } from '../lifecycle/rooms.js';
import { isLimited } from '../quota/limits.js';
import { DAY, elapsed } from '../time.js';
import type { AccountMemory } from './state.js';
import type { Step } from './step.js';

/** A login that was found dead is known as such for this long after its account has left the configuration. */
const DEAD_LOGIN_KEPT_MS = 32 * DAY;
/** Of tmux sessions that were rooms once, so many are remembered: one of them may come back. */
export const GONE_ROOMS_MAX = 100;

/** Forgets what is kept under names that come and go: a state that is carried on for months stays small. */
export function forget(step: Step): void {
  forgetAccounts(step);
  forgetRooms(step);
  forgetRests(step);
}

/**
 * Accounts that the configuration no longer names. A limit that stands is remembered until it is over: an account that was
 * taken out by a slip and put back must not look free.
 */
function forgetAccounts(step: Step): void {
  const { settings, durable } = step;
  // In a life without accounts those of the usual configuration are none that were taken out.
  if (settings.accounts.length === 0) return;
  const names = new Set(settings.accounts.map(({ name }) => name));
  const headroom = only(durable.headroom, (name) => names.has(name));
  if (headroom !== durable.headroom) step.patch({ headroom });
  const accounts = only(durable.accounts, (name, memory) => names.has(name) || isOfUse(step, memory));
  if (accounts !== durable.accounts) step.patch({ accounts });
}

function isOfUse({ at }: Step, memory: AccountMemory): boolean {
  const { loginDead } = memory;
  if (isLimited(memory, at.wallMs)) return true;
  return loginDead !== null && elapsed(loginDead.at, at) < DEAD_LOGIN_KEPT_MS;
}

/** Sessions of the pool may be called anything behind their number. */
function forgetRooms(step: Step): void {
  const { rooms } = step.durable;
  if (Object.keys(rooms).length <= GONE_ROOMS_MAX) return;
  const wanted = new Set(roomsOf(step.state).map(({ name }) => name));
  const gone = Object.keys(rooms).filter((name) => !wanted.has(name));
  const oldest = new Set(gone.slice(0, Math.max(0, gone.length - GONE_ROOMS_MAX)));
  if (oldest.size > 0) step.patch({ rooms: only(rooms, (name) => !oldest.has(name)) });
}

function forgetRests(step: Step): void {
  const resting = only(step.live.resting, (_key, until) => until.steadyMs > step.at.steadyMs);
  if (resting !== step.live.resting) step.patchLive({ resting });
}

/** The same object when nothing goes. */
function only<T>(
  memory: Readonly<Record<string, T>>,
  stays: (key: string, value: T) => boolean,
): Readonly<Record<string, T>> {
  const entries = Object.entries(memory);
  const kept = entries.filter(([key, value]) => stays(key, value));
  return kept.length === entries.length ? memory : Object.fromEntries(kept);
}
