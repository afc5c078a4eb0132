import { cleanup } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import type { SessionView } from '../../src/core/snapshot.js';
import type { Captured } from '../../src/ui/host.js';
import { panels } from '../../src/ui/panels/index.js';
import { until } from '../support/until.js';
import { session } from './items.js';
import { press } from './press.js';
import { show } from './show.js';
import { empty, normal, suspected } from './snapshots.js';

afterEach(cleanup);

const DOWN = '\u001b[B';
const snapshot = {
  ...normal,
  sessions: [
    session('a', 'ccl-1', { pane: '%1' }),
    session('b', 'ccl-2', { pane: '%2' }),
    session('c', 'ccl-3', { pane: '' }),
  ],
};

/** A tmux in the test's hands: each look waits until it is answered. */
function panes() {
  const asked: { readonly session: SessionView; answer(captured: Captured): void }[] = [];
  return {
    asked,
    captureScreen: (of: SessionView) =>
      new Promise<Captured>((resolve) => asked.push({ session: of, answer: resolve })),
    shows: (screen: string) => asked.at(-1)?.answer({ ok: true, screen }),
  };
}

async function opened(of = snapshot) {
  const tmux = panes();
  const app = show(of, { captureScreen: tmux.captureScreen });
  await app.ready();
  app.type('v');
  await app.shows('7 Preview');
  return { app, tmux, looks: (count: number) => until(`look ${count}`, () => tmux.asked.length === count) };
}

describe('the preview', () => {
  test('looks at the selected session, again when it was answered, about four times a second', async () => {
    const { app, tmux, looks } = await opened();
    await looks(1);
    app.tick(5_000);
    expect(tmux.asked).toHaveLength(1);
    tmux.shows('first \u001b[31mscreen\u001b[m');
    await app.shows('first screen');
    app.tick(249);
    expect(tmux.asked).toHaveLength(1);
    app.tick(250);
    await looks(2);
    expect(tmux.asked.map((one) => one.session.pane)).toEqual(['%1', '%1']);
    tmux.shows('second screen');
    await app.shows('second screen');
  });

  test('follows the selection and never shows the screen of another session', async () => {
    const { app, tmux, looks } = await opened();
    await looks(1);
    tmux.shows('of the first');
    await app.shows('of the first');
    app.type('j');
    await looks(2);
    await app.shows('ccl-2  live');
    expect(app.frame()).not.toContain('of the first');
    tmux.asked[1]?.answer({ ok: true, screen: 'of the second' });
    await app.shows('of the second');
    app.type('j');
    await app.shows('It has no pane');
    app.tick(1_000);
    expect(tmux.asked).toHaveLength(2);
  });

  test('asks nothing once it is closed, also behind a modal', async () => {
    const { app, tmux, looks } = await opened();
    await looks(1);
    app.type('?');
    await app.shows('Help');
    tmux.shows('too late');
    app.tick(1_000);
    expect(tmux.asked).toHaveLength(1);
    app.type('q');
    await app.shows('7 Preview');
    await looks(2);
    app.type('v');
    await until('it is closed', () => !app.frame().includes('7 Preview'));
    tmux.shows('too late');
    app.tick(1_000);
    expect(tmux.asked).toHaveLength(2);
  });

  test('comes by itself where rows are left over, is looked at once a second, and goes with them', async () => {
    const tmux = panes();
    const app = show(snapshot, { captureScreen: tmux.captureScreen });
    await app.ready();
    expect(app.frame()).not.toContain('7 Preview');
    app.resize(200, 60);
    await app.shows('7 Preview');
    await until('the first look', () => tmux.asked.length === 1);
    tmux.shows('unasked');
    await app.shows('unasked');
    app.tick(999);
    expect(tmux.asked).toHaveLength(1);
    app.tick(1_000);
    await until('the second look', () => tmux.asked.length === 2);
    app.resize(200, 40);
    await until('it has gone', () => !app.frame().includes('7 Preview'));
    tmux.shows('too late');
    app.tick(1_000);
    expect(tmux.asked).toHaveLength(2);
  });

  test('does not come by itself where no pane can be looked at', async () => {
    const blind = show(snapshot);
    await blind.ready();
    blind.resize(200, 60);
    await blind.shows('LAST LINE');
    expect(blind.frame()).not.toContain('7 Preview');
  });

  test('says why there is nothing to be seen', async () => {
    const { app, tmux, looks } = await opened();
    await looks(1);
    tmux.asked[0]?.answer({ ok: false, reason: 'tmux shows no pane %1: it has gone.' });
    await app.shows('tmux shows no pane %1');
    const blind = show(snapshot);
    await blind.ready();
    blind.type('v');
    await blind.shows('cannot look at panes');
  });

  test('scrolls from its end while it is focused', async () => {
    const { app, tmux, looks } = await opened();
    await looks(1);
    tmux.shows(Array.from({ length: 99 }, (_, index) => `row-${index + 1}.`).join('\n'));
    await app.shows('row-99.');
    app.type('7');
    await app.shows('▸ 7 Preview');
    app.type('kk');
    await app.shows('↑2');
    expect(app.frame()).not.toContain('row-98.');
    app.type('g');
    await app.shows('row-1.');
    app.type('G');
    await app.shows('row-99.');
    app.type(DOWN);
    await app.shows('live');
  });
});

describe('its keys', () => {
  const open = { up: 0 };

  test('v opens and closes it, 7 focuses it, Esc leaves it', () => {
    expect(press(normal, ['v']).ui).toMatchObject({ focus: 'sessions', preview: open });
    expect(press(normal, ['v', 'v']).ui.preview).toBeNull();
    expect(press(normal, ['7']).ui).toMatchObject({ focus: 'preview', preview: open });
    expect(press(normal, ['7', 'v']).ui).toMatchObject({ focus: 'sessions', preview: null });
    expect(press(normal, ['7', 'escape']).ui).toMatchObject({ focus: 'sessions', preview: null });
    expect(press(empty, ['v']).ui.flash?.text).toBe('v: there is no session to look at');
  });

  test('Tab comes by only while it is open', () => {
    const round = (...keys: string[]) =>
      panels.map((_, index) => press(normal, [...keys, ...Array(index).fill('tab')]).ui.focus);
    expect(round()).not.toContain('preview');
    expect(round('v')).toContain('preview');
  });

  test('from a hit or a task it is that session’s', () => {
    expect(press(suspected, ['4', 'v']).ui.selected.sessions).toEqual({ id: 'c', index: 2 });
    expect(press(normal, ['5', 'v']).ui).toMatchObject({
      preview: open,
      selected: { sessions: { id: 'b' } },
    });
  });

  test('another session begins at its end', () => {
    expect(press(normal, ['7', 'k', 'k']).ui.preview).toEqual({ up: 2 });
    expect(press(normal, ['7', 'k', 'k', '1', 'j']).ui.preview).toEqual({ up: 0 });
    expect(press(normal, ['7', 'g', 'k']).ui.preview).toEqual({ up: 20 });
  });
});
