import type { HitView, SessionView, TaskView } from '../../core/snapshot.js';
import { panelOf } from '../panels/index.js';
import { selectedIndex } from '../ui-state.js';
import type { KeyContext } from './binding.js';

export function selectedSession({ shown, ui }: KeyContext): SessionView | undefined {
  return shown.sessions[selectedIndex(ui, 'sessions', panelOf('sessions').items(shown))];
}

/** The session that the selected item of the panel with the focus is on, else the selected one. */
export function sessionMeant(context: KeyContext): SessionView | undefined {
  const { snapshot, shown, ui } = context;
  const { id: panel, items, session, filtered } = panelOf(ui.focus);
  if (session === undefined) return selectedSession(context);
  const ids = items(filtered === true ? shown : snapshot);
  const id = ids[selectedIndex(ui, panel, ids)];
  return id === undefined ? undefined : session(snapshot, id);
}

export function selectedHit({ snapshot, ui }: KeyContext): HitView | undefined {
  return snapshot.hits[selectedIndex(ui, 'hits', panelOf('hits').items(snapshot))];
}

export function selectedTask({ shown, ui }: KeyContext): TaskView | undefined {
  return shown.queue.tasks[selectedIndex(ui, 'queue', panelOf('queue').items(shown))];
}

/** The account the picker opens on: the selected one, the next one, or the first one left. */
export function firstPick({ snapshot, ui }: KeyContext): string {
  const names = panelOf('accounts').items(snapshot);
  const chosen = ui.focus === 'accounts' ? names[selectedIndex(ui, 'accounts', names)] : undefined;
  const other = names.find((name) => name !== snapshot.activeAccount);
  return chosen ?? snapshot.next.account ?? other ?? names[0] ?? '';
}
