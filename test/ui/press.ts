import type { Command } from '../../src/core/commands.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { narrowed } from '../../src/ui/filter.js';
import type { Abilities, Intent, KeyContext, OneLine } from '../../src/ui/keys/binding.js';
import { onKey } from '../../src/ui/keys/index.js';
import { initialUi, reduceUi, type UiState } from '../../src/ui/ui-state.js';
import { viewOf } from './draw.js';

export const ABLE: Abilities = { addTask: true, editOutside: true, look: true };

export interface Pressed {
  readonly ui: UiState;
  /** What goes out of the view. */
  readonly intents: readonly Intent[];
  readonly sent: readonly Command[];
}

/** What a key is pressed in: nothing filtered, nothing scrolled. */
export function contextOf(snapshot: Snapshot, more: Partial<KeyContext> = {}): KeyContext {
  const page = { cells: 40, ascii: false };
  const ui = initialUi('sessions');
  return { snapshot, shown: snapshot, ui, scrollMax: 0, previewMax: 0, can: ABLE, page, ...more };
}

/** Presses keys one after the other on a still snapshot. */
export function press(
  snapshot: Snapshot,
  keys: readonly string[],
  from: UiState = initialUi('sessions'),
  can: Abilities = ABLE,
  oneLine: OneLine | null = null,
): Pressed {
  let ui = from;
  const intents: Intent[] = [];
  for (const key of keys) {
    const shown = narrowed(viewOf(snapshot), snapshot, ui.filter).raw;
    const context = contextOf(snapshot, { shown, ui, scrollMax: 5, previewMax: 20, can, oneLine });
    for (const intent of onKey(key, context)) {
      if (intent.type === 'ui') ui = reduceUi(ui, intent.action);
      else intents.push(intent);
    }
  }
  const sent = intents.flatMap((intent): Command[] => (intent.type === 'send' ? [intent.command] : []));
  return { ui, intents, sent };
}
