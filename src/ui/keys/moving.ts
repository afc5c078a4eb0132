import { clamp } from '../clamp.js';
import { panels } from '../panels/index.js';
import { type Binding, type Intent, type KeyContext, PAGE, ui } from './binding.js';
import { selectionIn } from './selected.js';

/** Its rows are no items: what moves is the part of it that is seen. */
function scroll({ previewMax: max, ui: { preview } }: KeyContext, to: (index: number) => number): Intent {
  const at = max - Math.min(preview?.up ?? 0, max);
  return ui({ type: 'scroll-preview', by: at - clamp(to(at), 0, max), max });
}

function move(context: KeyContext, to: (index: number) => number): readonly Intent[] {
  const panel = context.ui.focus;
  if (panel === 'preview') return [scroll(context, to)];
  const { ids, index: from } = selectionIn(panel, context);
  const index = clamp(to(from), 0, ids.length - 1);
  const id = ids[index];
  return id === undefined ? [] : [ui({ type: 'select', panel, id, index })];
}

function turn({ ui: state }: KeyContext, by: number): readonly Intent[] {
  const there = panels.filter((panel) => panel.summoned !== true || state.preview !== null);
  const index = there.findIndex((panel) => panel.id === state.focus);
  const panel = there[(index + by + there.length) % there.length];
  return panel === undefined ? [] : [ui({ type: 'focus', panel: panel.id })];
}

function mover(id: string, keys: readonly string[], help: string, to: (index: number) => number): Binding {
  return { id, keys, label: '', help, footer: null, run: (context) => move(context, to) };
}

/** Selection and focus. */
export const moving: readonly Binding[] = [
  mover('down', ['down', 'j'], 'Select the next row.', (index) => index + 1),
  mover('up', ['up', 'k'], 'Select the row above.', (index) => index - 1),
  mover('page-down', ['pagedown'], 'Ten rows down.', (index) => index + PAGE),
  mover('page-up', ['pageup'], 'Ten rows up.', (index) => index - PAGE),
  mover('first', ['home', 'g'], 'The first row.', () => 0),
  mover('last', ['end', 'G'], 'The last row.', () => Number.MAX_SAFE_INTEGER),
  {
    id: 'next-panel',
    keys: ['tab', 'right', 'l'],
    label: 'panel',
    help: 'The next panel.',
    footer: 9,
    run: (context) => turn(context, 1),
  },
  {
    id: 'previous-panel',
    keys: ['shift-tab', 'left', 'h'],
    label: '',
    help: 'The panel before.',
    footer: null,
    run: (context) => turn(context, -1),
  },
];
