import { Text } from 'ink';
import { render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/core/commands.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { sameToSee } from '../../src/ui/same.js';
import { useStore } from '../../src/ui/use-store.js';
import { normal, suspected } from './snapshots.js';

/** The value with each of its leaves changed, one at a time; each list and object also with one entry less. */
function changed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const inside = value.flatMap((item, index) =>
      changed(item).map((other) => value.map((one, at) => (at === index ? other : one))),
    );
    return value.length === 0 ? [['more']] : [...inside, value.slice(1)];
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) =>
      changed(item).map((other) => ({ ...value, [name]: other })),
    );
  return [`${value} changed`];
}

const later = (snapshot: Snapshot): Snapshot => ({
  ...structuredClone(snapshot),
  at: new Date(Date.parse(snapshot.at) + 1_000).toISOString(),
  ages: { poll: 12, state: 345 },
});

describe('what can be seen of a snapshot', () => {
  test('the next poll of a quiet night is the same to see', () => {
    expect(sameToSee(normal, later(normal))).toBe(true);
    expect(sameToSee(suspected, later(suspected))).toBe(true);
  });

  test('whatever else changes can be seen', () => {
    const { at: _at, ages: _ages, ...seen } = suspected;
    const others = changed(seen) as readonly Partial<Snapshot>[];
    expect(others.length).toBeGreaterThan(100);
    const next = others.map((other) => ({ ...later(suspected), ...other }));
    expect(next.filter((one) => sameToSee(suspected, one) || sameToSee(one, suspected))).toEqual([]);
  });
});

/** React draws in the microtasks of the same turn, Ink and effects at the latest in the next. */
const drawn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A store whose snapshot the test sets. */
function storeOf(first: Snapshot): Store & { set(next: Snapshot): void } {
  const listeners = new Set<() => void>();
  let snapshot = first;
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    send: async () => ({ status: 'done', text: '' }),
    set: (next) => {
      snapshot = next;
      for (const listener of listeners) listener();
    },
  };
}

test('a poll that brings nothing to see draws nothing; the next change is drawn', async () => {
  const store = storeOf(normal);
  let drawings = 0;
  function Shown(): ReactElement {
    drawings += 1;
    return <Text>{useStore(store).sessions.length} sessions</Text>;
  }
  const { lastFrame, unmount } = render(<Shown />);
  await drawn();
  const before = drawings;
  for (let poll = 0; poll < 5; poll += 1) {
    store.set(later(normal));
    await drawn();
  }
  expect(drawings).toBe(before);
  store.set({ ...later(normal), sessions: [] });
  await drawn();
  expect(drawings).toBe(before + 1);
  expect(lastFrame()).toContain('0 sessions');
  unmount();
});
