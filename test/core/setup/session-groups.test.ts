import { expect, test } from 'vitest';
import { groupSessions } from '../../../src/core/setup/session-groups.js';

test('sessions with one prefix and numbers are a group, in the order of their numbers', () => {
  expect(
    groupSessions(['ccl-10', 'api', 'ccl-2', 'ccl-2', 'x1', 'ccl-007', 'a b', '-v', 'y_1', 'y_3']),
  ).toEqual({
    groups: [
      { prefix: 'ccl-', names: ['ccl-2', 'ccl-10'], first: 2, size: 9 },
      { prefix: 'y_', names: ['y_1', 'y_3'], first: 1, size: 3 },
    ],
    single: ['api', 'ccl-007', 'x1'],
    unlisted: ['a b', '-v'],
  });
});

test.each([[['1', '2']], [['n1', 'n900']], [['only-1']]])('%j are no group', (names) => {
  expect(groupSessions(names)).toEqual({ groups: [], single: names, unlisted: [] });
});
