import { NEW_EDITOR } from '../editor-state.js';
import { type Binding, disabledNow, type KeyContext, type Section } from '../keys/binding.js';
import { modalBindings } from '../keys/in-modal.js';
import { mainSections } from '../keys/main.js';
import { keyShown } from '../keys/names.js';
import type { View } from '../panels/panel.js';
import { sized } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import { type Content, paragraph } from './content-line.js';

const KEYS_CELLS = 15;

/** The keys of what can be open, each under the place where they hold. */
export const modalSections: readonly Section[] = [
  {
    title: 'While you choose an account',
    bindings: modalBindings({ type: 'swap', picked: '', asked: false }),
  },
  { title: 'While you choose a mode', bindings: modalBindings({ type: 'mode', picked: 'auto' }) },
  { title: 'While you type a filter', bindings: modalBindings({ type: 'filter' }) },
  { title: 'While you write a task', bindings: modalBindings(NEW_EDITOR) },
  { title: 'When you are asked', bindings: modalBindings({ type: 'ask', question: 'dismiss-all' }) },
  { title: 'In a text like this one', bindings: modalBindings({ type: 'help', scroll: 0 }) },
];

function known(binding: Binding, context: KeyContext): boolean {
  return binding.when?.(context) ?? true;
}

/** Why it could not be used just now; null when it could. */
function reasonNow(binding: Binding, context: KeyContext): string | null {
  return known(binding, context) ? disabledNow(binding, context) : (binding.whenText ?? null);
}

function linesOf(binding: Binding, reason: string | null, view: View, width: number): readonly Line[] {
  const { glyphs } = view.look;
  const keys = binding.keys.map((key) => (key === ' ' ? 'Space' : keyShown(key, glyphs.ascii))).join(' ');
  const help = plain(binding.help + (reason === null ? '' : ` (now: ${reason})`), glyphs.ascii);
  const head = [span(`${sized(keys, KEYS_CELLS - 1, glyphs.ellipsis)} `, 'accent', true)];
  return paragraph(help, width, head, ' '.repeat(KEYS_CELLS));
}

/** Every key, from the bindings themselves. */
export function helpContent(view: View, context: KeyContext, width: number): Content {
  const section = ({ title, bindings }: Section, isMain: boolean): readonly Line[] => [
    [span(title, 'strong', true)],
    ...bindings
      .filter(({ help }) => help !== '')
      .flatMap((binding) => linesOf(binding, isMain ? reasonNow(binding, context) : null, view, width)),
  ];
  const lines = [
    ...mainSections.flatMap((one) => section(one, true)),
    ...modalSections.flatMap((one) => section(one, false)),
  ];
  return { title: 'Help', lines, chosen: -1 };
}
