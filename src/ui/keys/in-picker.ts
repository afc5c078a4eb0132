import type { AccountView } from '../../core/snapshot.js';
import { clamp } from '../clamp.js';
import type { Modal } from '../ui-state.js';
import { type Binding, close, closing, type Intent, type KeyContext, scroller, send, ui } from './binding.js';

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

export type SwapModal = Extract<Modal, { type: 'swap' }>;

function picked({ snapshot }: KeyContext, modal: SwapModal): AccountView | undefined {
  return snapshot.accounts.find((account) => account.name === modal.picked);
}

function pickAccount({ snapshot }: KeyContext, modal: SwapModal, by: number): readonly Intent[] {
  const names = snapshot.accounts.map((account) => account.name);
  const index = clamp(names.indexOf(modal.picked) + by, 0, names.length - 1);
  return [ui({ type: 'open', modal: { type: 'swap', picked: names[index] ?? modal.picked, asked: false } })];
}

/** The keys while an account is chosen for a swap. */
export function swapKeys(modal: SwapModal): readonly Binding[] {
  return [
    {
      id: 'pick-down',
      keys: ['down', 'j', 'tab', 's'],
      label: 'choose',
      help: 'The next account.',
      footer: 1,
      run: (context) => pickAccount(context, modal, 1),
    },
    {
      id: 'pick-up',
      keys: ['up', 'k', 'shift-tab'],
      label: '',
      help: 'The account above.',
      footer: null,
      run: (context) => pickAccount(context, modal, -1),
    },
    {
      id: 'pick',
      keys: modal.asked ? ['enter', 'y'] : ['enter'],
      label: modal.asked ? 'swap anyway' : 'swap',
      help: 'Swap to it; a limited one is asked about once.',
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
    {
      ...scroller('pick-page-down', ['pagedown', ' '], 'more', 5),
      help: 'Read on: what will happen to each session.',
      footerNow: () => 2,
      when: ({ scrollMax }) => scrollMax > 0,
      whenText: 'only while there is more',
    },
    { ...scroller('pick-page-up', ['pageup'], '', -5), help: 'Read back.' },
    { ...close, keys: modal.asked ? [...close.keys, 'n'] : close.keys, label: 'back' },
  ];
}
