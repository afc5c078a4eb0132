import type { SessionView } from '../snapshot.js';
import { tmuxName } from './kind.js';

/**
 * The sessions a person means: by tmux name (all of them in that tmux session), by `name:w.p` (also of one that is
 * alone in its tmux session and so goes by its name), or by pane id.
 */
export function sessionsCalled(sessions: readonly SessionView[], wanted: string): readonly SessionView[] {
  if (wanted.startsWith('%')) return sessions.filter(({ pane }) => pane === wanted);
  const exact = sessions.filter(({ name }) => name === wanted);
  if (exact.length > 0) return exact;
  return sessions.filter(({ name }) => tmuxName(name) === wanted || name === tmuxName(wanted));
}
