import type { Step } from '../engine/step.js';
import type { ServerId } from '../ports.js';
import { hasDeadLogin } from '../quota/limits.js';
import { isSameServer } from '../same-server.js';
import { tmuxName } from '../sessions/kind.js';
import { isPersonThere, PERSON_KEEPS_MS } from '../sessions/person.js';
import { swapInFlight } from '../switcher/in-flight.js';
import { elapsed, SECOND } from '../time.js';
import { declineOffer, isDeclining } from './offers.js';
import { phantomWarning } from './phantoms.js';
import { memoryOf, type Room, roomsOf } from './rooms.js';
import { clearStarts, comeUp, failStart, mayStartAgain, park, patchRoom, startRoom } from './starts.js';

/** An agent stands at its prompt within this long, or its start has failed. */
export const COMING_UP_MS = 90 * SECOND;
/** What a poll says of a pane may be a moment older than the start of its program. */
const STALE_MS = 3 * SECOND;
/** A session that was made shows in the listing within this long. */
const SHOWS_MS = 5 * SECOND;
/** Up for this long, a room has stayed up. */
const STAYED_MS = 30 * SECOND;
/** Processes that may be starting side by side. */
const SIDE_BY_SIDE = 8;
const PHANTOM = 'sessions.pool.prefix: ';

/** Compares what the configuration wants with what runs, and starts what is missing. */
export function reconcile(step: Step): void {
  const rooms = roomsOf(step.state);
  for (const room of rooms) follow(step, room);
  const phantom = phantomWarning(step.state, rooms);
  warn(step, phantom === null ? null : `${PHANTOM}${phantom}`);
  if (!mayStart(step) || phantom !== null || !isDue(step, rooms)) return;
  for (const room of rooms) {
    const isFull = Object.keys(step.live.starting).length >= SIDE_BY_SIDE;
    if (!isFull && isWanting(step, room)) startRoom(step, room);
  }
}

function warn(step: Step, phantom: string | null): void {
  const others = step.live.warnings.filter((text) => !text.startsWith(PHANTOM));
  const next = phantom === null ? others : [phantom, ...others];
  if (next.join('\n') === step.live.warnings.join('\n')) return;
  step.patchLive({ warnings: next });
  if (phantom !== null) step.tell('warn', phantom);
}

/** Nothing is started while the accounts are in question. */
function mayStart(step: Step): boolean {
  const { durable, live } = step;
  if (durable.mode === 'observe' || durable.needsPerson || durable.activeAccount === null) return false;
  if (swapInFlight(durable.swap) || hasDeadLogin(durable.accounts[durable.activeAccount])) return false;
  return live.tmux.state !== 'no-tmux' && live.tmux.state !== 'too-old';
}

/** At once when something came or went, else every `sessions.reconcile`; always while a start waits for its turn. */
function isDue(step: Step, rooms: readonly Room[]): boolean {
  const { reconciled, settings } = step.live;
  const topology = rooms
    .map((room) => `${room.name} ${room.session?.seen.id ?? vacancyOf(step, room)}`)
    .join();
  const waits = rooms.some((room) => isGone(step, room) && memoryOf(step.state, room.name).starts.length > 0);
  const due =
    waits || reconciled?.topology !== topology || elapsed(reconciled.at, step.at) >= settings.reconcileMs;
  if (due) step.patchLive({ reconciled: { at: step.at, topology } });
  return due;
}

/** A room that a task has just let go of counts as changed. */
function vacancyOf(step: Step, room: Room): string {
  if (isInOtherHands(step, room.name)) return 'held';
  return room.missing ? 'missing' : 'vacant';
}

/** Its agent has ended, or has never been there, and nothing is being done about it. */
function isGone(step: Step, room: Room): boolean {
  return (
    room.session === null && (room.missing || room.vacant !== null) && !(room.name in step.live.starting)
  );
}

function isWanting(step: Step, room: Room): boolean {
  const { name, vacant } = room;
  if (!isGone(step, room) || isInOtherHands(step, name)) return false;
  if (memoryOf(step.state, name).parked || !isKept(step, room)) return false;
  if (vacant && !vacant.dead && isPersonThere({ seen: vacant }, step.at.wallMs, PERSON_KEEPS_MS))
    return false;
  return mayStartAgain(step, name);
}

/**
 * A pool room always. A dedicated one is the person's: one they closed (its tmux session gone, or its program ended in good
 * order) stays closed; one whose program failed, or whose tmux server has gone, is brought back.
 */
function isKept(step: Step, room: Room): boolean {
  if (room.kind === 'pool') return true;
  if (!step.settings.kept.includes(room.name)) return false;
  if (room.vacant) return room.vacant.dead && room.vacant.deadStatus !== 0;
  const { server } = memoryOf(step.state, room.name);
  const now = serverNow(step);
  return server === null || now === null || !isSameServer(server, now);
}

function serverNow(step: Step): ServerId | null {
  const [session] = Object.values(step.live.sessions);
  return (session?.seen ?? step.live.vacant[0])?.target.server ?? null;
}

/** A way back after a swap, or a task, has this room in its hands. */
function isInOtherHands(step: Step, room: string): boolean {
  const { resumes, runs } = step.durable;
  return (
    resumes.some((resume) => resume.step !== 'ended' && tmuxName(resume.name) === room) ||
    runs.some((run) => run.room === room && run.step !== 'closing')
  );
}

/** Learns from what stands in a room: what to bring back, whether a start came up. */
function follow(step: Step, room: Room): void {
  const { session, name, vacant } = room;
  if (session) {
    remember(step, room);
    const { reading } = session;
    const up =
      reading !== null && reading.dialog === null && (reading.busy || reading.composer.state !== 'absent');
    if (mayStart(step)) declineOffer(step, session);
    if (up) comeUp(step, name);
    if (up && elapsed(session.firstSeen, step.at) > STAYED_MS) clearStarts(step, name);
    else if (reading?.dialog && name in step.live.starting && !isDeclining(step, session))
      park(step, name, `${name} asks at its start: ${reading.dialog.title}`);
    return;
  }
  const under = step.live.starting[name];
  if (!under || under.effect !== null) return;
  const sinceMs = elapsed(under.at, step.at);
  if (sinceMs < STALE_MS) return;
  if (vacant?.dead) failStart(step, name, `its program ended at once${statusWords(vacant.deadStatus)}`);
  else if (room.missing && sinceMs > SHOWS_MS) failStart(step, name, 'its tmux session has gone');
  else if (sinceMs > COMING_UP_MS) failStart(step, name, 'no agent came up in its pane');
}

export function statusWords(status: number | null): string {
  return status === null ? '' : ` (exit status ${status})`;
}

function remember(step: Step, { session, name, kind }: Room): void {
  if (!session || (kind === 'dedicated' && !step.settings.kept.includes(name))) return;
  const { conversation, target, agent } = session.seen;
  const memory = memoryOf(step.state, name);
  const begun = session.turn.last !== null && conversation !== null;
  const next = begun
    ? { conversation, cwd: agent.cwd }
    : { conversation: memory.conversation, cwd: memory.cwd };
  const moved = memory.server === null || !isSameServer(memory.server, target.server);
  if (next.conversation !== memory.conversation || next.cwd !== memory.cwd || moved)
    patchRoom(step, name, { ...next, server: target.server });
}
