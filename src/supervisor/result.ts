import type { Done } from '../core/ports.js';

/** `reason`: why it was not done, and what to do; '' when it was. */
export interface Result {
  readonly ok: boolean;
  readonly reason: string;
}

export const OK: Result = { ok: true, reason: '' };

export function refusal(reason: string): Result {
  return { ok: false, reason };
}

export function resultOf(done: Done): Result {
  return done.ok ? OK : refusal(done.reason);
}
