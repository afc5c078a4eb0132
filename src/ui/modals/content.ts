import { MODES } from '../../core/words.js';
import type { KeyContext } from '../keys/binding.js';
import type { View } from '../panels/panel.js';
import { sized } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import type { Modal } from '../ui-state.js';
import { MODE_HELP, modeWord } from '../words.js';
import { type Content, paragraph } from './content-line.js';
import { helpContent } from './help.js';
import { historyContent } from './history.js';
import { swapContent } from './swap.js';
import { whyContent } from './why.js';

/** All that failover needs and all that should be mended, each as a whole sentence. */
function needsContent(view: View, width: number): Content {
  const { needs, warnings, queue } = view.snapshot;
  const { alert, dot } = view.look.glyphs;
  const told = (title: string, texts: readonly string[], sign: string): readonly Line[] => [
    ...(texts.length === 0 ? [] : [[span(title, 'strong', true)]]),
    ...texts.flatMap((text) => paragraph(text, width, [span(`${sign} `, 'warn', true)], '  ')),
  ];
  const lines = [
    ...told('Failover needs:', needs, alert),
    ...told('To be mended:', warnings, dot),
    ...told('No task is handed out:', queue.held === null ? [] : [queue.held], dot),
  ];
  const nothing: readonly Line[] = [[span('There is nothing to mend.', 'muted')]];
  return { title: 'What needs you', lines: lines.length === 0 ? nothing : lines, chosen: -1 };
}

function modeContent(modal: Extract<Modal, { type: 'mode' }>, view: View): Content {
  const { glyphs } = view.look;
  const lines = MODES.map((mode): Line => {
    const chosen = mode === modal.picked;
    const now = mode === view.snapshot.mode ? '  (now)' : '';
    const word = modeWord(mode, glyphs);
    return [
      span(chosen ? `${glyphs.marker} ` : '  ', 'accent', true),
      { ...word, text: sized(word.text, 12, glyphs.ellipsis), bold: chosen },
      span(MODE_HELP[mode] + now, 'muted'),
    ];
  });
  return { title: 'Mode', lines, chosen: MODES.indexOf(modal.picked) };
}

/** The lines of the open modal; null for none, for the editor, and for what stands in the status line. */
export function modalContent(
  view: View,
  context: KeyContext,
  place: { readonly width: number; readonly rows: number },
): Content | null {
  const { modal } = context.ui;
  const { width } = place;
  switch (modal?.type) {
    case undefined:
    case 'ask':
    case 'filter':
    case 'edit':
      return null;
    case 'help':
      return helpContent(view, context, width);
    case 'needs':
      return needsContent(view, width);
    case 'why':
      return whyContent(modal, view, width);
    case 'history':
      return historyContent(view, width, place.rows);
    case 'mode':
      return modeContent(modal, view);
    case 'swap':
      return swapContent(
        modal,
        view,
        context.snapshot.accounts.map((account) => account.name),
        place,
      );
    default:
      return modal satisfies never;
  }
}
