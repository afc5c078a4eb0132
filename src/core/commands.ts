import type { Mode, Snapshot } from './snapshot.js';

/** What a person may ask, by key, command line, HTTP or Telegram. A key press is a command; a command is an event. */
export type Command =
  /** `to` null: the next account by policy. `force` also past the limited mark (after one question). */
  | { readonly type: 'swap'; readonly to: string | null; readonly force: boolean }
  /** One hit, or all suspected and deferred ones. */
  | { readonly type: 'dismiss'; readonly hit: string | 'all' }
  | { readonly type: 'undo-dismiss' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'mode'; readonly mode: Mode }
  /** The answer to a proposal in `mode: confirm`. `of`: the one that was shown, by its time (ISO); another one is refused. */
  | { readonly type: 'answer'; readonly yes: boolean; readonly of?: string }
  /**
   * A task of the queue. `retry`: a failed or stalled one from the beginning; `cancel`: a waiting or running one ends as
   * failed, its process with it; `release`: a running one ends as failed, its session goes on untouched.
   */
  | { readonly type: 'task'; readonly action: TaskAction; readonly task: string }
  /** Starts a parked session again; by its tmux name. */
  | { readonly type: 'unpark'; readonly session: string }
  /** Show a session's pane to the person (`switch-client`). */
  | { readonly type: 'focus'; readonly session: string };

export type TaskAction = 'retry' | 'cancel' | 'release';

/** What became of a command, at once: exit codes 0/3, HTTP 200/202/409. */
export type CommandResult =
  | { readonly status: 'done'; readonly text: string }
  | { readonly status: 'started'; readonly intentId: string; readonly text: string }
  | { readonly status: 'refused'; readonly reason: string };

export function done(text: string): CommandResult {
  return { status: 'done', text };
}

export function refused(reason: string): CommandResult {
  return { status: 'refused', reason };
}

/** All the dashboard and the HTTP room know of the engine. */
export interface Store {
  /** Calls back after each change; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
  getSnapshot(): Snapshot;
  send(command: Command): Promise<CommandResult>;
}
