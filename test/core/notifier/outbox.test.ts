import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NoticeKind } from '../../../src/core/engine/effects.js';
import { waitAfter } from '../../../src/core/notifier/health.js';
import { KINDS } from '../../../src/core/notifier/kinds.js';
import {
  EMPTY_OUTBOX,
  ENTRIES_MAX,
  LINES_MAX,
  levelOf,
  type Outbox,
  ripen,
  take,
} from '../../../src/core/notifier/outbox.js';
import { ended, rebased } from '../../../src/core/notifier/reactions.js';
import { parseOutbox, writeOutbox } from '../../../src/core/notifier/stored-outbox.js';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.js';

const RULES = { coalesceMs: 5 * SECOND, digestMs: 15 * MINUTE, escalateMs: 15 * MINUTE };
const KIND_NAMES = Object.keys(KINDS) as NoticeKind[];

const event = fc.record({
  kind: fc.constantFrom(...KIND_NAMES),
  waitMs: fc.integer({ min: 0, max: 10 * MINUTE }),
  quiet: fc.boolean(),
  about: fc.constantFrom(null, 'a', 'b'),
});

interface Story {
  readonly outbox: Outbox;
  readonly nowMs: number;
}

function play(events: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[]): Story {
  return events.reduce<Story>(
    ({ outbox, nowMs }, { kind, waitMs, quiet, about }, index) => {
      const at = { wallMs: nowMs + waitMs, steadyMs: nowMs + waitMs };
      const ripe = ripen(outbox, at, RULES, quiet);
      const notice = { kind, text: `event ${index}`, about, atMs: at.wallMs };
      return { outbox: take(ripe, notice, { id: `m${index}`, at, quiet }), nowMs: at.wallMs };
    },
    { outbox: EMPTY_OUTBOX, nowMs: 0 },
  );
}

describe('the outbox', () => {
  test('stays small, and every event is in it, counted as left out, or in a message counted as dropped', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400, size: 'max' }), (events) => {
        const { outbox } = play(events);
        expect(outbox.entries.length).toBeLessThanOrEqual(ENTRIES_MAX);
        for (const entry of outbox.entries) {
          expect(entry.lines.length).toBeLessThanOrEqual(LINES_MAX);
          expect(entry.ended.length).toBe(0);
        }
        const kept = outbox.entries.reduce((sum, entry) => sum + entry.lines.length + entry.more, 0);
        if (outbox.dropped === 0) expect(kept).toBe(events.length);
        else expect(kept).toBeLessThan(events.length);
        expect(new Set(outbox.entries.map((entry) => entry.id)).size).toBe(outbox.entries.length);
      }),
      { numRuns: 60 },
    );
  });

  test('what asks for the person goes last', () => {
    let outbox = EMPTY_OUTBOX;
    for (let i = 0; i < 300; i++) {
      const at = { wallMs: i * MINUTE, steadyMs: i * MINUTE };
      const kind = i % 5 === 0 ? 'login' : i % 2 === 0 ? 'task' : 'swap';
      outbox = take(
        ripen(outbox, at, RULES, false),
        { kind, text: 'x', about: `${i}`, atMs: 0 },
        { id: `m${i}`, at, quiet: false },
      );
    }
    const levels = outbox.entries.map(levelOf);
    expect(levels.filter((level) => level === 'urgent')).toHaveLength(60);
    expect(levels.slice(0, -1)).not.toContain('info');
    expect(outbox.dropped).toBe(200);
  });

  test('is read back as it was written; a line of an unknown kind makes it none of ours', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { outbox } = play(events);
        expect(parseOutbox(writeOutbox(outbox))).toEqual(outbox);
      }),
    );
    const { outbox } = play([{ kind: 'swap', waitMs: 0, quiet: false, about: null }]);
    expect(parseOutbox(writeOutbox(outbox).replace('"swap"', '"other"'))).toBeNull();
  });

  test('only lasting conditions are remembered, until they end', () => {
    const at = { wallMs: 0, steadyMs: 0 };
    const told = (box: Outbox, kind: NoticeKind) =>
      take(box, { kind, text: 'x', about: 'a', atMs: 0 }, { id: `${kind}`, at, quiet: false });
    const outbox = KIND_NAMES.reduce(told, EMPTY_OUTBOX);
    expect(outbox.told.map((key) => key.split(':')[0])).toEqual([
      'needs-person',
      'login',
      'breaker',
      'proposal',
      'parked',
      'hold',
    ]);
    expect(ended(outbox, () => true)).toBe(outbox);
    const after = ended(outbox, (key) => key !== 'login:a');
    expect(after.told).not.toContain('login:a');
    expect(after.entries[0]?.ended).toEqual(['login:a']);
  });

  test('a new life tells its spans in its own steady time; a clock that went back counts as no time', () => {
    const { outbox } = play([{ kind: 'swap', waitMs: HOUR, quiet: false, about: null }]);
    expect(rebased(outbox, { wallMs: 3 * HOUR, steadyMs: 7 }).entries[0]?.openedAt.steadyMs).toBe(
      7 - 2 * HOUR,
    );
    expect(rebased(outbox, { wallMs: 0, steadyMs: 7 }).entries[0]?.openedAt.steadyMs).toBe(7);
  });
});

test('the back-off is between 4 seconds and 12 minutes and never shrinks on the whole', () => {
  for (let failures = 1; failures < 2_000; failures++) {
    for (const chance of [0, 0.5, 1]) {
      expect(waitAfter(failures, chance)).toBeGreaterThanOrEqual(4 * SECOND);
      expect(waitAfter(failures, chance)).toBeLessThanOrEqual(12 * MINUTE);
    }
    expect(waitAfter(failures + 1, 0.5)).toBeGreaterThanOrEqual(waitAfter(failures, 0.5));
  }
});
