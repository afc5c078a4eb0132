import { describe, expect, test } from 'vitest';
import { initialState } from '../../../src/core/engine/initial.js';
import { snapshotOf } from '../../../src/core/engine/snapshot-of.js';
import { readSnapshot } from '../../../src/core/viewer/read-snapshot.js';
import { states, swap } from '../../ui/snapshots.js';

const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a snapshot from another process', () => {
  test.each([...Object.entries(states), ['of a new engine', snapshotOf(initialState())] as const])(
    '%s is read',
    (_name, snapshot) => {
      expect(readSnapshot(sent(snapshot))).toEqual(snapshot);
    },
  );

  test('without the last day is of an older supervisor, and is read', () => {
    const { day: _day, ...older } = swap;
    expect(readSnapshot(sent(older))).toEqual({ ...swap, day: null });
  });

  test.each([
    ['a last day in another form', { ...swap, day: { ...snapshotOf(initialState()).day, steps: [1] } }],
    ['a later schema', { ...swap, schemaVersion: 2 }],
    ['a field nobody knows', { ...swap, machines: [] }],
    ['a field less', { ...swap, queue: undefined }],
    ['another kind of value', { ...swap, sessions: 'none' }],
    ['a session with a field more', { ...swap, sessions: [{ ...swap.sessions[0], host: 'a' }] }],
    ['a state nobody knows', { ...swap, sessions: [{ ...swap.sessions[0], state: 'dreaming' }] }],
    ['a task list that is none', { ...swap, queue: { ...swap.queue, tasks: null } }],
    ['no object', 'hello'],
    ['null', null],
  ])('with %s is of another version', (_name, value) => {
    expect(readSnapshot(sent(value))).toBeNull();
  });
});
