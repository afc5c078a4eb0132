import type { WindowKind } from '../quota/window.js';
import type { Instant } from '../time.js';

/**
 * What a hook or a status line of Claude Code says of its conversation, after `readHeard` has checked it.
 * Facts: seen in CLI 2.1.330. `pids`: the processes above it, nearest first; empty when they could not be told.
 */
interface From {
  readonly conversation: string;
  readonly pids: readonly number[];
  /** When it was sent, wall ms. */
  readonly sentAtMs: number;
  /** The turn it speaks of (`prompt_id`), '' when it tells none. */
  readonly turn: string;
}

/** An API error ended a turn. `error: 'rate_limit'` is a plain 429 too: only `message` tells a usage limit. */
export interface HeardFailure extends From {
  readonly type: 'stop-failure';
  readonly error: string;
  /** The last words of the turn, at most 300 characters, one clean line. */
  readonly message: string;
}

/** A turn came to its end. It may go on by itself while `background` tasks run. */
export interface HeardStop extends From {
  readonly type: 'stop';
  readonly background: number;
}

/** A process took up a conversation. `source`: `startup`, `resume`, `clear`, `compact`, … */
export interface HeardStart extends From {
  readonly type: 'session-start';
  readonly source: string;
}

/** How full the windows of its login were at its last answered request. */
export interface HeardHeadroom extends From {
  readonly type: 'headroom';
  /** `cost.total_api_duration_ms`: grows with every answered request; null when it is not told. */
  readonly apiMs: number | null;
  readonly windows: readonly WindowUse[];
}

export interface WindowUse {
  readonly kind: WindowKind;
  /** 0 to 100. */
  readonly usedPercent: number;
  readonly resetsAtMs: number | null;
}

export type Heard = HeardFailure | HeardStop | HeardStart | HeardHeadroom;

/** The agent, or the shell between it and the command it runs: further up stands an agent that started another one. */
export function nearPids(heard: Heard): readonly number[] {
  return heard.pids.slice(0, 2);
}

type Kept<T extends Heard> = { readonly heard: T; readonly at: Instant } | null;

/** The last of each kind that one session told, and when we heard it. */
export interface HeardFrom {
  readonly failure: Kept<HeardFailure>;
  readonly stop: Kept<HeardStop>;
  readonly start: Kept<HeardStart>;
  readonly headroom: Kept<HeardHeadroom>;
  /** Numbers that came before the transcript could tell whose they are. */
  readonly awaited: Kept<HeardHeadroom>;
  /** When numbers came last that nobody could be charged with, not even later; null when newer ones were. */
  readonly uncharged: Instant | null;
}

export const HEARD_NOTHING: HeardFrom = {
  failure: null,
  stop: null,
  start: null,
  headroom: null,
  awaited: null,
  uncharged: null,
};
