import type { AccountView, Mode } from '../../core/snapshot.js';
import type { Modal, Question } from '../ui-state.js';
import { type Binding, closing, type KeyContext, send, ui } from './binding.js';
import { editorKeys } from './in-editor.js';
import { cannotCancel, cannotRelease } from './queue.js';

const PAGE = 10;
const MODES: readonly Mode[] = ['auto', 'confirm', 'observe'];

const close: Binding = {
  id: 'close',
  keys: ['escape', 'q', 'ctrl-c'],
  label: 'close',
  help: '',
  footer: 0,
  run: () => closing(),
};

function scroller(id: string, keys: readonly string[], label: string, by: number): Binding {
  return {
    id,
    keys,
    label,
    help: '',
    footer: label === '' ? null : 1,
    run: ({ scrollMax }) => [ui({ type: 'scroll', by, max: scrollMax })],
  };
}

const reading: readonly Binding[] = [
  scroller('scroll-down', ['down', 'j'], 'scroll', 1),
  scroller('scroll-up', ['up', 'k'], '', -1),
  scroller('scroll-page-down', ['pagedown', ' '], '', PAGE),
  scroller('scroll-page-up', ['pageup'], '', -PAGE),
  { ...close, keys: ['escape', 'q', 'ctrl-c', 'enter', '?', 'w', '!'] },
];

/** Why the account cannot be swapped to at all; null when it can. Safety stays with the engine: this spares the way. */
export function refusal(account: AccountView | undefined, active: string | null): string | null {
  if (account === undefined) return 'there is no such account';
  if (account.name === active) return 'it is the active account';
  return account.state === 'missing' || account.state === 'login' ? account.why : null;
}

/** Asked once before a swap to it. */
export function needsQuestion(account: AccountView): boolean {
  return account.state === 'limited' || account.state === 'excluded';
}

type SwapModal = Extract<Modal, { type: 'swap' }>;

function picked({ snapshot }: KeyContext, modal: SwapModal): AccountView | undefined {
  return snapshot.accounts.find((account) => account.name === modal.picked);
}

function pickAccount(
  { snapshot }: KeyContext,
  modal: SwapModal,
  by: number,
): readonly ReturnType<typeof ui>[] {
  const names = snapshot.accounts.map((account) => account.name);
  const index = Math.max(0, Math.min(names.length - 1, names.indexOf(modal.picked) + by));
  return [ui({ type: 'open', modal: { type: 'swap', picked: names[index] ?? modal.picked, asked: false } })];
}

function swapKeys(modal: SwapModal): readonly Binding[] {
  return [
    {
      id: 'pick-down',
      keys: ['down', 'j', 'tab', 's'],
      label: 'choose',
      help: '',
      footer: 1,
      run: (context) => pickAccount(context, modal, 1),
    },
    {
      id: 'pick-up',
      keys: ['up', 'k', 'shift-tab'],
      label: '',
      help: '',
      footer: null,
      run: (context) => pickAccount(context, modal, -1),
    },
    {
      id: 'pick',
      keys: modal.asked ? ['enter', 'y'] : ['enter'],
      label: modal.asked ? 'swap anyway' : 'swap',
      help: '',
      footer: 0,
      disabled: (context) => refusal(picked(context, modal), context.snapshot.activeAccount),
      run: (context) => {
        const account = picked(context, modal);
        if (account === undefined) return [];
        const ask = needsQuestion(account);
        if (ask && !modal.asked) return [ui({ type: 'open', modal: { ...modal, asked: true } })];
        return closing(send({ type: 'swap', to: account.name, force: ask }));
      },
    },
    { ...close, keys: modal.asked ? [...close.keys, 'n'] : close.keys, label: 'back' },
  ];
}

function modeKeys(picked: Mode): readonly Binding[] {
  const turn = (by: number): readonly ReturnType<typeof ui>[] => {
    const mode = MODES[(MODES.indexOf(picked) + by + MODES.length) % MODES.length] ?? picked;
    return [ui({ type: 'open', modal: { type: 'mode', picked: mode } })];
  };
  return [
    {
      id: 'mode-down',
      keys: ['m', 'down', 'j', 'tab'],
      label: 'choose',
      help: '',
      footer: 1,
      run: () => turn(1),
    },
    { id: 'mode-up', keys: ['up', 'k', 'shift-tab'], label: '', help: '', footer: null, run: () => turn(-1) },
    {
      id: 'mode-set',
      keys: ['enter'],
      label: 'set',
      help: '',
      footer: 0,
      run: () => closing(send({ type: 'mode', mode: picked })),
    },
    { ...close, label: 'back' },
  ];
}

function askKeys(modal: Question): readonly Binding[] {
  const { question } = modal;
  const again = { quit: ['q', 'ctrl-c'], 'dismiss-all': ['D'], cancel: ['x'], release: ['R'] }[question];
  const label = { quit: 'quit', 'dismiss-all': 'dismiss all', cancel: 'cancel it', release: 'release it' };
  const no = question === 'quit' ? ['n', 'escape'] : ['n', 'escape', 'q', 'ctrl-c'];
  return [
    {
      id: 'ask-yes',
      keys: ['y', 'enter', ...again],
      label: label[question],
      help: '',
      footer: 0,
      disabled: ({ snapshot }) => {
        if (!('task' in modal)) return null;
        const task = snapshot.queue.tasks.find(({ id }) => id === modal.task);
        return modal.question === 'cancel' ? cannotCancel(task) : cannotRelease(task);
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
      return reading;
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
