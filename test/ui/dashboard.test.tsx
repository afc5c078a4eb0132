import { cleanup } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { initialUi, type Modal } from '../../src/ui/ui-state.js';
import { until } from '../support/until.js';
import { draw } from './draw.js';
import { show } from './show.js';
import { normal, suspected, swap } from './snapshots.js';

afterEach(cleanup);

describe('the dashboard', () => {
  test('draws again what the store publishes', async () => {
    const app = show(normal);
    await app.shows('cooldown ready');
    app.publish(swap);
    await app.shows('resume 3/5');
    expect(app.frame()).toContain('active personal');
  });

  test('counts down by the clock alone', async () => {
    const app = show(suspected);
    await app.shows('03:12');
    app.tick(2_000);
    await app.shows('03:10');
  });

  test('answers a command in the footer until the next key', async () => {
    const app = show(normal);
    await app.ready();
    app.answer({ status: 'refused', reason: 'state is not writable' });
    app.type('S');
    await app.shows('state is not writable');
    expect(app.sent).toEqual([{ type: 'swap', to: null, force: false }]);
    app.type('j');
    await app.shows('q quit');
    expect(app.frame()).not.toContain('state is not writable');
  });

  test('keys typed in one chunk build on each other', async () => {
    const app = show(normal);
    await app.ready();
    app.type('jj\r');
    await until('the third session', () => app.sent.length > 0);
    expect(app.sent).toEqual([{ type: 'focus', session: 'c' }]);
  });

  test('remembers the focused panel', async () => {
    const app = show(normal);
    await app.ready();
    app.type('4');
    await app.shows('▸ 4 Suspected hits');
    expect(app.focused).toEqual(['hits']);
  });

  test('Ctrl-Z lets go before the stop and takes up again after it, also after one without warning', async () => {
    const app = show(normal);
    await app.ready();
    app.type('\u001a');
    await until('it goes on', () => app.stops.includes('after'));
    expect(app.stops).toEqual(['before', 'stopped', 'after']);
    app.signals()?.continued();
    await until('it goes on again', () => app.stops.length > 3);
    expect(app.stops.slice(3)).toEqual(['after']);
  });

  test('pasted text is no key', async () => {
    const app = show(suspected);
    await app.ready();
    app.type('\u001b[200~SDy\u001b[201~');
    app.type('?');
    await app.shows('Help');
    expect(app.sent).toEqual([]);
  });
});

describe('the answer to a key', () => {
  test('gives way to the keys after some seconds', async () => {
    const app = show(normal);
    await app.ready();
    app.type('p');
    await app.shows('well done');
    app.tick(9_000);
    expect(app.frame()).toContain('well done');
    await until('it has gone', () => {
      // The timer is set behind the drawing: the clock goes on until it was.
      app.tick(10_000);
      return !app.frame().includes('well done');
    });
    await app.shows('q quit');
  });

  test('leaves the keys of a question in sight', () => {
    const ui = { ...initialUi('sessions'), flash: { text: 'well done', tone: 'good' as const } };
    const ask = { type: 'ask', question: 'quit' } as const;
    for (const [cols, rows] of [
      [120, 40],
      [60, 15],
    ] as const) {
      const last = (modal: Modal | null): string =>
        draw(normal, cols, rows, { ui: { ...ui, modal } })
          .trimEnd()
          .split('\n')
          .at(-1) ?? '';
      expect(last(ask)).toMatch(/y \S+.* n \S+.*well done/);
      expect(last({ type: 'swap', picked: 'team', asked: true })).toContain('swap anyway');
      expect(last(null)).toMatch(/^ well done\s*$/);
    }
  });
});
