import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { shortenText } from '../../src/ui/text/cells.js';
import { fitLine, span } from '../../src/ui/text/line.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { task } from './queue-snapshots.js';
import { normal, troubled } from './snapshots.js';

describe('a number that has no room', () => {
  test.each([
    ['weekly 46%', 8, 'weekly…'],
    ['weekly 46%', 9, 'weekly …'],
    ['back in 1h 52m', 13, 'back in 1h …'],
    ['46%', 1, '…'],
    ['2 of 12 usable', 7, '2 of …'],
    ['ccl-12-api', 6, 'ccl-1…'],
    ['until 23:04 tomorrow', 9, 'until …'],
    ['46% used', 4, '46%…'],
  ])('is left out whole: %s in %i cells', (text, cells, expected) => {
    expect(shortenText(text, cells, '…').replace(/ …$/, ' …')).toBe(expected);
  });

  test('in ASCII, where the mark of a cut is wide, no part of it stays either', () => {
    for (let cells = 1; cells < 3; cells++) expect(shortenText('46%', cells, '...')).toBe('');
  });

  test('also as a part of a line of its own', () => {
    const line = [span('weekly ', 'muted'), span('46%')];
    const shown = (cells: number) =>
      fitLine(line, cells, '…')
        .map(({ text }) => text)
        .join('');
    expect([8, 9, 10].map(shown)).toEqual(['weekly …', 'weekly … ', 'weekly 46%']);
  });
});

test('a line that is cut between two of its parts says so too', () => {
  const shown = (cells: number) =>
    fitLine([span('typing 1'), span(', ', 'muted'), span('limited'), span('  ')], cells, '…')
      .map(({ text }) => text)
      .join('');
  expect([8, 10, 17, 18].map(shown)).toEqual([
    'typing… ',
    'typing 1,…',
    'typing 1, limited',
    'typing 1, limited ',
  ]);
});

test('no width of a screen shows a part of a percentage', () => {
  const windows = [
    { kind: 'five-hour', usedPercent: 37, resetsAt: null, at: normal.at },
    { kind: 'weekly', usedPercent: 46, resetsAt: null, at: normal.at },
  ] as const;
  const told: Snapshot = {
    ...normal,
    accounts: normal.accounts.map((one) => ({ ...one, limits: [], headroom: windows })),
  };
  for (const rows of [15, 24, 40])
    for (let cols = 60; cols <= 160; cols++)
      for (const ui of [initialUi('accounts'), { ...initialUi('accounts'), zoom: true }]) {
        const shown = draw(told, cols, rows, { ui });
        for (const [, after] of shown.matchAll(/(?:5h|weekly) (\d\S*)/g))
          expect(['37%', '46%'], `${cols}x${rows}: ${after}`).toContain(after?.replace('…', ''));
      }
});

test('the name of a task is not cut beside free room', () => {
  const name = 'rename-the-payments-module-2';
  const tasks = [
    task(name, { state: 'failed', detail: 'no turn was seen', priority: 5 }),
    task(`${name}b`, { state: 'waiting', priority: 7 }),
  ];
  const told: Snapshot = { ...normal, queue: { ...normal.queue, tasks } };
  for (const [cols, rows] of [
    [120, 36],
    [160, 48],
    [200, 60],
  ] as const) {
    const shown = draw(told, cols, rows, { ui: initialUi('queue') });
    expect(shown).toContain(`${name} `);
    expect(shown).toContain(`${name}b `);
  }
});

test('scrolling is offered where something is left to read', () => {
  const ui = { ...initialUi('sessions'), modal: { type: 'needs', scroll: 0 } } as const;
  const footer = (snapshot: Snapshot, rows: number) =>
    draw(snapshot, 80, rows, { ui }).trimEnd().split('\n').at(-1);
  expect(footer(troubled, 40)).toMatch(/^ *Esc close/);
  expect(
    footer({ ...troubled, warnings: troubled.warnings.concat(troubled.warnings, troubled.warnings) }, 15),
  ).toContain('scroll');
});
