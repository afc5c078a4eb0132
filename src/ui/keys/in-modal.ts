import type { Mode } from '../../core/snapshot.js';
import { MODES } from '../../core/words.js';
import type { Modal, Question } from '../ui-state.js';
import { type Binding, close, closing, type Intent, PAGE, scroller, send, ui } from './binding.js';
import { editorKeys } from './in-editor.js';
import { filterKeys } from './in-filter.js';
import { swapKeys } from './in-picker.js';
import { cannotCancel, cannotRelease, cannotRetry } from './queue.js';

const reading: readonly Binding[] = [
  { ...scroller('scroll-down', ['down', 'j'], 'scroll', 1), help: 'One row down.' },
  { ...scroller('scroll-up', ['up', 'k'], '', -1), help: 'One row up.' },
  { ...scroller('scroll-page-down', ['pagedown', ' '], '', PAGE), help: 'Ten rows down.' },
  { ...scroller('scroll-page-up', ['pageup'], '', -PAGE), help: 'Ten rows up.' },
  { ...close, keys: ['escape', 'q', 'ctrl-c', 'enter', '?', 'w', '!', 'H'] },
];

function modeKeys(picked: Mode): readonly Binding[] {
  const turn = (by: number): readonly Intent[] => {
    const mode = MODES[(MODES.indexOf(picked) + by + MODES.length) % MODES.length] ?? picked;
    return [ui({ type: 'open', modal: { type: 'mode', picked: mode } })];
  };
  return [
    {
      id: 'mode-down',
      keys: ['m', 'down', 'j', 'tab'],
      label: 'choose',
      help: 'The next mode.',
      footer: 1,
      run: () => turn(1),
    },
    {
      id: 'mode-up',
      keys: ['up', 'k', 'shift-tab'],
      label: '',
      help: 'The mode before.',
      footer: null,
      run: () => turn(-1),
    },
    {
      id: 'mode-set',
      keys: ['enter'],
      label: 'set',
      help: 'Set it.',
      footer: 0,
      run: () => closing(send({ type: 'mode', mode: picked })),
    },
    { ...close, label: 'back' },
  ];
}

/** Of each question: what yes does, and the key that asked. */
const YES: Readonly<
  Record<Question['question'], { readonly label: string; readonly again: readonly string[] }>
> = {
  quit: { label: 'quit', again: ['q', 'ctrl-c'] },
  'dismiss-all': { label: 'dismiss all', again: ['D'] },
  cancel: { label: 'cancel it', again: ['x'] },
  release: { label: 'release it', again: ['R'] },
  retry: { label: 'begin anew', again: ['r'] },
};

const CANNOT = { cancel: cannotCancel, release: cannotRelease, retry: cannotRetry };

function askKeys(modal: Question): readonly Binding[] {
  const { question } = modal;
  const { label, again } = YES[question];
  const no = question === 'quit' ? ['n', 'escape'] : ['n', 'escape', 'q', 'ctrl-c'];
  return [
    {
      id: 'ask-yes',
      keys: ['y', 'enter', ...again],
      label,
      help: 'Yes; so does the key that asked, pressed again.',
      footer: 0,
      disabled: ({ snapshot }) => {
        if (!('task' in modal)) return null;
        return CANNOT[modal.question](snapshot.queue.tasks.find(({ id }) => id === modal.task));
      },
      run: () => {
        if ('task' in modal) return closing(send({ type: 'task', action: modal.question, task: modal.task }));
        return modal.question === 'quit'
          ? [{ type: 'quit' }]
          : closing(send({ type: 'dismiss', hit: 'all' }));
      },
    },
    { ...close, keys: no, label: question === 'quit' ? 'stay' : 'no' },
  ];
}

/** The keys while this modal is open: no other key does anything then. */
export function modalBindings(modal: Modal): readonly Binding[] {
  switch (modal.type) {
    case 'help':
    case 'why':
    case 'needs':
    case 'history':
      return reading;
    case 'filter':
      return filterKeys;
    case 'swap':
      return swapKeys(modal);
    case 'mode':
      return modeKeys(modal.picked);
    case 'ask':
      return askKeys(modal);
    case 'edit':
      return editorKeys(modal);
    default:
      return modal satisfies never;
  }
}
