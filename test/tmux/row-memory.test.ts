import { expect, test } from 'vitest';
import { RowMemory } from '../../src/tmux/panes/row-memory.js';

interface Pane {
  readonly server?: string;
  readonly pid?: number;
  readonly activity?: number;
}

/** Pane %1 as tmux tells of it. */
function line({ server = '7 1700000000', pid = 100, activity = 5 }: Pane = {}): string {
  return `${server} %1 ${pid} $0 @0 0 0 ${activity} 80 24 0 0 0 0 0 -`;
}

test('a row that stands as it stood is the one from before', () => {
  const memory = new RowMemory();
  const [first] = memory.read([line()]);
  expect(first).toMatchObject({ pane: '%1', panePid: 100, activity: 5 });
  expect(memory.read([line()])[0]).toBe(first);
});

test('the same pane id with another process, output or server is another row', () => {
  const memory = new RowMemory();
  memory.read([line()]);
  expect(memory.read([line({ pid: 101 })])).toMatchObject([{ panePid: 101 }]);
  expect(memory.read([line({ activity: 6 })])).toMatchObject([{ activity: 6 }]);
  expect(memory.read([line({ server: '8 1700000009' })])).toMatchObject([
    { server: { pid: 8, startedAt: 1_700_000_009 } },
  ]);
});

test('nothing older than the last listing is remembered, and what is no row is left out', () => {
  const memory = new RowMemory();
  const [first] = memory.read([line()]);
  expect(memory.read(['rubbish'])).toEqual([]);
  expect(memory.read([line()])[0]).not.toBe(first);
});
