import { cleanup } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { narrowed } from '../../src/ui/filter.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { draw, viewOf } from './draw.js';
import { session } from './items.js';
import { press } from './press.js';
import { show } from './show.js';
import { normal, suspected, troubled } from './snapshots.js';

afterEach(cleanup);

const names = (filter: string, snapshot = normal): readonly string[] =>
  narrowed(viewOf(snapshot), snapshot, filter).raw.sessions.map(({ name }) => name);

describe('the filter', () => {
  test('keeps what holds every word, in whatever case and order', () => {
    expect(names('')).toHaveLength(5);
    expect(names('api')).toEqual(['ccl-2-api', 'ccl-3-api']);
    expect(names('API  migrate')).toEqual(['ccl-2-api']);
    expect(names('dedicated')).toEqual(['ccl-1-conformvault']);
    expect(names('idle')).toEqual(['ccl-4-web']);
    expect(names('no such')).toEqual([]);
    expect(
      narrowed(viewOf(troubled), troubled, 'failed').raw.queue.tasks.every(({ state }) => state === 'failed'),
    ).toBe(true);
  });

  test('gives names back as they came, though they are drawn without control characters', () => {
    const odd = { ...normal, sessions: [session('a', 'od\u0007d'), session('b', 'even')] };
    expect(names('odd', odd)).toEqual(['od\u0007d']);
  });

  test('is typed, kept, changed and cleared', () => {
    const typed = press(normal, ['/', 'a', 'p', 'i']);
    expect(typed.ui).toMatchObject({ filter: 'api', modal: { type: 'filter' }, focus: 'sessions' });
    expect(press(normal, ['enter'], typed.ui).ui).toMatchObject({ filter: 'api', modal: null });
    expect(press(normal, ['backspace'], typed.ui).ui.filter).toBe('ap');
    expect(press(normal, ['ctrl-u', 'backspace'], typed.ui).ui).toMatchObject({ filter: '', modal: null });
    expect(press(normal, ['escape'], typed.ui).ui).toMatchObject({ filter: '', modal: null });
    const kept = press(normal, ['enter'], typed.ui).ui;
    expect(press(normal, ['escape'], kept).ui.filter).toBe('');
    expect(press(normal, ['escape']).ui.flash).toBeNull();
  });

  test('no key of the dashboard acts while it is typed', () => {
    const pressed = press(suspected, ['/', 'D', 'q', 'S', 's', 'p', ' ', '?']);
    expect(pressed.intents).toEqual([]);
    expect(pressed.ui).toMatchObject({ filter: 'DqSsp ?', modal: { type: 'filter' } });
  });

  test('keys act on what is selected among the rest', () => {
    expect(press(normal, ['/', 'a', 'p', 'i', 'down', 'enter', 'enter']).sent).toEqual([
      { type: 'focus', session: 'c' },
    ]);
    const failed = press(normal, ['5', '/', ...'rename', 'enter', 'r']);
    expect(failed.sent).toEqual([{ type: 'task', action: 'retry', task: 'rename-the-invoice-module' }]);
    expect(press(normal, ['/', 'x', 'x', 'enter', 'enter']).ui.flash?.text).toBe(
      'Enter: its session is not there',
    );
  });

  test('stays short and plain', () => {
    expect(press(normal, ['/', ...'x'.repeat(99)]).ui.filter).toHaveLength(60);
  });

  test('stands in the titles with what is left, and says when nothing is', () => {
    const ui = { ...initialUi('sessions'), filter: 'api' };
    const frame = draw(normal, 120, 40, { ui });
    expect(frame).toMatch(/1 Sessions \/api .*2 of 5/);
    expect(frame).toMatch(/5 Queue \/api /);
    // The line of what matters now speaks of all sessions.
    expect(frame.split('\n').slice(2).join('\n')).not.toContain('ccl-5-web');
    expect(frame.split('\n').at(-1)).toContain('Esc clear filter');
    const none = draw(normal, 120, 40, { ui: { ...ui, filter: 'no such' } });
    expect(none).toContain('Nothing holds these words. Esc shows all again.');
    expect(none).toContain('0 of 5');
  });

  test('moves no panel', () => {
    const places = (filter: string): readonly number[] =>
      draw(suspected, 80, 24, { ui: { ...initialUi('sessions'), filter } })
        .split('\n')
        .flatMap((line, index) => (/^[╭╰]/.test(line) ? [index] : []));
    expect(places('api')).toEqual(places(''));
    expect(places('no such')).toEqual(places(''));
  });

  test('takes typed and pasted text, and a line’s end keeps it', async () => {
    const app = show(normal);
    await app.ready();
    app.type('/');
    await app.shows('5 of 5 sessions');
    app.type('api');
    await app.shows('2 of 5 sessions');
    app.type('\u001b[200~ migr\u001b[201~');
    await app.shows('1 of 5 sessions');
    app.type('\r');
    await app.shows('1 Sessions /api migr');
    app.type('/\u0015web\r');
    await app.shows('1 Sessions /web');
    expect(app.sent).toEqual([]);
  });
});
