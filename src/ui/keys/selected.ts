import type { HitView, SessionView, TaskView } from '../../core/snapshot.js';
import { panelOf } from '../panels/index.js';
import type { PanelId } from '../panels/panel.js';
import { selectedIndex } from '../ui-state.js';
import type { KeyContext } from './binding.js';

/** What is listed, and what of it was selected. */
type Looked = Pick<KeyContext, 'snapshot' | 'shown' | 'ui'>;

/** Ids of what a panel lists, narrowed where the filter narrows it, and the place of the selected one; -1 for none. */
export function selectionIn(
  panel: PanelId,
  { snapshot, shown, ui }: Looked,
): { readonly ids: readonly string[]; readonly index: number } {
  const { items, filtered } = panelOf(panel);
  const ids = items(filtered === true ? shown : snapshot);
  return { ids, index: selectedIndex(ui, panel, ids) };
}

export function selectedSession(context: Looked): SessionView | undefined {
  return context.shown.sessions[selectionIn('sessions', context).index];
}

/** The session that the selected item of the panel with the focus is on, else the selected one. */
export function sessionMeant(context: KeyContext): SessionView | undefined {
  const { snapshot, ui } = context;
  const { session } = panelOf(ui.focus);
  if (session === undefined) return selectedSession(context);
  const { ids, index } = selectionIn(ui.focus, context);
  const id = ids[index];
  return id === undefined ? undefined : session(snapshot, id);
}

export function selectedHit(context: KeyContext): HitView | undefined {
  return context.snapshot.hits[selectionIn('hits', context).index];
}

export function selectedTask(context: KeyContext): TaskView | undefined {
  return context.shown.queue.tasks[selectionIn('queue', context).index];
}

/** The account the picker opens on: the selected one, the next one, or the first one left. */
export function firstPick(context: KeyContext): string {
  const { snapshot, ui } = context;
  const { ids: names, index } = selectionIn('accounts', context);
  const chosen = ui.focus === 'accounts' ? names[index] : undefined;
  const other = names.find((name) => name !== snapshot.activeAccount);
  return chosen ?? snapshot.next.account ?? other ?? names[0] ?? '';
}
