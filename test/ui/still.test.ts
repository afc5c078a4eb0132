import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time.js';
import { panels } from '../../src/ui/panels/index.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { hold, normal, suspected, swap, troubled } from './snapshots.js';
import { ago, ahead, NOW } from './times.js';

/** Ages and spans that take as many characters: `<1m`, `4m`, `12m`, `4h`, `12h`, `4d`. */
const CLASSES = [
  [0, 59 * SECOND],
  [MINUTE, 9 * MINUTE],
  [10 * MINUTE, 59 * MINUTE],
  [HOUR, 9 * HOUR],
  [10 * HOUR, 23 * HOUR],
  [2 * DAY, 9 * DAY],
] as const;

type Pick = (index: number) => number;

/** Two instants each, of one class: what one drawing has at an index, and the other. */
const pairs = fc.array(
  fc.constantFrom(...CLASSES).chain(([from, to]) => {
    const some = fc.integer({ min: from, max: to });
    return fc.tuple(some, some);
  }),
  { minLength: 7, maxLength: 7 },
);

/** The same snapshot at other times; counts of one digit. */
function timed(base: Snapshot, age: Pick, left: number, count: number): Snapshot {
  return {
    ...base,
    sessions: base.sessions.map((one, index) => ({ ...one, since: ago(age(index)) })),
    hits: base.hits.map((one, index) => ({ ...one, suspectedAt: ago(ofToday(age(index))) })),
    events: base.events.map((one, index) => ({ ...one, at: ago(ofToday(age(index))) })),
    cooldown: base.cooldown && { ...base.cooldown, remainingMs: left, until: ahead(left) },
    swapCount: count,
    queue: {
      ...base.queue,
      waiting: count,
      running: count,
      tasks: base.queue.tasks.map((one, index) => ({ ...one, since: ago(age(index)) })),
    },
  };
}

/** Of another day its name stands in place of the clock. */
function ofToday(ms: number): number {
  return ms % (20 * HOUR);
}

/** Digits are digits and a bar is a bar, however far it is; `<1m` becomes `1m`. */
function shape(drawn: string): string {
  return drawn.replace(/\d/g, '0').replaceAll('━', '─').replaceAll('<', ' ');
}

const bases = fc.constantFrom(normal, suspected, swap, hold, troubled);
const size = fc.constantFrom(
  ...([
    [60, 15],
    [80, 24],
    [120, 36],
    [200, 60],
  ] as const),
);
const focus = fc.constantFrom(...panels.map(({ id }) => id));
/** Below an hour: above, one says hours too. */
const left = fc.integer({ min: SECOND, max: 59 * MINUTE });
const count = fc.integer({ min: 1, max: 9 });

describe('nothing jumps', () => {
  test('when only times and counts of the same length change, only digits change', () => {
    fc.assert(
      fc.property(
        fc.record({ base: bases, size, focus, pairs }),
        fc.tuple(left, left),
        fc.tuple(count, count),
        ({ base, size: [cols, rows], focus: panel, pairs: ages }, lefts, counts) => {
          const drawn = ([0, 1] as const).map((which) =>
            draw(
              timed(base, (index) => ages[index % 7]?.[which] ?? 0, lefts[which], counts[which]),
              cols,
              rows,
              {
                ui: initialUi(panel),
              },
            ),
          );
          expect(shape(drawn[1] ?? '')).toBe(shape(drawn[0] ?? ''));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('as time goes by, second for second, only digits and bars change', () => {
    for (const snapshot of [swap, hold])
      for (const [cols, rows] of [
        [60, 15],
        [120, 36],
      ] as const) {
        const at = (ms: number): string => shape(draw(snapshot, cols, rows, { now: NOW + ms }));
        for (const ms of [SECOND, 28 * SECOND]) expect(at(ms)).toBe(at(0));
      }
  });

  test('a session that changes its state moves no column', () => {
    for (const [cols, rows] of [
      [60, 15],
      [120, 36],
    ] as const) {
      const heading = (snapshot: Snapshot): string | undefined =>
        draw(snapshot, cols, rows)
          .split('\n')
          .find((line) => line.includes('SESSION') && line.includes('STATE'))
          ?.slice(0, Math.floor(cols * 0.6));
      const [first, ...others] = [normal, suspected, swap, hold].map(heading);
      expect(new Set([first, ...others]).size).toBe(1);
    }
  });
});
