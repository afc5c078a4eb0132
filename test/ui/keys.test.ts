import { describe, expect, test } from 'vitest';
import { mainBindings } from '../../src/ui/keys/main.js';
import { keyNames, typedParts } from '../../src/ui/keys/names.js';
import { panels } from '../../src/ui/panels/index.js';
import { initialUi, reduceUi, selectedIndex } from '../../src/ui/ui-state.js';
import { hit } from './items.js';
import { press } from './press.js';
import { empty, hold, normal, proposal, suspected, swap } from './snapshots.js';

describe('keys', () => {
  test('S swaps at once to the next account, and says why it cannot', () => {
    expect(press(normal, ['S']).sent).toEqual([{ type: 'swap', to: null, force: false }]);
    const refused = press(hold, ['S']);
    expect(refused.sent).toEqual([]);
    expect(refused.ui.flash?.text).toBe('S: all accounts are limited; team is back first');
    expect(press(swap, ['s']).ui.flash?.text).toBe('s: a swap is running');
  });

  test('s opens the picker on the next account; Enter swaps', () => {
    expect(press(normal, ['s']).ui.modal).toEqual({ type: 'swap', picked: 'personal', asked: false });
    expect(press(normal, ['s', 'enter']).sent).toEqual([{ type: 'swap', to: 'personal', force: false }]);
    expect(press(normal, ['s', 'enter']).ui.modal).toBeNull();
  });

  test('a limited account is asked about once, then forced', () => {
    expect(press(normal, ['s', 'j', 'enter']).sent).toEqual([]);
    expect(press(normal, ['s', 'j', 'enter']).ui.modal).toEqual({
      type: 'swap',
      picked: 'team',
      asked: true,
    });
    expect(press(normal, ['s', 'j', 'enter', 'enter']).sent).toEqual([
      { type: 'swap', to: 'team', force: true },
    ]);
    expect(press(normal, ['s', 'j', 'enter', 'n']).sent).toEqual([]);
  });

  test('the active account and one that needs a login cannot be chosen', () => {
    const active = press(normal, ['s', 'k', 'enter']);
    expect(active.sent).toEqual([]);
    expect(active.ui.flash?.text).toBe('Enter: it is the active account');
    const accounts = normal.accounts.map((one) =>
      one.name === 'personal' ? { ...one, state: 'login' as const, why: 'Its login has expired.' } : one,
    );
    expect(press({ ...normal, accounts }, ['s', 'enter']).ui.flash?.text).toBe(
      'Enter: Its login has expired.',
    );
  });

  test('d dismisses the selected hit only where it can be', () => {
    expect(press(suspected, ['d']).sent).toEqual([{ type: 'dismiss', hit: 'h1' }]);
    const vetoed = press(suspected, ['4', 'j', 'd']);
    expect(vetoed.sent).toEqual([]);
    expect(vetoed.ui.flash?.text).toBe('d: this hit is vetoed');
    expect(press(empty, ['d']).ui.flash?.text).toBe('d: there is no hit');
  });

  test('D asks once', () => {
    expect(press(suspected, ['D']).sent).toEqual([]);
    expect(press(suspected, ['D', 'y']).sent).toEqual([{ type: 'dismiss', hit: 'all' }]);
    expect(press(suspected, ['D', 'n', 'y']).sent).toEqual([]);
    expect(press(normal, ['D']).ui.flash?.text).toBe('D: no hit is open');
  });

  test('u takes a dismissal back when there is one', () => {
    expect(press(suspected, ['u']).ui.flash?.text).toBe('u: nothing was dismissed');
    const hits = [hit('x', 'ccl-2-api', { state: 'dismissed' })];
    expect(press({ ...normal, hits }, ['u']).sent).toEqual([{ type: 'undo-dismiss' }]);
  });

  test('m goes round the modes and Enter sets one', () => {
    expect(press(normal, ['m', 'm', 'enter']).sent).toEqual([{ type: 'mode', mode: 'confirm' }]);
    expect(press(normal, ['m', 'up', 'enter']).sent).toEqual([{ type: 'mode', mode: 'observe' }]);
    expect(press(normal, ['m', 'm', 'escape']).sent).toEqual([]);
  });

  test('p pauses, and resumes what is paused', () => {
    expect(press(normal, ['p']).sent).toEqual([{ type: 'pause' }]);
    expect(press({ ...normal, paused: true }, ['p']).sent).toEqual([{ type: 'resume' }]);
  });

  test('Enter goes to the session, also to that of a hit', () => {
    expect(press(normal, ['down', 'enter']).sent).toEqual([{ type: 'focus', session: 'b' }]);
    expect(press(suspected, ['4', 'enter']).sent).toEqual([{ type: 'focus', session: 'c' }]);
    expect(press(empty, ['enter']).ui.flash?.text).toBe('Enter: its session is not there');
    expect(press(normal, ['2', 'j', 'j', 'enter']).ui.modal).toEqual({
      type: 'swap',
      picked: 'team',
      asked: false,
    });
  });

  test('y and n answer a proposal and are nothing without one', () => {
    const of = proposal.proposal?.at;
    expect(press(proposal, ['y']).sent).toEqual([{ type: 'answer', yes: true, of }]);
    expect(press(proposal, ['n']).sent).toEqual([{ type: 'answer', yes: false, of }]);
    expect(press(normal, ['y', 'n'])).toMatchObject({ sent: [], ui: { flash: null } });
  });

  test('q and Ctrl-C ask before they quit', () => {
    expect(press(normal, ['q']).intents).toEqual([]);
    expect(press(normal, ['q', 'n']).ui.modal).toBeNull();
    expect(press(normal, ['q', 'y']).intents).toEqual([{ type: 'quit' }]);
    expect(press(normal, ['ctrl-c', 'ctrl-c']).intents).toEqual([{ type: 'quit' }]);
    expect(press(normal, ['?', 'ctrl-c']).ui.modal).toBeNull();
  });

  test('the picker never opens on the active account, also when no other one is free', () => {
    const none = { ...normal, next: { account: null, reason: 'no other account is free' } };
    expect(press(none, ['s']).ui.modal).toMatchObject({ type: 'swap', picked: 'personal' });
  });

  test('Ctrl-Z suspends, but not in a swap', () => {
    expect(press(normal, ['ctrl-z']).intents).toEqual([{ type: 'suspend' }]);
    expect(press(swap, ['ctrl-z']).ui.flash?.text).toBe('Ctrl-Z: a swap is running');
  });

  test('Tab goes round the panels both ways', () => {
    expect(press(normal, ['tab', 'tab']).ui.focus).toBe('failover');
    const there = panels.filter(({ summoned }) => summoned !== true);
    expect(press(normal, ['shift-tab']).ui.focus).toBe(there.at(-1)?.id);
    expect(press(normal, Array(there.length).fill('tab')).ui.focus).toBe('sessions');
  });

  test('every main key has a help sentence, and each footer key a label', () => {
    for (const binding of mainBindings) {
      expect(binding.help, binding.id).toMatch(/\.$/);
      if (binding.footer !== null) expect(binding.label, binding.id).not.toBe('');
    }
  });
});

describe('the selection', () => {
  const select = (id: string, index: number) =>
    reduceUi(initialUi('sessions'), { type: 'select', panel: 'sessions', id, index });

  test('follows its item when rows come and go', () => {
    expect(selectedIndex(select('b', 1), 'sessions', ['new', 'a', 'b', 'c'])).toBe(2);
  });

  test('stays in place when its item goes', () => {
    expect(selectedIndex(select('b', 1), 'sessions', ['a', 'c', 'd'])).toBe(1);
    expect(selectedIndex(select('c', 2), 'sessions', ['a'])).toBe(0);
    expect(selectedIndex(select('c', 2), 'sessions', [])).toBe(-1);
  });

  test('untouched, it is the newest', () => {
    expect(selectedIndex(initialUi('hits'), 'hits', ['newest', 'old'])).toBe(0);
  });

  test('scrolling stops at both ends', () => {
    const open = reduceUi(initialUi('sessions'), { type: 'open', modal: { type: 'help', scroll: 0 } });
    const down = reduceUi(open, { type: 'scroll', by: 99, max: 5 });
    expect(down.modal).toEqual({ type: 'help', scroll: 5 });
    expect(reduceUi(down, { type: 'scroll', by: -99, max: 5 }).modal).toEqual({ type: 'help', scroll: 0 });
  });
});

describe('key names', () => {
  const none = Object.fromEntries(
    [
      'upArrow',
      'downArrow',
      'leftArrow',
      'rightArrow',
      'pageDown',
      'pageUp',
      'home',
      'end',
      'return',
      'escape',
      'ctrl',
      'shift',
      'tab',
      'backspace',
      'delete',
      'meta',
      'super',
      'hyper',
      'capsLock',
      'numLock',
    ].map((name) => [name, false]),
  ) as unknown as Parameters<typeof keyNames>[1];

  test('quick typing is several keys; a long chunk is none', () => {
    expect(keyNames('jj', none)).toEqual(['j', 'j']);
    expect(keyNames('q\r', none)).toEqual(['q', 'enter']);
    expect(keyNames('some pasted text', none)).toEqual([]);
  });

  test('in an open editor a chunk is text, with the keys that came along', () => {
    expect(typedParts(' again\u0013', none)).toEqual([{ text: ' again' }, { key: 'ctrl-s' }]);
    expect(typedParts('two\rlines\tof it', none)).toEqual([{ text: 'two\rlines\tof it' }]);
    expect(typedParts('e', none)).toEqual([{ key: 'e' }]);
    expect(typedParts('👨', none)).toEqual([{ key: '👨' }]);
    expect(typedParts('', { ...none, upArrow: true })).toEqual([{ key: 'up' }]);
    const long = `${'x'.repeat(80)}\u0013`;
    expect(typedParts(long, none)).toEqual([{ text: long }]);
  });

  test('names of special keys', () => {
    expect(keyNames('', { ...none, downArrow: true })).toEqual(['down']);
    expect(keyNames('', { ...none, tab: true, shift: true })).toEqual(['shift-tab']);
    expect(keyNames('c', { ...none, ctrl: true })).toEqual(['ctrl-c']);
    expect(keyNames('j\u0003', none)).toEqual(['j', 'ctrl-c']);
    expect(keyNames('', { ...none, delete: true })).toEqual(['delete']);
    expect(keyNames('q', { ...none, meta: true })).toEqual([]);
  });
});
