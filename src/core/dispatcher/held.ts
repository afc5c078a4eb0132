import type { State } from '../engine/state.js';
import { freeAt, hasDeadLogin } from '../quota/limits.js';
import { cooldownLeft } from '../switcher/cooldown.js';
import { swapInFlight } from '../switcher/in-flight.js';
import { inWords } from '../time.js';

/** Why no task is handed out, and until when as far as known (wall ms). */
export interface Held {
  readonly reason: string;
  readonly untilMs: number | null;
}

function held(reason: string, untilMs: number | null = null): Held {
  return { reason, untilMs };
}

/** What keeps every task from being handed out; null when nothing does. */
export function heldBy(state: State): Held | null {
  const { durable, live } = state;
  if (live.queue?.trouble) return held(live.queue.trouble);
  if (live.settings.pool === null)
    return held('no pool is configured (sessions.pool): there is nobody to do them');
  return durable.paused ? held('paused by you') : heldRuns(state);
}

/** What keeps processes from being started and prompts from being sent, also of tasks that were handed out already. */
export function heldRuns({ durable, live }: State): Held | null {
  const { wallMs } = live.now;
  if (live.readOnly) return held('the state file is of a newer version');
  if (durable.mode === 'observe') return held('mode observe: nothing is done');
  if (durable.needsPerson) return held('failover waits for you');
  if (swapInFlight(durable.swap)) return held(`a swap to ${durable.swap?.to} is in progress`);
  if (durable.hold) {
    const { untilMs, account } = durable.hold;
    const back =
      untilMs === null ? '' : `; ${account ?? 'the first'} is back in ${inWords(untilMs - wallMs)}`;
    return held(`every account is limited${back}`, untilMs);
  }
  const { activeAccount } = durable;
  if (activeAccount === null) return held('the link points to no configured account');
  const memory = durable.accounts[activeAccount];
  if (hasDeadLogin(memory)) return held(`${activeAccount} asks to log in`);
  const free = freeAt(memory, wallMs);
  if (free !== null) return held(`${activeAccount} is limited for ${inWords(free - wallMs)}`, free);
  const cooldownMs = cooldownLeft(durable, live.settings.cooldownMs, live.now);
  return cooldownMs > 0 ? held(`cooldown after the swap, ${inWords(cooldownMs)}`, wallMs + cooldownMs) : null;
}
