import type { CommandResult } from '../core/commands.js';
import type { Mode } from '../core/snapshot.js';
import { clamp } from './clamp.js';
import { type EditorAction, type EditorState, reduceEditor } from './editor-state.js';
import type { PanelId } from './panels/panel.js';
import { typedText } from './text/plain.js';
import type { Tone } from './theme.js';

/** A selection: the item by its id, and where it stood, for when it has gone. */
export interface Selection {
  readonly id: string;
  readonly index: number;
}

export type Modal =
  | { readonly type: 'help'; readonly scroll: number }
  | {
      readonly type: 'why';
      readonly of: 'session' | 'hit' | 'task';
      readonly id: string;
      readonly scroll: number;
    }
  /** What failover needs and what should be mended, whole. */
  | { readonly type: 'needs'; readonly scroll: number }
  /** Past swaps and limits. */
  | { readonly type: 'history'; readonly scroll: number }
  /** `asked`: the picked account is limited and the person was asked once. `scroll`: what is read below the accounts. */
  | { readonly type: 'swap'; readonly picked: string; readonly asked: boolean; readonly scroll?: number }
  | { readonly type: 'mode'; readonly picked: Mode }
  /** The words of the filter are being typed. */
  | { readonly type: 'filter' }
  | Question
  | EditorState;

/** A question in the status line; `task`: the id of the one it is about. */
export type Question =
  | { readonly type: 'ask'; readonly question: 'quit' | 'dismiss-all' }
  | { readonly type: 'ask'; readonly question: 'cancel' | 'release' | 'retry'; readonly task: string };

/** One line that answers the last key; the next key takes it away, and so does some time. */
export interface Flash {
  readonly text: string;
  readonly tone: Tone;
}

/** The answer to a command as one line. */
export function flashOf(result: CommandResult): Flash {
  if (result.status === 'refused') return { text: result.reason, tone: 'warn' };
  return { text: result.text, tone: result.status === 'done' ? 'good' : 'accent' };
}

/** What the dashboard remembers besides the snapshot. */
export interface UiState {
  readonly focus: PanelId;
  readonly selected: Readonly<Partial<Record<PanelId, Selection>>>;
  readonly modal: Modal | null;
  readonly flash: Flash | null;
  /** Words that what sessions and queue list must hold; '' for none. */
  readonly filter: string;
  /** The focused panel has the whole body. */
  readonly zoom: boolean;
  /** The open preview, scrolled up so many rows from its end; null while it is closed. */
  readonly preview: { readonly up: number } | null;
  /** The mouse is the dashboard's. */
  readonly mouse: boolean;
}

export type UiAction =
  | { readonly type: 'focus'; readonly panel: PanelId }
  | { readonly type: 'select'; readonly panel: PanelId; readonly id: string; readonly index: number }
  | { readonly type: 'open'; readonly modal: Modal }
  | { readonly type: 'close' }
  /** `max`: the last row a modal can be scrolled to. */
  | { readonly type: 'scroll'; readonly by: number; readonly max: number }
  | { readonly type: 'flash'; readonly flash: Flash | null }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'zoom'; readonly on: boolean }
  | { readonly type: 'preview'; readonly on: boolean }
  /** `by` rows up; `max`: how far it goes. */
  | { readonly type: 'scroll-preview'; readonly by: number; readonly max: number }
  | { readonly type: 'mouse'; readonly on: boolean }
  /** Something for the open editor; nothing when it is closed. */
  | { readonly type: 'edit'; readonly action: EditorAction };

export function initialUi(focus: PanelId, mouse = false): UiState {
  return { focus, selected: {}, modal: null, flash: null, filter: '', zoom: false, preview: null, mouse };
}

/** Index of the selected one among `ids`: where its id is now, else where it stood, else the first; -1 for no items. */
export function selectedIndex(state: UiState, panel: PanelId, ids: readonly string[]): number {
  if (ids.length === 0) return -1;
  const selection = state.selected[panel];
  if (selection === undefined) return 0;
  const index = ids.indexOf(selection.id);
  return index >= 0 ? index : Math.min(selection.index, ids.length - 1);
}

/** Something is asked that a key answers with yes or no: that these keys hold must stay in sight. */
export function isAsking(modal: Modal | null): boolean {
  return (
    modal?.type === 'ask' ||
    (modal?.type === 'swap' && modal.asked) ||
    (modal?.type === 'edit' && modal.phase === 'leaving')
  );
}

/** Modals whose lines can be scrolled. */
const SCROLLED = ['help', 'why', 'needs', 'history', 'swap'] as const;

function isScrolled(
  modal: Modal | null,
): modal is Extract<Modal, { readonly type: (typeof SCROLLED)[number] }> {
  return SCROLLED.some((type) => type === modal?.type);
}

/** Rows the modal is scrolled by, at most `max`. */
export function scrollOf(modal: Modal | null, max: number): number {
  return isScrolled(modal) ? Math.min(modal.scroll ?? 0, max) : 0;
}

function scrolled(modal: Modal | null, by: number, max: number): Modal | null {
  return isScrolled(modal) ? { ...modal, scroll: clamp(scrollOf(modal, max) + by, 0, max) } : modal;
}

/** A filter holds a few words; more is a paste gone astray. */
const FILTER_MAX = 60;

/** Closed, it cannot keep the focus. */
function withPreview(state: UiState, on: boolean): UiState {
  const focus = !on && state.focus === 'preview' ? 'sessions' : state.focus;
  return { ...state, focus, preview: on ? { up: 0 } : null };
}

/** The next state of the view; pure. */
export function reduceUi(state: UiState, action: UiAction): UiState {
  switch (action.type) {
    case 'focus':
      return {
        ...state,
        focus: action.panel,
        preview: action.panel === 'preview' ? (state.preview ?? { up: 0 }) : state.preview,
      };
    case 'select': {
      const selection = { id: action.id, index: action.index };
      const preview = action.panel === 'sessions' && state.preview !== null ? { up: 0 } : state.preview;
      return { ...state, selected: { ...state.selected, [action.panel]: selection }, preview };
    }
    case 'open':
      return { ...state, modal: action.modal };
    case 'close':
      return { ...state, modal: null };
    case 'scroll':
      return { ...state, modal: scrolled(state.modal, action.by, action.max) };
    case 'flash':
      return { ...state, flash: action.flash };
    case 'filter':
      return {
        ...state,
        filter: Array.from(typedText(action.text).replace(/\s+/g, ' ')).slice(0, FILTER_MAX).join(''),
      };
    case 'zoom':
      return { ...state, zoom: action.on };
    case 'mouse':
      return { ...state, mouse: action.on };
    case 'preview':
      return withPreview(state, action.on);
    case 'scroll-preview':
      return state.preview === null
        ? state
        : {
            ...state,
            preview: { up: clamp(Math.min(state.preview.up, action.max) + action.by, 0, action.max) },
          };
    case 'edit':
      return state.modal?.type === 'edit'
        ? { ...state, modal: reduceEditor(state.modal, action.action) }
        : state;
    default:
      return action satisfies never;
  }
}
