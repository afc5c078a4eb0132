import { graphemes } from '../text/cells.js';
import type { UiState } from '../ui-state.js';
import { type Binding, type Intent, type KeyContext, press, ui } from './binding.js';
import { characterTyped, editing } from './in-editor.js';
import { filterTyped } from './in-filter.js';
import { modalBindings } from './in-modal.js';
import { mainBindings } from './main.js';
import { onlySeen } from './unseen.js';

/** The bindings that hold in this state. */
export function bindingsNow(context: KeyContext): readonly Binding[] {
  const { modal } = context.ui;
  const all = modal === null ? mainBindings : modalBindings(modal);
  return all.filter((binding) => binding.when?.(context) ?? true);
}

/** What a key press leads to. The line that answered the key before goes away. */
export function onKey(key: string, context: KeyContext): readonly Intent[] {
  const cleared = context.ui.flash === null ? [] : [ui({ type: 'flash', flash: null })];
  const bindings = bindingsNow(context);
  const { modal } = context.ui;
  const types = modal?.type === 'edit' && modal.phase === 'typing';
  const isFree = !bindings.some(({ keys }) => keys.includes(key));
  if (modal?.type === 'filter' && isFree && graphemes(key).length === 1)
    return [...cleared, ...filterTyped(context.ui.filter, key)];
  const typed = types && isFree ? characterTyped(key) : null;
  return [...cleared, ...(typed === null ? onlySeen(press(bindings, key, context), context) : [typed])];
}

/** Text for what is being typed: the filter, or the open editor. */
export function textTyped(text: string, { modal, filter }: UiState): readonly Intent[] {
  return modal?.type === 'filter' ? filterTyped(filter, text) : [editing({ type: 'insert', text })];
}
