import type { Instant } from '../time.js';

/**
 * `claiming → launching → coming-up → submitting → working → closing`. `recheck`: we were restarted in the middle of
 * typing its prompt and first look what became of it.
 */
export type RunStep =
  | 'claiming'
  | 'launching'
  | 'coming-up'
  | 'submitting'
  | 'recheck'
  | 'working'
  | 'closing';

/** A process: pid and start time. */
export interface ProcessId {
  readonly pid: number;
  readonly startTicks: number;
}

/** Where a task goes when its attempt is over. */
export interface Ending {
  readonly to: 'inbox' | 'done' | 'failed';
  readonly reason: string;
  /** The end of its screen goes with the reason. */
  readonly tail: boolean;
  /** It counts as an attempt; false: it never began a turn. */
  readonly counts: boolean;
}

/** One attempt at a task, from its being handed out to its leaving `running/`. */
export interface TaskRun {
  readonly id: string;
  /** tmux session that runs it. */
  readonly room: string;
  readonly attempt: number;
  readonly attempts: number;
  readonly priority: number;
  readonly cwd: string | null;
  /** Awake time it may work, ms. */
  readonly timeoutMs: number;
  readonly conversation: string;
  /** An older conversation is gone on with. */
  readonly resumes: boolean;
  /** The process it took the place of. */
  readonly replaces: ProcessId | null;
  /** The process its prompt went to. */
  readonly process: ProcessId | null;
  readonly step: RunStep;
  /** When the present step began. */
  readonly since: Instant;
  readonly startedAt: Instant;
  readonly effect: string | null;
  /** Not tried again before this. */
  readonly retryAt: Instant | null;
  /** Submits that were ordered and may have happened: never more than one. */
  readonly submits: number;
  readonly submittedAt: Instant | null;
  /** Why it is not known whether its prompt was submitted; null when nobody was told so. */
  readonly doubt: string | null;
  /** How often its prompt was refused before anything was typed. */
  readonly refusals: number;
  /** Newest transcript row before the prompt, of a conversation gone on with. */
  readonly baseline: string | null;
  /** Awake time worked, ms; up to a minute behind (the rest is live). */
  readonly workedMs: number;
  readonly stalled: boolean;
  /** `continue` typed after an API error that ended the turn. */
  readonly nudges: number;
  /** A limit stopped its turn, and neither work nor a `continue` was seen since. */
  readonly interrupted: boolean;
  /** The error that was last seen, and when (once it was answered: when that was); each gets one `continue` at most. */
  readonly error: { readonly key: string; readonly at: Instant; readonly nudged: boolean } | null;
  /** Its process was not to be seen since then. */
  readonly lostAt: Instant | null;
  readonly ending: Ending | null;
}

/** What earlier attempts of a waiting task leave behind. */
export interface Ledger {
  readonly attempts: number;
  /** The person does not want it any more: it is never handed out again, whatever becomes of the move. */
  readonly cancelled: boolean;
  /** How often it came back without having begun a turn: its process died, or its room refused it. */
  readonly died: number;
  readonly refused: number;
}
