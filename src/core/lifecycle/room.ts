import type { ServerId } from '../ports.js';
import type { Instant } from '../time.js';

/** What is remembered of a tmux session that the configuration wants, by its name. */
export interface RoomMemory {
  /** What `--resume` brings back; null while there is nothing worth it. */
  readonly conversation: string | null;
  /** Where its process was: `--resume` finds a conversation only from its own directory (CLI 1.0.60 to 2.1.330). */
  readonly cwd: string | null;
  /** Starts by the lifecycle within the last ten minutes, oldest first. */
  readonly starts: readonly Instant[];
  readonly parked: { readonly at: Instant; readonly reason: string } | null;
  /** The tmux server on which its agent was last seen. */
  readonly server: ServerId | null;
  /** Why the last start failed; '' when none did. */
  readonly trouble: string;
  /** A start with `--resume` brought nothing up: the next one begins anew. */
  readonly resumeFailed: boolean;
}

/** A start under way; lost with the process. */
export interface RoomStart {
  readonly effect: string | null;
  readonly at: Instant;
  readonly how: 'new' | 'resume';
}
