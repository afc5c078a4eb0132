import { cleanup } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { type Connection, LIVE } from '../../src/core/viewer/connection.js';
import { until } from '../support/until.js';
import { draw } from './draw.js';
import { ABLE, press } from './press.js';
import { show } from './show.js';
import { empty, normal, sizes, states, swap } from './snapshots.js';
import { NOW } from './times.js';

afterEach(cleanup);

const LOST: Connection = { state: 'lost', sinceMs: NOW - 12_000, refusal: null };

/** Every order can be given but for the connection. */
const swapless = {
  ...normal,
  hits: normal.hits.map((hit) => ({ ...hit, dismissable: true })),
};

describe('a viewer’s screen', () => {
  test.each(Object.entries(states))('is that of the supervisor but for its mark: %s', (_name, snapshot) => {
    for (const [cols, rows] of sizes) {
      const own = draw(snapshot, cols, rows).split('\n');
      const viewed = draw(snapshot, cols, rows, { connection: LIVE }).split('\n');
      expect(viewed.slice(1)).toEqual(own.slice(1));
      expect(viewed[0]).toMatch(/\bviewer\b/);
      expect(own[0]).not.toMatch(/\bviewer\b/);
    }
  });

  test('has its mark, the account and the cooldown at the least width, whatever the names', () => {
    const long = { ...swap, activeAccount: 'a-very-long-name-of-an-account' };
    for (const connection of [LIVE, LOST]) {
      const [header = ''] = draw(long, 60, 15, { connection }).split('\n');
      expect(header).toMatch(connection === LIVE ? /viewer/ : /▲ lost/);
      expect(header).toMatch(/active a-very-long-nam….*cooldown 05:00/);
      expect(header.length).toBeLessThanOrEqual(60);
    }
  });

  test('says that the connection is lost, and since when; the picture stays', () => {
    const [header, status, ...rest] = draw(normal, 120, 40, { connection: LOST }).split('\n');
    expect(header).toMatch(/▲ connection lost/);
    expect(status).toMatch(/connection lost 12s ago, trying again: .* nothing can be ordered/);
    const own = draw(normal, 120, 40).split('\n').slice(2);
    expect(rest.slice(0, -1)).toEqual(own.slice(0, -1));
    expect(draw(normal, 50, 10, { connection: LOST })).toMatch(/lost/);
  });

  test.each([60, 80, 100])(
    'says it whole at %i columns, and each key that gives an order stands in brackets',
    (cols) => {
      const rows = draw(normal, cols, 24, { connection: LOST }).split('\n');
      expect(rows[1]).toMatch(
        /^ ▲ connection lost 12s ago.*: (?:what you see|this) is from then(?:, .*(?:ordered|orders))?$/,
      );
      const footer = rows.at(-1) ?? '';
      expect(footer).toMatch(/\(s swap\)/);
      expect(footer).not.toMatch(/[^(][spdDSum] (?:swap|pause|dismiss|all|undo|mode)/);
      expect(footer).toMatch(/\? help.* q quit/);
    },
  );

  test('gives no order while it is lost, whatever is open; looking and going on work', () => {
    const can = { ...ABLE, lost: true };
    for (const key of ['s', 'S', 'p', 'm', 'D', 'd']) {
      const pressed = press(swapless, [key], undefined, can);
      expect([key, pressed.sent, pressed.ui.modal]).toEqual([key, [], null]);
      expect(pressed.ui.flash?.text).toBe(
        `${key}: this picture is old: nothing can be ordered until it is live again`,
      );
    }
    const open = press(swapless, ['s']).ui;
    expect(press(swapless, ['enter'], open, can).sent).toEqual([]);
    expect(press(swapless, ['w'], undefined, can).ui.modal).toMatchObject({ type: 'why' });
    expect(press(swapless, ['enter'], undefined, can).sent).toMatchObject([{ type: 'focus' }]);
    expect(press(swapless, ['q'], undefined, can).ui.modal).toMatchObject({ question: 'quit' });
  });

  test('one that is refused says so, and why', () => {
    const refused: Connection = { ...LOST, refusal: 'too many read the events already' };
    for (const cols of [60, 80, 120]) {
      const [header, status] = draw(normal, cols, 24, { connection: refused }).split('\n');
      expect(header).toMatch(cols < 90 ? /▲ refused/ : /▲ viewer refused/);
      expect(status).toMatch(/refused .*12s ago.*: too many read the events already/);
    }
  });

  test('goes on counting while the connection is lost', async () => {
    let connection: Connection = LIVE;
    // Nothing else on this screen changes by time.
    const app = show(empty, { connection: () => connection });
    await app.shows('viewer');
    connection = LOST;
    app.publish({ ...empty });
    await app.shows('connection lost 12s ago');
    app.tick(1_000);
    await app.shows('connection lost 13s ago');
  });
});

describe('the end of a viewer', () => {
  test('needs no question', async () => {
    const app = show(normal, { connection: () => LIVE });
    await app.ready();
    app.type('q');
    await until('the end', () => app.signals() === null);
    expect(app.frame()).not.toContain('Quit?');
  });

  test('Ctrl-Z stops it also while a swap runs, which a supervisor refuses', async () => {
    const viewer = show(swap, { connection: () => LIVE });
    await viewer.ready();
    viewer.type('\u001a');
    await until('the stop', () => viewer.stops.includes('stopped'));
    const supervisor = show(swap);
    await supervisor.ready();
    supervisor.type('\u001a');
    await supervisor.shows('a swap is running');
    expect(supervisor.stops).toEqual([]);
  });
});
