import type { HitView, SessionView, TaskView } from '../../core/snapshot.js';
import { panelOf } from '../panels/index.js';
import { selectedIndex } from '../ui-state.js';
import type { KeyContext } from './binding.js';

export function selectedSession({ snapshot, ui }: KeyContext): SessionView | undefined {
  return snapshot.sessions[selectedIndex(ui, 'sessions', panelOf('sessions').items(snapshot))];
}

export function selectedHit({ snapshot, ui }: KeyContext): HitView | undefined {
  return snapshot.hits[selectedIndex(ui, 'hits', panelOf('hits').items(snapshot))];
}

export function selectedTask({ snapshot, ui }: KeyContext): TaskView | undefined {
  return snapshot.queue.tasks[selectedIndex(ui, 'queue', panelOf('queue').items(snapshot))];
}

/** The account the picker opens on: the selected one, the next one, or the first one left. */
export function firstPick({ snapshot, ui }: KeyContext): string {
  const names = panelOf('accounts').items(snapshot);
  const chosen = ui.focus === 'accounts' ? names[selectedIndex(ui, 'accounts', names)] : undefined;
  const other = names.find((name) => name !== snapshot.activeAccount);
  return chosen ?? snapshot.next.account ?? other ?? names[0] ?? '';
}
