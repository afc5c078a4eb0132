import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Intent } from '../../src/ui/keys/binding.js';
import { onReport } from '../../src/ui/mouse/intents.js';
import { panels } from '../../src/ui/panels/index.js';
import type { PanelId } from '../../src/ui/panels/panel.js';
import { type Plan, planOf } from '../../src/ui/screen.js';
import { screenRows } from '../../src/ui/text/styled.js';
import { initialUi, type Modal, reduceUi, selectedIndex, type UiState } from '../../src/ui/ui-state.js';
import { type DrawOptions, draw, viewOf } from './draw.js';
import { ABLE } from './press.js';
import { AGENT_SCREEN } from './seen.js';
import { sizes, suspected } from './snapshots.js';

const WHEEL_UP = 64;
const WHEEL_DOWN = 65;

interface Scene {
  readonly snapshot: Snapshot;
  readonly cols: number;
  readonly rows: number;
  readonly options?: DrawOptions;
}

const scene: Scene = { snapshot: suspected, cols: 120, rows: 36 };
const start = (focus: PanelId = 'sessions'): UiState => initialUi(focus, true);

function planFor({ snapshot, cols, rows, options = {} }: Scene, ui: UiState): Plan {
  return planOf({ view: viewOf(snapshot, options), raw: snapshot, ui, cols, rows, can: ABLE });
}

interface Pointed {
  readonly ui: UiState;
  readonly intents: readonly Intent[];
}

function point(
  from: UiState,
  button: number,
  x: number,
  y: number,
  of: Scene = scene,
  pressed = true,
): Pointed {
  const report = { button, x, y, pressed };
  const intents = onReport(report, viewOf(of.snapshot, of.options), planFor(of, from));
  const ui = intents.reduce(
    (state, intent) => (intent.type === 'ui' ? reduceUi(state, intent.action) : state),
    from,
  );
  return { ui, intents: intents.filter(({ type }) => type !== 'ui') };
}

const click = (from: UiState, x: number, y: number, of: Scene = scene): Pointed => point(from, 0, x, y, of);

function placeOf(panel: PanelId, ui: UiState, of: Scene = scene) {
  const rect = planFor(of, ui).places?.panels[panel];
  if (rect === undefined) throw new Error(`${panel} has no place`);
  return { ...rect, inner: rect.x + 2, first: rect.y + 1 };
}

function idOf(panel: PanelId, { ui }: Pointed, { snapshot }: Scene = scene): string | undefined {
  const one = panels.find(({ id }) => id === panel);
  const ids = one?.items(snapshot) ?? [];
  return ids[selectedIndex(ui, panel, ids)];
}

const lists = panels.filter(({ listing }) => listing !== undefined).map(({ id }) => id);

describe('a click', () => {
  test.each(sizes)('at %i × %i selects the row it hits, in every list', (cols, rows) => {
    let hit = 0;
    for (const panel of lists) {
      const of = { snapshot: suspected, cols, rows };
      const ui = start(panel);
      const place = placeOf(panel, ui, of);
      const last = place.y + place.height - 2;
      const ids = new Set<string>();
      for (let y = place.first; y <= last; y++) {
        const { ui: after } = click(ui, place.inner + 3, y, of);
        const id = after.selected[panel]?.id;
        if (id === undefined || ids.has(id)) continue;
        ids.add(id);
        // Drawing is what takes time: of long lists some rows will do.
        if (ids.size > 3 && y % 7 !== 0) continue;
        const drawn = draw(suspected, cols, rows, { ui: after }).split('\n');
        // Of an account with two rows the upper one has the marker.
        expect(drawn[y]?.slice(place.x, place.x + 4), `${panel}, row ${y}`).toContain('▸');
        hit += 1;
      }
    }
    expect(hit).toBeGreaterThan(9);
  });

  test('focuses the panel under it, and selects nothing on its edge or below its list', () => {
    const hits = placeOf('hits', start());
    expect(click(start(), hits.inner, hits.y).ui).toEqual({ ...start(), focus: 'hits' });
    const low = click(start(), hits.inner, hits.y + hits.height - 2).ui;
    expect(low).toEqual({ ...start(), focus: 'hits' });
    const second = click(start(), hits.inner, hits.first + 2);
    expect(second.ui.focus).toBe('hits');
    expect(idOf('hits', second)).toBe(suspected.hits[1]?.id);
  });

  test('means what the filter leaves', () => {
    const ui = { ...start(), filter: 'api' };
    const place = placeOf('sessions', ui);
    const names = suspected.sessions.filter(({ name }) => name.includes('api')).map(({ id }) => id);
    expect(names.length).toBe(2);
    const below = click(ui, place.inner, place.first + 2).ui;
    expect(below.selected.sessions).toEqual({ id: names[1], index: 1 });
    const { intents } = click(ui, place.inner, place.first + 1);
    expect(intents).toMatchObject([{ type: 'send', command: { type: 'focus', session: names[0] } }]);
  });

  test('on the selected row does what Enter does, as far as that only looks', () => {
    const sessions = placeOf('sessions', start());
    const row = sessions.first + 2;
    const once = click(start(), sessions.inner, row);
    expect(once.intents).toEqual([]);
    const twice = click(once.ui, sessions.inner, row);
    const id = suspected.sessions[1]?.id;
    expect(twice.intents).toEqual([{ type: 'send', command: { type: 'focus', session: id } }]);
    // Under another panel's focus it only comes back to it.
    const away = { ...once.ui, focus: 'hits' } as const;
    expect(click(away, sessions.inner, row)).toMatchObject({ ui: { focus: 'sessions' }, intents: [] });
    const ui = start('accounts');
    const accounts = placeOf('accounts', ui);
    expect(click(ui, accounts.inner, accounts.first).ui.modal).toMatchObject({ type: 'swap', asked: false });
  });

  test('anywhere sends nothing but the way to a session, and nothing at all while something is open', () => {
    const modals: readonly (Modal | null)[] = [
      null,
      { type: 'swap', picked: 'team', asked: true },
      { type: 'mode', picked: 'confirm' },
      { type: 'ask', question: 'quit' },
      { type: 'ask', question: 'dismiss-all' },
      { type: 'help', scroll: 0 },
    ];
    const view = viewOf(suspected);
    const focuses = (modal: Modal | null) =>
      modal === null ? panels.map(({ id }) => id) : (['hits'] as const);
    for (const modal of modals)
      for (const focus of focuses(modal)) {
        const plan = planFor(scene, { ...start(focus), modal });
        for (let y = 0; y < scene.rows; y++)
          for (let x = 0; x < scene.cols; x += 7) {
            const intents = onReport({ button: 0, x, y, pressed: true }, view, plan);
            if (modal !== null) expect(intents).toEqual([]);
            for (const intent of intents.filter(({ type }) => type !== 'ui'))
              expect(intent).toMatchObject({ type: 'send', command: { type: 'focus' } });
          }
      }
  });

  test('beside everything, with another button, let go or while the mouse is off does nothing', () => {
    const { inner, first } = placeOf('hits', start());
    for (const button of [1, 2, 4, 8, 16, 32, 35, 66])
      expect(point(start(), button, inner, first).ui).toEqual(start());
    expect(point(start(), 0, inner, first, scene, false).ui).toEqual(start());
    expect(click(initialUi('sessions'), inner, first).ui).toEqual(initialUi('sessions'));
    for (const [x, y] of [
      [3, 0],
      [3, 1],
      [3, 35],
      [500, 500],
      [-1, -1],
    ] as const)
      expect(click(start(), x, y).ui).toEqual(start());
    expect(click(start(), 3, 3, { ...scene, cols: 40, rows: 8 }).ui).toEqual(start());
  });

  test('takes away the line that answered the key before', () => {
    const ui = { ...start(), flash: { text: 'done', tone: 'good' } } as const;
    const { inner, first } = placeOf('hits', ui);
    expect(click(ui, inner, first).ui.flash).toBeNull();
    expect(click(ui, 3, 0).ui.flash).not.toBeNull();
  });

  test('on a row that stays beside a zoomed panel focuses that one', () => {
    const zoomed = { ...start('queue'), zoom: true };
    expect(click(zoomed, 5, 2).ui.focus).toBe('sessions');
    expect(click(zoomed, 5, 3).ui.focus).toBe('hits');
  });
});

describe('the wheel', () => {
  test('moves the selection of the list under it and leaves the focus', () => {
    const { inner, first } = placeOf('hits', start());
    const down = point(start(), WHEEL_DOWN, inner, first);
    expect(down.ui.focus).toBe('sessions');
    expect(idOf('hits', down)).toBe(suspected.hits[1]?.id);
    const up = point(down.ui, WHEEL_UP, inner, first);
    expect(idOf('hits', up)).toBe(suspected.hits[0]?.id);
    expect(point(up.ui, WHEEL_UP, inner, first).ui).toEqual(up.ui);
  });

  test('scrolls the preview under it', () => {
    const what = screenRows(AGENT_SCREEN, false);
    const options = { preview: { session: 'x', up: 0, screen: { type: 'here' as const, what } } };
    const of = { ...scene, options };
    const ui = { ...start(), preview: { up: 0 } };
    const { inner, first } = placeOf('preview', ui, of);
    const up = point(ui, WHEEL_UP, inner, first, of).ui;
    expect(up).toEqual({ ...ui, preview: { up: 3 } });
    expect(point(up, WHEEL_DOWN, inner, first, of).ui).toEqual(ui);
    expect(point(ui, WHEEL_DOWN, inner, first, of).ui).toEqual(ui);
  });

  test('scrolls what is open and read, only over it', () => {
    const ui: UiState = { ...start(), modal: { type: 'help', scroll: 0 } };
    const drawer = planFor(scene, ui).places?.drawer;
    const y = (drawer?.y ?? 0) + 1;
    expect(point(ui, WHEEL_DOWN, 5, y).ui.modal).toEqual({ type: 'help', scroll: 3 });
    expect(point(ui, WHEEL_UP, 5, y).ui.modal).toEqual({ type: 'help', scroll: 0 });
    expect(point(ui, WHEEL_DOWN, 5, 3).ui).toEqual(ui);
    const mode: UiState = { ...start(), modal: { type: 'mode', picked: 'auto' } };
    for (let row = 0; row < scene.rows; row++) expect(point(mode, WHEEL_DOWN, 5, row).ui).toEqual(mode);
  });
});
