import { graphemes } from '../text/cells.js';
import { type Binding, closing, type Intent, type KeyContext, ui } from './binding.js';
import { moving } from './moving.js';

function to(text: string): Intent {
  return ui({ type: 'filter', text });
}

/** Typed or pasted text at the end of the filter; a line's end closes it. */
export function filterTyped(filter: string, text: string): readonly Intent[] {
  const [line = '', ...rest] = text.split(/[\r\n]/);
  return [to(filter + line), ...(rest.length > 0 ? closing() : [])];
}

const arrows = moving.filter(({ id }) => id === 'down' || id === 'up');

/** The keys while the filter is typed; other characters belong to it. */
export const filterKeys: readonly Binding[] = [
  {
    id: 'filter-keep',
    keys: ['enter', 'tab'],
    label: 'keep',
    help: 'Keep the filter and go on with the list.',
    footer: 0,
    run: () => closing(),
  },
  {
    id: 'filter-clear',
    keys: ['escape', 'ctrl-c'],
    label: 'show all',
    help: 'Clear the filter.',
    footer: 0,
    run: () => closing(to('')),
  },
  {
    id: 'filter-delete',
    keys: ['backspace', 'delete'],
    label: '',
    help: 'Take the last character away; on an empty filter, close it.',
    footer: null,
    run: ({ ui: { filter } }: KeyContext) =>
      filter === '' ? closing() : [to(graphemes(filter).slice(0, -1).join(''))],
  },
  {
    id: 'filter-empty',
    keys: ['ctrl-u'],
    label: '',
    help: 'Take all of it away.',
    footer: null,
    run: () => [to('')],
  },
  ...arrows.map(
    (binding): Binding => ({
      ...binding,
      id: `filter-${binding.id}`,
      keys: binding.keys.filter((key) => key.length > 1),
      help: '',
    }),
  ),
];
