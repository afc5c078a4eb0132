import type { Binding, KeyContext } from '../keys/binding.js';
import { needsQuestion, refusal } from '../keys/in-modal.js';
import { mainBindings } from '../keys/main.js';
import { keyShown } from '../keys/names.js';
import type { View } from '../panels/panel.js';
import { sized } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import type { Modal } from '../ui-state.js';
import { accountWord, MODE_HELP, modeWord } from '../words.js';
import { type Content, paragraph } from './content-line.js';
import { whyContent } from './why.js';

const KEYS_CELLS = 14;

function helpContent(view: View, context: KeyContext, width: number): Content {
  const { glyphs } = view.look;
  const known = (binding: Binding): boolean => binding.when?.(context) ?? true;
  const helped = mainBindings.filter((binding) => binding.help !== '');
  const lines = [...helped.filter(known), ...helped.filter((binding) => !known(binding))].flatMap(
    (binding) => {
      const keys = binding.keys.map((key) => keyShown(key, glyphs.ascii)).join(' ');
      const reason = known(binding) ? (binding.disabled?.(context) ?? null) : 'only while a swap is proposed';
      const now = reason === null ? '' : ` (now: ${reason})`;
      const help = plain(binding.help + now, glyphs.ascii);
      const head = [span(sized(keys, KEYS_CELLS, glyphs.ellipsis), 'accent', true)];
      return paragraph(help, width, head, ' '.repeat(KEYS_CELLS));
    },
  );
  return { title: 'Help', lines, chosen: -1 };
}

/** All that failover needs and all that should be mended, each as a whole sentence. */
function needsContent(view: View, width: number): Content {
  const { needs, warnings, queue } = view.snapshot;
  const { alert, dot } = view.look.glyphs;
  const told = (texts: readonly string[], sign: string): readonly Line[] =>
    texts.flatMap((text) => paragraph(text, width, [span(`${sign} `, 'warn', true)], '  '));
  const lines: readonly Line[] = [
    ...(needs.length === 0 ? [] : [[span('Failover needs:', 'strong', true)]]),
    ...told(needs, alert),
    ...(warnings.length === 0 ? [] : [[span('To be mended:', 'strong', true)]]),
    ...told(warnings, dot),
    ...(queue.held === null ? [] : [[span('No task is handed out:', 'strong', true)]]),
    ...told(queue.held === null ? [] : [queue.held], dot),
  ];
  const nothing: readonly Line[] = [[span('There is nothing to mend.', 'muted')]];
  return { title: 'What needs you', lines: lines.length === 0 ? nothing : lines, chosen: -1 };
}

/** `names`: the accounts' own names, in the snapshot's order; what is drawn may have lost control characters. */
function swapContent(modal: Extract<Modal, { type: 'swap' }>, view: View, names: readonly string[]): Content {
  const { snapshot, look } = view;
  const { glyphs } = look;
  const chosen = names.indexOf(modal.picked);
  const lines = snapshot.accounts.map((account, index): Line => {
    const no = refusal(account, snapshot.activeAccount);
    const asked = index === chosen && modal.asked;
    const why = asked
      ? `Swap to it anyway? y   ${account.why}`
      : no !== null
        ? `cannot: ${no}`
        : `${needsQuestion(account) ? 'asks once: ' : ''}${account.why}`;
    return [
      span(index === chosen ? `${glyphs.marker} ` : '  ', 'accent', true),
      span(
        `${sized(account.name, 14, glyphs.ellipsis)} `,
        index === chosen ? 'strong' : 'text',
        index === chosen,
      ),
      {
        ...accountWord(account, glyphs),
        text: sized(accountWord(account, glyphs).text, 18, glyphs.ellipsis),
      },
      span(account.name === snapshot.next.account ? ` next ${glyphs.arrow} ` : '  ', 'accent'),
      span(why, asked ? 'warn' : 'muted', asked),
    ];
  });
  return { title: 'Swap to which account?', lines, chosen };
}

function modeContent(modal: Extract<Modal, { type: 'mode' }>, view: View): Content {
  const { glyphs } = view.look;
  const modes = ['auto', 'confirm', 'observe'] as const;
  const lines = modes.map((mode): Line => {
    const chosen = mode === modal.picked;
    const now = mode === view.snapshot.mode ? '  (now)' : '';
    const word = modeWord(mode, glyphs);
    return [
      span(chosen ? `${glyphs.marker} ` : '  ', 'accent', true),
      { ...word, text: sized(word.text, 12, glyphs.ellipsis), bold: chosen },
      span(MODE_HELP[mode] + now, 'muted'),
    ];
  });
  return { title: 'Mode', lines, chosen: modes.indexOf(modal.picked) };
}

/** The lines of the open modal; null for none, for the editor, and for a question, which stands in the status line. */
export function modalContent(view: View, context: KeyContext, width: number): Content | null {
  const { modal } = context.ui;
  if (modal === null || modal.type === 'ask' || modal.type === 'edit') return null;
  if (modal.type === 'help') return helpContent(view, context, width);
  if (modal.type === 'needs') return needsContent(view, width);
  if (modal.type === 'why') return whyContent(modal, view, width);
  if (modal.type === 'mode') return modeContent(modal, view);
  const names = context.snapshot.accounts.map((account) => account.name);
  return swapContent(modal, view, names);
}
