import { type Binding, type Intent, type KeyContext, press } from './binding.js';
import { characterTyped } from './in-editor.js';
import { modalBindings } from './in-modal.js';
import { mainBindings } from './main.js';

/** The bindings that hold in this state. */
export function bindingsNow(context: KeyContext): readonly Binding[] {
  const { modal } = context.ui;
  const all = modal === null ? mainBindings : modalBindings(modal);
  return all.filter((binding) => binding.when?.(context) ?? true);
}

/** What a key press leads to. The line that answered the key before goes away. */
export function onKey(key: string, context: KeyContext): readonly Intent[] {
  const cleared: readonly Intent[] =
    context.ui.flash === null ? [] : [{ type: 'ui', action: { type: 'flash', flash: null } }];
  const bindings = bindingsNow(context);
  const { modal } = context.ui;
  const types = modal?.type === 'edit' && modal.phase === 'typing';
  const typed = types && !bindings.some(({ keys }) => keys.includes(key)) ? characterTyped(key) : null;
  return [...cleared, ...(typed === null ? press(bindings, key, context) : [typed])];
}
