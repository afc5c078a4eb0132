import { expect, it } from 'vitest';
import { Endings } from '../../src/tmux/panes/endings.js';
import { type PaneRow, parsePaneRow } from '../../src/tmux/panes/row.js';

function row(pane: number, dead: 0 | 1, ended: 0 | 1, status: string): PaneRow {
  const parsed = parsePaneRow(`1 1 %${pane} 100 $0 @0 0 0 0 80 24 ${dead} 0 0 0 ${ended} ${status}`);
  if (parsed === null) throw new Error('not a row');
  return parsed;
}

it('calls a pane dead once its end is told, or when it was closed for a while', () => {
  const endings = new Endings();
  const rows = [row(1, 0, 0, '-'), row(2, 1, 1, '0'), row(3, 1, 0, '-')];
  expect(endings.sort(rows, 5_000)).toEqual({ dead: new Set(['%2']), untold: 1 });
  expect(endings.sort(rows, 6_900)).toEqual({ dead: new Set(['%2']), untold: 1 });
  expect(endings.sort(rows, 7_000)).toEqual({ dead: new Set(['%2', '%3']), untold: 0 });
});

it('counts anew for a pane that was started again in between', () => {
  const endings = new Endings();
  endings.sort([row(3, 1, 0, '-')], 0);
  endings.sort([row(3, 0, 0, '-')], 1_000);
  expect(endings.sort([row(3, 1, 0, '-')], 2_500)).toEqual({ dead: new Set(), untold: 1 });
});
