import type { ServerId } from './ports.js';

/** Whether both are the same life of a tmux server: only then does a pane id mean the same pane. */
export function isSameServer(a: ServerId, b: ServerId): boolean {
  return a.pid === b.pid && a.startedAt === b.startedAt;
}
