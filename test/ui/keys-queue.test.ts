import { describe, expect, test } from 'vitest';
import type { EditorState } from '../../src/ui/editor-state.js';
import { onKey } from '../../src/ui/keys/index.js';
import { keyShown } from '../../src/ui/keys/names.js';
import { textOf } from '../../src/ui/text/edit.js';
import { FRONT_MATTER } from '../../src/ui/text/front-matter.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { session } from './items.js';
import { ABLE, contextOf, type Pressed, press } from './press.js';
import { task } from './queue-snapshots.js';
import { empty, normal, troubled } from './snapshots.js';

/** The queue of `normal`: three running, two waiting, one failed, two done. */
const down = (times: number): readonly string[] => ['5', ...Array.from({ length: times }, () => 'down')];

describe('a task', () => {
  test('r tries a failed or a stalled one again, and says why not another', () => {
    expect(press(normal, [...down(5), 'r']).sent).toEqual([
      { type: 'task', action: 'retry', task: 'rename-the-invoice-module' },
    ]);
    // Of a stalled one the process ends: that is asked about.
    expect(press(troubled, [...down(0), 'r']).sent).toEqual([]);
    expect(press(troubled, [...down(0), 'r', 'n', 'y']).sent).toEqual([]);
    for (const yes of ['r', 'y', 'enter'])
      expect(press(troubled, [...down(0), 'r', yes]).sent).toEqual([
        { type: 'task', action: 'retry', task: 'migrate-schema' },
      ]);
    const running = press(normal, [...down(0), 'r']);
    expect(running.sent).toEqual([]);
    expect(running.ui.flash?.text).toBe('r: this task is running');
    expect(press(empty, ['5', 'r']).ui.flash?.text).toBe('r: there is no task');
  });

  test('x asks, then cancels a running or a waiting one', () => {
    expect(press(normal, [...down(0), 'x']).sent).toEqual([]);
    expect(press(normal, [...down(0), 'x']).ui.modal).toEqual({
      type: 'ask',
      question: 'cancel',
      task: 'migrate-schema',
    });
    expect(press(normal, [...down(0), 'x', 'y']).sent).toEqual([
      { type: 'task', action: 'cancel', task: 'migrate-schema' },
    ]);
    expect(press(normal, [...down(3), 'x', 'enter']).sent).toEqual([
      { type: 'task', action: 'cancel', task: 'lint-everything' },
    ]);
    expect(press(normal, [...down(0), 'x', 'n', 'y']).sent).toEqual([]);
    expect(press(normal, [...down(6), 'x']).ui.flash?.text).toBe('x: this task is done');
  });

  test('R asks, then releases one that a session has in hand', () => {
    expect(press(normal, [...down(2), 'R', 'y']).sent).toEqual([
      { type: 'task', action: 'release', task: 'upgrade-deps' },
    ]);
    expect(press(normal, [...down(3), 'R']).ui.flash?.text).toBe('R: this task has no session yet');
  });

  test('a task that ended while the question stood is not cancelled', () => {
    const asked = press(normal, [...down(0), 'x']).ui;
    const ended = {
      ...normal,
      queue: { ...normal.queue, tasks: [task('migrate-schema', { state: 'done' })] },
    };
    const answered = press(ended, ['y'], asked);
    expect(answered.sent).toEqual([]);
    expect(answered.ui.flash?.text).toBe('y: this task is done');
    expect(press(empty, ['y'], asked).ui.flash?.text).toBe('y: the task is gone');
  });

  test('is cancelled and released on the queue’s own panel alone', () => {
    for (const key of ['x', 'R']) {
      expect(press(normal, [key]).ui.flash?.text).toBe(`${key}: press 5 and choose a task first`);
    }
  });

  test('Enter goes to the session of a running one and shows the others whole', () => {
    expect(press(normal, [...down(1), 'enter']).sent).toEqual([{ type: 'focus', session: 'c' }]);
    const moved = { ...normal, sessions: [session('z', 'ccl-3-api')] };
    expect(press(moved, [...down(1), 'enter']).sent).toEqual([{ type: 'focus', session: 'z' }]);
    expect(press({ ...normal, sessions: [] }, [...down(1), 'enter']).ui.flash?.text).toBe(
      'Enter: its session is not there',
    );
    for (const key of ['enter', 'w']) {
      expect(press(normal, [...down(5), key]).ui.modal).toEqual({
        type: 'why',
        of: 'task',
        id: 'rename-the-invoice-module',
        scroll: 0,
      });
    }
  });
});

describe('sessions and warnings', () => {
  test('r starts a parked session again, by its name in tmux', () => {
    const parked = [session('a', 'ccl-1:0.1', { state: 'parked' }), session('b', 'ccl-2')];
    const snapshot = { ...normal, sessions: parked };
    expect(press(snapshot, ['r']).sent).toEqual([{ type: 'unpark', session: 'ccl-1' }]);
    expect(press(snapshot, ['j', 'r']).ui.flash?.text).toBe('r: this session is not parked');
    expect(press(snapshot, ['2', 'r']).ui.flash?.text).toBe('r: press 5 and choose a task first');
  });

  test('! shows all warnings, when there are any', () => {
    expect(press(troubled, ['!']).ui.modal).toEqual({ type: 'needs', scroll: 0 });
    expect(press(troubled, ['!', '!']).ui.modal).toBeNull();
    expect(press(normal, ['!']).ui.flash?.text).toBe('!: there is nothing to mend');
  });
});

describe('the editor of a new task', () => {
  const editor = ({ ui }: Pressed): EditorState => {
    if (ui.modal?.type !== 'edit') throw new Error('the editor is not open');
    return ui.modal;
  };
  const textAfter = (...keys: readonly string[]): string =>
    textOf(editor(press(normal, ['a', ...keys])).text);

  test('is opened by a from every panel, and not without a queue', () => {
    for (const panel of ['1', '2', '3', '4', '5', '6'])
      expect(press(normal, [panel, 'a']).ui.modal).toMatchObject({ type: 'edit', phase: 'typing' });
    const none = press(normal, ['a'], initialUi('sessions'), { ...ABLE, addTask: false });
    expect(none.ui.modal).toBeNull();
    expect(none.ui.flash?.text).toBe('a: no queue');
  });

  test('takes every character as text, also those that are keys elsewhere', () => {
    expect(textAfter('q', '?', 'a', ' ', 'S', 'enter', '1', 'é', 'tab', '!')).toBe('q?a S\n1é  !');
    expect(textAfter('a', 'b', 'left', 'backspace', 'delete', 'c')).toBe('c');
    expect(textAfter('a', 'enter', 'b', 'up', 'end', 'x', 'home', 'y', 'down', 'z')).toBe('yax\nbz');
  });

  test.each(['ctrl-s', 'ctrl-d'])('%s adds the task once, and waits for the answer', (key) => {
    const added = press(normal, ['a', 'd', 'o', key, key, 'x', 'escape', 'ctrl-c']);
    expect(added.intents).toEqual([{ type: 'add-task', text: 'do' }]);
    expect(editor(added)).toMatchObject({ phase: 'adding' });
    expect(textOf(editor(added).text)).toBe('do');
  });

  test('a blank task is not added', () => {
    const blank = press(normal, ['a', ' ', 'enter', 'ctrl-s']);
    expect(blank.intents).toEqual([]);
    expect(blank.ui.flash?.text).toBe('Ctrl-S: write the task first');
  });

  test('Esc leaves an empty one at once, and asks when there is text', () => {
    expect(press(normal, ['a', 'escape']).ui.modal).toBeNull();
    expect(press(normal, ['a', 'x', 'backspace', 'escape']).ui.modal).toBeNull();
    const asked = press(normal, ['a', 'x', 'escape']);
    expect(editor(asked)).toMatchObject({ phase: 'leaving' });
    expect(press(normal, ['y'], asked.ui).ui.modal).toBeNull();
    for (const key of ['n', 'escape']) {
      const stayed = press(normal, [key, 'n'], asked.ui);
      expect(textOf(editor(stayed).text)).toBe('xn');
    }
    expect(textOf(editor(press(normal, ['q', 'enter', 'x'], asked.ui)).text)).toBe('x');
  });

  test('e opens the person’s own editor before anything was typed, Ctrl-E at any time', () => {
    expect(press(normal, ['a', 'e']).intents).toEqual([{ type: 'edit-outside', text: '' }]);
    expect(textAfter('x', 'backspace', 'e')).toBe('e');
    expect(press(normal, ['a', 'x', 'ctrl-e']).intents).toEqual([{ type: 'edit-outside', text: 'x' }]);
    const none = press(normal, ['a', 'e', 'ctrl-e'], initialUi('sessions'), { ...ABLE, editOutside: false });
    expect(none.intents).toEqual([]);
    expect(textOf(editor(none).text)).toBe('e');
  });

  test('Ctrl-T puts the front matter on top, once', () => {
    expect(textAfter('d', 'o', 'ctrl-t', '!')).toBe(`${FRONT_MATTER}do!`);
    expect(press(normal, ['a', 'ctrl-t', 'ctrl-t']).ui.flash?.text).toBe('Ctrl-T: it is there already');
  });

  test('pasted keys of the dashboard stay text', () => {
    const { ui } = press(normal, ['a', 'x']);
    expect(onKey('D', contextOf(normal, { ui })).every((intent) => intent.type === 'ui')).toBe(true);
  });

  test('keys with Ctrl are shown as such', () => {
    expect(keyShown('ctrl-s', false)).toBe('Ctrl-S');
  });
});
