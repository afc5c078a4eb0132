import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { DAY, HOUR } from '../../src/core/time.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { hit, session } from './items.js';
import { normal, suspected, swap, troubled } from './snapshots.js';
import { ago } from './times.js';

describe('what was on another day', () => {
  const old: Snapshot = {
    ...normal,
    hits: [
      hit('h', 'ccl-1', { suspectedAt: ago(26 * HOUR) }),
      hit('i', 'ccl-2', { suspectedAt: ago(9 * DAY) }),
    ],
    events: [{ at: ago(26 * HOUR), level: 'info', text: 'something of yesterday' }],
  };

  test('does not pass for today', () => {
    const wide = draw(old, 120, 40);
    expect(wide).toMatch(/Sat 19:04 +ccl-1 /);
    expect(wide).toMatch(/13 Nov +ccl-2 /);
    expect(wide).toContain('Sat 19:04 · something of yesterday');
    const narrow = draw(old, 60, 15);
    expect(narrow).toMatch(/Sat +ccl-1 /);
    expect(narrow).toMatch(/13 Nov +ccl-2 /);
    expect(draw(normal, 120, 40)).toMatch(/20:51:07 +ccl-2-api/);
  });
});

test('the selected hit is told to its end, also where a long word leaves holes', () => {
  const snippet = `API Error: 500 ${'x'.repeat(70)} the very end of what was seen`;
  const told = { ...normal, hits: [hit('h', 'ccl-1', { snippet }), ...normal.hits] };
  const lines = draw(told, 80, 24, { ui: initialUi('hits') });
  expect(lines).toMatch(/the very end of\s+│\n.*what was seen|the very end of what was seen/);
});

test('before the first look has ended nobody is said to be absent', () => {
  const early: Snapshot = { ...normal, sessions: [], ages: { poll: null, state: null } };
  for (const [cols, rows] of [
    [120, 40],
    [60, 15],
    [50, 8],
  ] as const) {
    expect(draw(early, cols, rows)).toMatch(/[Ll]ooking/);
    expect(draw(early, cols, rows)).not.toMatch(/No sessions|0 watched|0 sess/);
  }
  const strip = draw(early, 80, 24, { ui: { ...initialUi('events'), zoom: true } });
  expect(strip).toContain('Looking at the panes.');
  const refused = { ...early, tmux: { state: 'no-server', version: null, detail: 'no tmux server runs' } };
  expect(draw(refused, 120, 40)).toContain('No sessions.');
});

describe('the line of what matters now', () => {
  const second = (snapshot: Snapshot): string => draw(snapshot, 120, 40).split('\n')[1] ?? '';
  const parked = session('p', 'ccl-3', { state: 'parked', detail: '5 starts failed', lastLine: 'not found' });

  test('tells an undecided hit, then a parked session, then one that asks, then the last swap', () => {
    expect(second(suspected)).toMatch(/^ \? suspected hit on ccl-3-api {2}no reset time\s*$/);
    const calm = { ...normal, sessions: normal.sessions.filter(({ state }) => state !== 'asking') };
    expect(second({ ...normal, sessions: [...normal.sessions, parked] })).toContain(
      '▲ ccl-3 parked 5 starts failed  not found',
    );
    expect(second(normal)).toContain('◇ ccl-5-web asks permission  Do you want to run npm install?');
    expect(second(calm)).toContain('last swap team → work at 19:40');
  });

  test('says how many more there are, and steps behind what stops failover', () => {
    const two = { ...normal, sessions: [parked, { ...parked, id: 'q' }] };
    expect(second(two)).toMatch(/not found {3}and 1 more parked/);
    const deferred = hit('d', 'ccl-9', { state: 'deferred', dismissable: true });
    expect(second({ ...suspected, hits: [...suspected.hits, deferred] })).toContain('and 1 more open');
    expect(second({ ...suspected, needs: ['a link'] })).toContain('failover needs:  a link');
    expect(second(troubled)).toContain('2 warnings:');
  });
});

test('a list that is longer than its panel says which part is in sight', () => {
  const many = Array.from({ length: 40 }, (_, index) => session(`s${index}`, `ccl-${index}`));
  const at = (focus: number): string => {
    const selected = { sessions: { id: `s${focus}`, index: focus } };
    return draw({ ...normal, sessions: many }, 80, 24, { ui: { ...initialUi('sessions'), selected } });
  };
  expect(at(0)).toMatch(/╰─+ 1-6 of 40 ─╯/);
  expect(at(39)).toMatch(/╰─+ 35-40 of 40 ─╯/);
  expect(draw(normal, 80, 24)).not.toMatch(/ of 5 ─╯/);
});

test('a swap on few rows tells its sessions before its reason, and counts those without a row', () => {
  const few = draw(swap, 80, 24);
  expect(few).toContain('ccl-1-conformvault  ● working');
  expect(few).toContain('and 3 more: continued 1, typing 1');
  expect(few).not.toContain('because');
  expect(draw(swap, 200, 60)).toContain('because');
  const waits = {
    ...swap,
    swap: { ...(swap.swap as NonNullable<typeof swap.swap>), waiting: 'a token is renewed' },
  };
  expect(draw(waits, 80, 24)).toContain('waits      a token is renewed');
});

test('a key that cannot be pressed leaves its place to one that can, but for the swap', () => {
  const keys = (snapshot: Snapshot): string => draw(snapshot, 120, 40).split('\n').at(-1) ?? '';
  expect(keys(normal)).toContain('/ filter');
  expect(keys(normal)).not.toContain('(d dismiss)');
  expect(keys(suspected)).toContain('d dismiss');
  expect(keys(swap)).toContain('(s swap)');
});
