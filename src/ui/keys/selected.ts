import type { HitView, SessionView, TaskView } from '../../core/snapshot.js';
import { sessionOf } from '../facts.js';
import { panelOf } from '../panels/index.js';
import { selectedIndex } from '../ui-state.js';
import type { KeyContext } from './binding.js';

export function selectedSession({ shown, ui }: KeyContext): SessionView | undefined {
  return shown.sessions[selectedIndex(ui, 'sessions', panelOf('sessions').items(shown))];
}

/** The selected session, or the one that the selected hit or task is on. */
export function sessionMeant(context: KeyContext): SessionView | undefined {
  const { snapshot, ui } = context;
  if (ui.focus === 'hits')
    return snapshot.sessions.find((session) => session.name === selectedHit(context)?.session);
  if (ui.focus !== 'queue') return selectedSession(context);
  const task = selectedTask(context);
  return task === undefined ? undefined : sessionOf(snapshot, task);
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
