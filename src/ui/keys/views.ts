import { panelOf } from '../panels/index.js';
import { selectedIndex } from '../ui-state.js';
import { type Binding, type Intent, type KeyContext, ui } from './binding.js';
import { sessionMeant } from './selected.js';

/** The session that is meant becomes the selected one, also where the filter hides it. */
function choosing({ snapshot, shown, ui: state }: KeyContext, id: string): readonly Intent[] {
  const isHidden = !shown.sessions.some((session) => session.id === id);
  const ids = panelOf('sessions').items(isHidden ? snapshot : shown);
  const index = ids.indexOf(id);
  if (!isHidden && selectedIndex(state, 'sessions', ids) === index) return [];
  return [
    ...(isHidden ? [ui({ type: 'filter', text: '' })] : []),
    ui({ type: 'select', panel: 'sessions', id, index }),
  ];
}

function openPreview(context: KeyContext): readonly Intent[] {
  const session = sessionMeant(context);
  if (session === undefined) return [];
  return [...choosing(context, session.id), ui({ type: 'preview', on: true })];
}

/** What Esc leaves: the last thing that narrows or covers; null for nothing. */
function toLeave({ ui: state }: KeyContext): { readonly label: string; readonly intent: Intent } | null {
  if (state.filter !== '') return { label: 'clear filter', intent: ui({ type: 'filter', text: '' }) };
  if (state.zoom) return { label: 'unzoom', intent: ui({ type: 'zoom', on: false }) };
  if (state.preview !== null) return { label: 'close preview', intent: ui({ type: 'preview', on: false }) };
  return null;
}

function openFilter({ ui: { focus } }: KeyContext): readonly Intent[] {
  const lists = panelOf(focus).filtered === true;
  return [
    ...(lists ? [] : [ui({ type: 'focus', panel: 'sessions' })]),
    ui({ type: 'open', modal: { type: 'filter' } }),
  ];
}

/** What is seen of all there is. */
export const views: readonly Binding[] = [
  {
    id: 'preview',
    keys: ['v'],
    label: 'preview',
    help: 'Show or hide the live screen of the selected session, or of that of the selected hit or task.',
    footer: 4,
    labelNow: ({ ui: state }) => (state.preview === null ? 'preview' : 'hide preview'),
    disabled: (context) =>
      context.ui.preview === null && sessionMeant(context) === undefined
        ? 'there is no session to look at'
        : null,
    run: (context) =>
      context.ui.preview === null ? openPreview(context) : [ui({ type: 'preview', on: false })],
  },
  {
    id: 'filter',
    keys: ['/'],
    label: 'filter',
    help: 'Show only the sessions and tasks that hold these words; Esc shows all again.',
    footer: 6,
    run: openFilter,
  },
  {
    id: 'zoom',
    keys: ['z'],
    label: 'zoom',
    help: 'Give the focused panel the whole body; sessions and hits keep a row each.',
    footer: 8,
    labelNow: ({ ui: state }) => (state.zoom ? 'unzoom' : 'zoom'),
    run: ({ ui: state }) => [ui({ type: 'zoom', on: !state.zoom })],
  },
  {
    id: 'history',
    keys: ['H'],
    label: 'history',
    help: 'Past swaps and limits, newest first, also those of earlier runs.',
    footer: 8,
    run: () => [ui({ type: 'open', modal: { type: 'history', scroll: 0 } })],
  },
  {
    id: 'back',
    keys: ['escape'],
    label: 'back',
    help: 'Clear the filter, else leave the zoom, else close the preview.',
    footer: null,
    footerNow: () => 1,
    when: (context) => toLeave(context) !== null,
    whenText: 'only with a filter, a zoom or the preview',
    labelNow: (context) => toLeave(context)?.label ?? 'back',
    run: (context) => {
      const leave = toLeave(context);
      return leave === null ? [] : [leave.intent];
    },
  },
];
