import { expect, test } from 'vitest';
import { historyOf } from '../../src/commands/history-lines.js';

const told = (command: object, about?: string): string | undefined =>
  historyOf({ at: '2026-11-22T08:00:00.000Z', type: 'commanded', command, about })[0]?.text;

test.each([
  [{ type: 'focus', session: '12654:4711' }, 'ccl-1', 'go to ccl-1'],
  [{ type: 'focus', session: '12654:4711' }, undefined, 'go to a session'],
  [{ type: 'dismiss', hit: 'hit-9f3' }, 'ccl-1', 'dismiss the hit on ccl-1'],
  [{ type: 'dismiss', hit: 'all' }, undefined, 'dismiss all hits'],
  [{ type: 'undo-dismiss' }, undefined, 'take the last dismissal back'],
  [{ type: 'swap', to: null, force: false }, undefined, 'swap to the next account'],
  [{ type: 'swap', to: 'team', force: true }, undefined, 'swap to team, limited or not'],
  [{ type: 'answer', yes: true, of: '2026-11-22T07:59:00.000Z' }, undefined, 'agree to the proposed swap'],
  [{ type: 'task', action: 'retry', task: 'mend' }, undefined, 'retry the task mend'],
  [{ type: 'unpark', session: 'ccl-2' }, undefined, 'start ccl-2 again'],
])('an order is told in words, not by ids: %j', (command, about, words) => {
  expect(told(command, about)).toBe(words);
});

test('a task is told with its room, and that it has worked longer than it may', () => {
  const tasks = [
    { id: 'mend', room: 'ccl-1', step: 'working', stalled: true },
    { id: 'tidy', room: 'ccl-2', step: 'working', stalled: false },
    { id: 'move', room: 'ccl-3', step: 'working', ended: 'done' },
  ];
  expect(
    historyOf({ at: '2026-11-22T08:00:00.000Z', type: 'polled', tasks }).map(({ text }) => text),
  ).toEqual(['mend in ccl-1: working, stalled', 'tidy in ccl-2: working', 'move in ccl-3: ended, to done']);
});
