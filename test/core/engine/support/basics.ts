import { expect } from 'vitest';
import type { Effect } from '../../../../src/core/engine/effects.js';
import type { Event, LinkObservation } from '../../../../src/core/engine/events.js';
import { initialState } from '../../../../src/core/engine/initial.js';
import { brokenInvariants } from '../../../../src/core/engine/invariants.js';
import { NO_SETTINGS, type Settings } from '../../../../src/core/engine/settings.js';
import type { State } from '../../../../src/core/engine/state.js';
import { Step } from '../../../../src/core/engine/step.js';
import { transition } from '../../../../src/core/engine/transition.js';
import type { SwapRefusal, TmuxHealth } from '../../../../src/core/ports.js';
import { assignStates } from '../../../../src/core/sessions/state-of.js';

export const TMUX: TmuxHealth = { state: 'connected', version: '3.4', detail: '' };

export interface Refusals {
  preflight: SwapRefusal | null;
  flip: SwapRefusal | null;
  verify: SwapRefusal | null;
}

/** 22 November 2026, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12);
export { HOUR, MINUTE, SECOND } from '../../../../src/core/time.js';

export const SETTINGS: Settings = {
  ...NO_SETTINGS,
  mode: 'auto',
  accounts: [account('work', 1), account('personal', 2)],
  pool: { prefix: 'ccl-', first: 1, size: 9 },
};

export function account(name: string, priority: number, auto = true): Settings['accounts'][number] {
  return { name, dir: `/accounts/${name}`, priority, auto };
}

/** States that a step has ended with. */
const stepped = new WeakSet<State>();

/** Every invariant holds, nothing hangs on what is shared with the last look, and what is durable is JSON. */
export function check(before: State, event: Event, after: State, effects: readonly Effect[]): void {
  expect(brokenInvariants(before, after, effects)).toEqual([]);
  if (event.type === 'polled') expect(withoutSharing(before, event)).toEqual(after);
  // A test may also write a state by hand, which nobody has gone through.
  if (stepped.has(before)) expect(assignedAnew(after)).toEqual(after.live.sessions);
  if (after.live.started) stepped.add(after);
  if (after.durable === before.durable) return;
  const text = JSON.stringify(after.durable);
  expect(JSON.stringify(JSON.parse(text))).toBe(text);
}

/** The same step as if every session had been seen for the first time. */
function withoutSharing(before: State, event: Extract<Event, { type: 'polled' }>): State {
  const sessions = event.observation.sessions.map((seen) => ({ ...seen }));
  return transition(before, { ...event, observation: { ...event.observation, sessions } }).state;
}

function assignedAnew(state: State): State['live']['sessions'] {
  const step = new Step(state, state.live.now);
  assignStates(step, initialState());
  return step.live.sessions;
}

export function linkTo(name: string | null): LinkObservation {
  const target = name === null ? '/somewhere/else' : `/accounts/${name}`;
  return { state: { type: 'link', target }, account: name };
}
