import { expect } from 'vitest';
import type { Effect } from '../../../../src/core/engine/effects.js';
import type { LinkObservation } from '../../../../src/core/engine/events.js';
import { brokenInvariants } from '../../../../src/core/engine/invariants.js';
import { NO_SETTINGS, type Settings } from '../../../../src/core/engine/settings.js';
import type { State } from '../../../../src/core/engine/state.js';
import type { SwapRefusal, TmuxHealth } from '../../../../src/core/ports.js';

export const TMUX: TmuxHealth = { state: 'connected', version: '3.4', detail: '' };

export interface Refusals {
  preflight: SwapRefusal | null;
  flip: SwapRefusal | null;
  verify: SwapRefusal | null;
}

/** 22 November 2026, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12);
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

export const SETTINGS: Settings = {
  ...NO_SETTINGS,
  mode: 'auto',
  accounts: [account('work', 1), account('personal', 2)],
  pool: { prefix: 'ccl-', first: 1, size: 9 },
};

export function account(name: string, priority: number, auto = true): Settings['accounts'][number] {
  return { name, dir: `/accounts/${name}`, priority, auto };
}

/** Every invariant holds, and what is durable is JSON. */
export function check(before: State, after: State, effects: readonly Effect[]): void {
  expect(brokenInvariants(before, after, effects)).toEqual([]);
  if (after.durable === before.durable) return;
  const text = JSON.stringify(after.durable);
  expect(JSON.stringify(JSON.parse(text))).toBe(text);
}

export function linkTo(name: string | null): LinkObservation {
  const target = name === null ? '/somewhere/else' : `/accounts/${name}`;
  return { state: { type: 'link', target }, account: name };
}
