import type { Snapshot } from './snapshot.js';

/** The first look at the panes has not ended: that no sessions are known says nothing yet. */
export function isLooking({ ages, tmux }: Pick<Snapshot, 'ages' | 'tmux'>): boolean {
  // A look that failed says so.
  return ages.poll === null && tmux.detail === '';
}
