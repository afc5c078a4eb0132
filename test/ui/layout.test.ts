import { describe, expect, test } from 'vitest';
import { type LayoutInput, layout, type Rect } from '../../src/ui/layout.js';
import type { PanelId } from '../../src/ui/panels/panel.js';

// Not of every panel: one without a place of its own needs no number here.
const wants = {
  sessions: 6,
  accounts: 9,
  failover: 7,
  hits: 9,
  queue: 10,
  events: 10,
  preview: 50,
} as LayoutInput['wants'];
const base: Omit<LayoutInput, 'cols' | 'rows'> = { focus: 'sessions', modal: null, wants };

function named(input: LayoutInput): readonly (readonly [string, Rect])[] {
  const places = layout(input);
  if (places === null) return [];
  const { header, status, footer, drawer, panels, strips } = places;
  const all: [string, Rect][] = [
    ['header', header],
    ['status', status],
    ['keys', footer],
    ...Object.entries(panels),
    ...Object.entries(strips),
  ];
  return drawer === null ? all : [...all, ['modal', drawer]];
}

/** One tenth of the width, row by row: the first letter of what stands there. */
function drawing(input: LayoutInput): string {
  const grid = Array.from({ length: input.rows }, () => Array.from({ length: 10 }, () => '.'));
  for (const [name, rect] of named(input)) {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = 0; x < 10; x++) {
        const cell = Math.floor(((x + 0.5) * input.cols) / 10);
        if (cell >= rect.x && cell < rect.x + rect.width) grid[y]?.splice(x, 1, name.charAt(0));
      }
    }
  }
  return grid.map((row) => row.join('')).join('\n');
}

/** Equal rows in a run as `letters xN`. */
function short(text: string): string {
  const runs: [string, number][] = [];
  for (const row of text.split('\n')) {
    const last = runs.at(-1);
    if (last?.[0] === row) last[1]++;
    else runs.push([row, 1]);
  }
  return runs.map(([row, times]) => (times === 1 ? row : `${row} x${times}`)).join('\n');
}

describe('layout', () => {
  test('60x15: sessions and hits', () => {
    expect(`\n${short(drawing({ ...base, cols: 60, rows: 15 }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x8
hhhhhhhhhh x5
kkkkkkkkkk
`);
  });

  test('60x15, hits focused: the room changes hands', () => {
    expect(`\n${short(drawing({ ...base, cols: 60, rows: 15, focus: 'hits' }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x6
hhhhhhhhhh x7
kkkkkkkkkk
`);
  });

  test('60x15, accounts focused: they come as a drawer', () => {
    expect(`\n${short(drawing({ ...base, cols: 60, rows: 15, focus: 'accounts' }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x4
hhhhhhhhhh x3
aaaaaaaaaa x6
kkkkkkkkkk
`);
  });

  test('80x24: accounts and failover side by side', () => {
    expect(`\n${short(drawing({ ...base, cols: 80, rows: 24 }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x9
aaaaafffff x7
hhhhhhhhhh x6
kkkkkkkkkk
`);
  });

  test('60x15, queue focused: it comes as a drawer', () => {
    expect(`\n${short(drawing({ ...base, cols: 60, rows: 15, focus: 'queue' }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x4
hhhhhhhhhh x3
qqqqqqqqqq x6
kkkkkkkkkk
`);
  });

  test('80x30: the queue has a place of its own, and more of it when it is focused', () => {
    expect(`\n${short(drawing({ ...base, cols: 80, rows: 30 }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x8
aaaaafffff x9
hhhhhhhhhh x5
qqqqqqqqqq x6
kkkkkkkkkk
`);
    expect(`\n${short(drawing({ ...base, cols: 80, rows: 30, focus: 'queue' }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x6
aaaaafffff x9
hhhhhhhhhh x3
qqqqqqqqqq x10
kkkkkkkkkk
`);
  });

  test('120x24: the queue below sessions and hits', () => {
    expect(`\n${short(drawing({ ...base, cols: 120, rows: 24 }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss
sssssssaaa x8
hhhhhhhaaa x3
hhhhhhhfff x4
qqqqqqqfff x6
kkkkkkkkkk
`);
  });

  test('120x36: a few tasks before what has been', () => {
    const crowded = { ...wants, hits: 12, queue: 16 };
    expect(`\n${short(drawing({ ...base, cols: 120, rows: 36, wants: crowded }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss
sssssssaaa x11
hhhhhhhhhh x10
qqqqqqqfff x9
eeeeeeeeee x3
kkkkkkkkkk
`);
  });

  test('120x40: three bands, and the events below', () => {
    expect(`\n${short(drawing({ ...base, cols: 120, rows: 40 }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss
sssssssaaa x11
hhhhhhhhhh x10
qqqqqqqfff x11
eeeeeeeeee x5
kkkkkkkkkk
`);
  });

  test('200x60: the preview has the rows that nobody else needs', () => {
    const spare = { ...base, cols: 200, rows: 60, spare: true };
    expect(`\n${short(drawing(spare))}\n`).toBe(`
hhhhhhhhhh
ssssssssss
sssssssaaa x11
hhhhhhhhhh x11
qqqqqqqfff x12
eeeeeeeeee x10
pppppppppp x13
kkkkkkkkkk
`);
    expect(layout({ ...spare, spare: false })?.panels.preview).toBeUndefined();
    // With fewer rows it would tell nothing; whoever reads the events gets theirs first.
    expect(layout({ ...spare, rows: 58 })?.panels.preview).toBeUndefined();
    const many = { ...spare, wants: { ...wants, events: 40 } };
    expect(layout(many)?.panels.preview).toBeDefined();
    expect(layout({ ...many, focus: 'events' })?.panels.preview).toBeUndefined();
  });

  test('a new hit moves nothing, unless the hits are focused', () => {
    const at = (hits: number, focus: PanelId) =>
      layout({ ...base, cols: 120, rows: 40, focus, wants: { ...wants, hits } });
    expect(at(4, 'sessions')).toEqual(at(16, 'sessions'));
    expect(at(16, 'hits')?.panels.hits?.height).toBeGreaterThan(at(4, 'hits')?.panels.hits?.height ?? 0);
  });

  test('120x20 with a modal: it takes the lower rows', () => {
    expect(`\n${short(drawing({ ...base, cols: 120, rows: 20, modal: 40 }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss
sssssssaaa x5
hhhhhhhaaa x3
mmmmmmmmmm x9
kkkkkkkkkk
`);
  });

  test('80x24 with the preview: it takes the lower rows', () => {
    expect(`\n${short(drawing({ ...base, cols: 80, rows: 24, preview: true }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x7
hhhhhhhhhh x4
pppppppppp x11
kkkkkkkkkk
`);
  });

  test('a focused panel comes before the preview where both have no room', () => {
    const at = (rows: number) =>
      Object.keys(layout({ ...base, cols: 80, rows, focus: 'queue', preview: true })?.panels ?? {});
    expect(at(24)).toEqual(['sessions', 'hits', 'queue']);
    expect(at(80)).toEqual(expect.arrayContaining(['sessions', 'hits', 'queue', 'preview']));
    const beside = layout({ ...base, cols: 80, rows: 24, focus: 'hits', preview: true })?.panels ?? {};
    expect(Object.keys(beside)).toEqual(['sessions', 'hits', 'preview']);
  });

  test('zoomed: a panel has the body, what must be seen a row each', () => {
    expect(`\n${short(drawing({ ...base, cols: 80, rows: 24, focus: 'queue', zoom: true }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss x2
hhhhhhhhhh
qqqqqqqqqq x19
kkkkkkkkkk
`);
    expect(`\n${short(drawing({ ...base, cols: 60, rows: 15, zoom: true }))}\n`).toBe(`
hhhhhhhhhh
ssssssssss
hhhhhhhhhh
ssssssssss x11
kkkkkkkkkk
`);
  });

  test('below 60x15 there is none', () => {
    expect(layout({ ...base, cols: 59, rows: 40 })).toBeNull();
    expect(layout({ ...base, cols: 200, rows: 14 })).toBeNull();
  });

  test('at every size: no gap, no overlap, nothing outside, sessions and hits there', () => {
    const focuses = Object.keys(wants) as PanelId[];
    for (let cols = 60; cols <= 300; cols += 7) {
      const some = cols % 5 === 0 ? focuses : [];
      // Every height where places come and go, then only some.
      for (let rows = 15; rows <= 100; rows += rows < 48 ? 1 : 9) {
        for (const [focus, modal, more] of [
          ...focuses.map((one) => [one, null, {}] as const),
          ...some.map((one) => [one, null, { preview: true }] as const),
          ...some.map((one) => [one, null, { spare: true }] as const),
          ...some.map((one) => [one, null, { zoom: true }] as const),
          ['hits', 3, {}],
          ['hits', 50, { zoom: true, preview: true }],
        ] as const) {
          const input = { ...base, cols, rows, focus, modal, ...more };
          const all = named(input);
          const area = all.reduce((sum, [, rect]) => sum + rect.width * rect.height, 0);
          const where = `${cols}x${rows} ${focus} ${modal} ${JSON.stringify(more)}`;
          expect(area, where).toBe(cols * rows);
          for (const [name, rect] of all) {
            expect(rect.x + rect.width, where).toBeLessThanOrEqual(cols);
            expect(rect.y + rect.height, where).toBeLessThanOrEqual(rows);
            const isStrip = 'zoom' in more && modal === null && name !== focus;
            if (rect.y > 1 && rect.y < rows - 1 && !isStrip)
              expect(rect.height, `${where} ${name}`).toBeGreaterThanOrEqual(3);
          }
          expect(drawing(input), where).not.toContain('.');
          const names = all.map(([name]) => name);
          expect(names, where).toEqual(expect.arrayContaining(['sessions', 'hits']));
          if (modal === null) expect(names, where).toContain(focus);
        }
      }
    }
  });
});
