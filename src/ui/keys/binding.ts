import type { Command } from '../../core/commands.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { Page } from '../text/edit-rows.js';
import type { Question, UiAction, UiState } from '../ui-state.js';
import { keyShown } from './names.js';

/** How far PgUp and PgDn go, in rows. */
export const PAGE = 10;

/** What a key press leads to: a change of the view, a command to the engine, or one of the things of the host. */
export type Intent =
  | { readonly type: 'ui'; readonly action: UiAction }
  | { readonly type: 'send'; readonly command: Command }
  /** A new task for the queue: its whole text. */
  | { readonly type: 'add-task'; readonly text: string }
  /** The person's own editor, over the open one's text. */
  | { readonly type: 'edit-outside'; readonly text: string }
  | { readonly type: 'quit' }
  | { readonly type: 'suspend' };

/** What whoever runs the dashboard offers. */
export interface Abilities {
  readonly addTask: boolean;
  readonly editOutside: boolean;
  /** It can look at the screens of sessions. */
  readonly look?: boolean;
  /** The supervisor is in another process: nothing ends or stops with the dashboard. */
  readonly viewer?: boolean;
  /** Of a viewer: its supervisor gives no answer, so nothing can be ordered. */
  readonly lost?: boolean;
}

/** A screen of one line. */
export interface OneLine {
  /** The question can be read there whole. */
  readonly shows: (question: Question) => boolean;
}

export interface KeyContext {
  /** As it came from the engine: names and ids go back in commands unchanged. */
  readonly snapshot: Snapshot;
  /** The same with the sessions and tasks that the filter leaves. */
  readonly shown: Snapshot;
  readonly ui: UiState;
  /** The last row the open modal can be scrolled to. */
  readonly scrollMax: number;
  /** How many rows the preview can be scrolled up. */
  readonly previewMax: number;
  readonly can: Abilities;
  /** How the open editor draws its text. */
  readonly page: Page;
  /** The screen is too small for more than a line; null for a larger one. */
  readonly oneLine?: OneLine | null;
}

/** One key of the dashboard. Help, footer and the reasons of disabled keys are made from these. */
export interface Binding {
  readonly id: string;
  readonly keys: readonly string[];
  /** A word or two for the footer. */
  readonly label: string;
  /** One sentence for the help; '' leaves it out there. */
  readonly help: string;
  /** Its rank in the footer, 0 stays longest; null: not in the footer. */
  readonly footer: number | null;
  /** Another label for what the key would do just now. */
  labelNow?(context: KeyContext): string;
  /** Another rank in the footer just now. */
  footerNow?(context: KeyContext): number | null;
  /** Only then does the key exist. */
  when?(context: KeyContext): boolean;
  /** When that is, in words. */
  readonly whenText?: string;
  /** Why it cannot be used now; null when it can. */
  disabled?(context: KeyContext): string | null;
  run(context: KeyContext): readonly Intent[];
}

/** Keys that belong together in the help. */
export interface Section {
  readonly title: string;
  readonly bindings: readonly Binding[];
}

export function ui(action: UiAction): Intent {
  return { type: 'ui', action };
}

export function send(command: Command): Intent {
  return { type: 'send', command };
}

/** Closes the open modal, then does the rest. */
export function closing(...rest: readonly Intent[]): readonly Intent[] {
  return [ui({ type: 'close' }), ...rest];
}

/** Leaves the open modal as it is. */
export const close: Binding = {
  id: 'close',
  keys: ['escape', 'q', 'ctrl-c'],
  label: 'close',
  help: 'Back to the panels; nothing is done.',
  footer: 0,
  run: () => closing(),
};

/** Scrolls the open modal. */
export function scroller(id: string, keys: readonly string[], label: string, by: number): Binding {
  return {
    id,
    keys,
    label,
    help: '',
    footer: null,
    // Offered where there is something left to read.
    footerNow: ({ scrollMax }) => (label === '' || scrollMax === 0 ? null : 1),
    run: ({ scrollMax }) => [ui({ type: 'scroll', by, max: scrollMax })],
  };
}

const LOST = 'this picture is old: nothing can be ordered until it is live again';

/** An order to the supervisor, or the first step to one. A viewer in tmux goes to a session by itself. */
function isOrder(intent: Intent): boolean {
  if (intent.type === 'send') return intent.command.type !== 'focus';
  if (intent.type !== 'ui' || intent.action.type !== 'open') return false;
  const { modal } = intent.action;
  if (modal.type === 'ask') return modal.question !== 'quit';
  return modal.type === 'swap' || modal.type === 'mode';
}

/** Why the key cannot be used now, whatever it is bound to; null when it can. */
export function disabledNow(binding: Binding, context: KeyContext): string | null {
  const reason = binding.disabled?.(context) ?? null;
  if (reason !== null || context.can.lost !== true) return reason;
  return binding.run(context).some(isOrder) ? LOST : null;
}

/** What pressing `key` does; a disabled key answers with its reason. Unknown keys do nothing. */
export function press(bindings: readonly Binding[], key: string, context: KeyContext): readonly Intent[] {
  const binding = bindings.find((one) => one.keys.includes(key) && (one.when?.(context) ?? true));
  if (binding === undefined) return [];
  const reason = disabledNow(binding, context);
  if (reason === null) return binding.run(context);
  return [ui({ type: 'flash', flash: { text: `${keyShown(key, true)}: ${reason}`, tone: 'warn' } })];
}
