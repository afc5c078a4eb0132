import type { QueueFacts } from '../../core/dispatcher/task.js';
import type { QueuePort } from '../../core/ports.js';
import type { Added } from './actions.js';
import type { OpenCall } from './task-file.js';
import type { WatchCall } from './watch.js';

export interface QueueOptions {
  /** `dispatcher.queue_dir`, absolute. */
  readonly dir: string;
  /** The account directories and the link: the queue must lie in none of them, nor they in it. */
  readonly forbidden: readonly string[];
  /** What `~` in `cwd` means. Default: the user's home directory. */
  readonly home?: string;
  /** After every change of the facts; of an operation: before its promise resolves. */
  readonly onChange?: (facts: QueueFacts) => void;
  /** Something a person should know, a sentence; each is said once. */
  readonly onNote?: (sentence: string) => void;
  /** How often the folders are listed where the kernel has no watches left, ms. */
  readonly pollMs?: number;
  /** How often everything is looked at again, ms. */
  readonly rescanMs?: number;
  /** How long a file written in place must stay the same, ms of steady time. */
  readonly settleMs?: number;
  /** chokidar's `watch`, or another for tests; null: the folder is looked at in `start` only, and left as it is. */
  readonly watch?: WatchCall | null;
  readonly wallMs?: () => number;
  readonly steadyMs?: () => number;
  /** Whose files are taken. */
  readonly uid?: number;
  readonly open?: OpenCall;
  /** Where the system keeps temporary files. */
  readonly temporary?: string;
}

/**
 * Prompts are typed as they are written: one that begins with `/`, `!` or `#`, or holds an `@`, means to Claude Code what it
 * means when a person types it (a command, a shell line, a memory, a file).
 */
export interface QueueFolder extends QueuePort {
  /** The same object as long as nothing changed. With trouble the lists are those last seen. */
  facts(): QueueFacts;
  /** Checks the text like a file and renames it in; `name` becomes the id as far as it can. */
  add(text: string, name?: string): Promise<Added>;
  /** Resolves when everything there has been looked at once. */
  start(): Promise<void>;
  /** Ends watching; what is under way ends first. */
  close(): Promise<void>;
}
