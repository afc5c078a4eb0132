import type { Step } from '../engine/step.js';
import { elapsed, later, MINUTE, SECOND } from '../time.js';
import { conversationId } from './conversation-id.js';
import type { RoomMemory } from './room.js';
import { memoryOf, type Room, roomComingBack } from './rooms.js';

/** More starts than this within the window, and the room is parked. */
const STARTS_MAX = 5;
const STARTS_WINDOW_MS = 10 * MINUTE;
/** From a start that was refused (another program runs there, tmux does not answer) to the next. */
const REFUSED_MS = 30 * SECOND;
/** From one start of a room to its next: grows with the number of starts in the window. */
const PAUSES_MS = [0, 2 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE] as const;

function recentStarts(step: Step, name: string): RoomMemory['starts'] {
  return memoryOf(step.state, name).starts.filter((at) => elapsed(at, step.at) < STARTS_WINDOW_MS);
}

export function mayStartAgain(step: Step, name: string): boolean {
  if ((step.live.resting[name]?.steadyMs ?? 0) > step.at.steadyMs) return false;
  const starts = recentStarts(step, name);
  const last = starts.at(-1);
  const pause = PAUSES_MS[Math.min(starts.length, PAUSES_MS.length - 1)] ?? 0;
  return last === undefined || elapsed(last, step.at) >= pause;
}

/** Orders the start of a room's agent: with its conversation where there is one. Too many starts park it instead. */
export function startRoom(step: Step, room: Room): void {
  const { name, vacant } = room;
  const memory = memoryOf(step.state, name);
  const starts = recentStarts(step, name);
  if (starts.length >= STARTS_MAX) {
    const why = memory.trouble === '' ? '' : `; the last time: ${memory.trouble}`;
    park(step, name, `${name} did not stay up, it was started ${STARTS_MAX} times within ten minutes${why}`);
    return;
  }
  const known = memory.resumeFailed || isOpen(step, name, memory.conversation) ? null : memory.conversation;
  const how = known === null ? 'new' : 'resume';
  const id = known ?? conversationId(step.live.seed, step.durable.seq + 1);
  const target = vacant?.target ?? null;
  const cwd = known === null ? null : memory.cwd;
  const order = { room: name, target, agent: null, cwd, task: null } as const;
  const effect = step.effect({ type: 'launch', ...order, conversation: { id, how } });
  patchRoom(step, name, { starts: [...starts, step.at] });
  step.patchLive({ starting: { ...step.live.starting, [name]: { effect, at: step.at, how } } });
  const again = known === null ? '' : `, goes on with conversation ${known}`;
  step.tell('info', `${name} is ${room.missing ? 'made' : 'started again'}${again}`);
}

/** Somebody else has it open, or is being started with it: two processes would write into one transcript. */
function isOpen({ state }: Step, room: string, conversation: string | null): boolean {
  if (conversation === null) return false;
  const { durable, live } = state;
  return (
    roomComingBack(state, conversation) !== null ||
    Object.values(live.sessions).some(({ seen }) => seen.conversation === conversation) ||
    durable.runs.some((run) => run.conversation === conversation && run.room !== room)
  );
}

/** Takes the result of a start; the agent itself is seen by the next polls. */
export function settleStart(
  step: Step,
  name: string,
  result: { readonly ok: boolean; readonly reason: string },
): void {
  const under = step.live.starting[name];
  if (!under) return;
  if (result.ok) {
    step.patchLive({ starting: { ...step.live.starting, [name]: { ...under, effect: null, at: step.at } } });
    return;
  }
  forgetStart(step, name);
  step.patchLive({ resting: { ...step.live.resting, [name]: later(step.at, REFUSED_MS) } });
  const { starts, trouble } = memoryOf(step.state, name);
  // Nothing was started: it does not count, and the same refusal again is not told again.
  patchRoom(step, name, { starts: starts.slice(0, -1), trouble: result.reason });
  if (trouble !== result.reason) step.tell('warn', `${name} could not be started: ${result.reason}`);
}

/** Its starts came to what they were for. */
export function clearStarts(step: Step, name: string): void {
  if (memoryOf(step.state, name).starts.length > 0) patchRoom(step, name, { starts: [] });
}

/** Its agent stands at its prompt. */
export function comeUp(step: Step, name: string): void {
  if (name in step.live.starting) forgetStart(step, name);
  const { parked, resumeFailed, trouble } = memoryOf(step.state, name);
  if (parked || resumeFailed || trouble !== '')
    patchRoom(step, name, { parked: null, resumeFailed: false, trouble: '' });
}

/** No agent came up. A conversation that cannot be brought back is given up: the next start begins a new one. */
export function failStart(step: Step, name: string, trouble: string): void {
  const resumed = step.live.starting[name]?.how === 'resume';
  forgetStart(step, name);
  patchRoom(step, name, { trouble });
  if (!resumed) return;
  const { conversation } = memoryOf(step.state, name);
  patchRoom(step, name, { resumeFailed: true });
  step.tell('warn', `${name}: conversation ${conversation} did not come up; the next start begins a new one`);
}

export function park(step: Step, name: string, reason: string): void {
  if (memoryOf(step.state, name).parked) return;
  if (name in step.live.starting) forgetStart(step, name);
  patchRoom(step, name, { parked: { at: step.at, reason } });
  step.tell('bad', `parked: ${reason}`);
  step.notify('parked', reason, name);
}

/** The person wants a parked room started again; false when it is not parked. */
export function unpark(step: Step, name: string): boolean {
  if (!memoryOf(step.state, name).parked) return false;
  patchRoom(step, name, { parked: null, starts: [], trouble: '', resumeFailed: false });
  step.patchLive({ reconciled: null });
  step.tell('info', `${name} is started again by you`);
  return true;
}

function forgetStart(step: Step, name: string): void {
  const { [name]: _ended, ...starting } = step.live.starting;
  step.patchLive({ starting });
}

export function patchRoom(step: Step, name: string, part: Partial<RoomMemory>): void {
  step.patch({ rooms: { ...step.durable.rooms, [name]: { ...memoryOf(step.state, name), ...part } } });
}
