import { describe, expect, test } from 'vitest';
import { faultOf, faultText, isNews, waitAfter } from '../../../src/core/telegram/fault.js';
import { updateIdOf } from '../../../src/core/telegram/fields.js';
import { countCommand, NO_RATE, noteForeigner } from '../../../src/core/telegram/limits.js';
import { readOffset } from '../../../src/core/telegram/offset.js';
import { type Question, takeQuestion, withQuestion } from '../../../src/core/telegram/questions.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.js';

test('ten commands a minute; of those too many the first one is told', () => {
  let rate = NO_RATE;
  const results = Array.from({ length: 13 }, (_, index) => {
    const counted = countCommand(rate, index * SECOND);
    rate = counted.rate;
    return counted.obey ? 'obeyed' : counted.tell ? 'told' : 'silent';
  });
  expect(results).toEqual([...Array(10).fill('obeyed'), 'told', 'silent', 'silent']);
  expect(countCommand(rate, MINUTE).obey).toBe(true);
});

test('a stranger gets a line an hour, a crowd of them fifty', () => {
  const first = noteForeigner(new Map(), 5, 0);
  expect(first.tell).toBe(true);
  const again = noteForeigner(first.seen, 5, HOUR - 1);
  expect(again.tell).toBe(false);
  expect(noteForeigner(again.seen, 6, HOUR - 1).tell).toBe(true);
  expect(noteForeigner(again.seen, 5, HOUR).tell).toBe(true);
  let seen = first.seen;
  let lines = 1;
  for (let user = 100; user < 300; user += 1) {
    const noted = noteForeigner(seen, user, SECOND);
    seen = noted.seen;
    lines += noted.tell ? 1 : 0;
  }
  expect(lines).toBe(50);
});

describe('a question', () => {
  const asked: Question = { id: 'q', user: 1, chat: 2, to: 'personal', force: false, askedMs: 0 };
  const open = withQuestion([], asked);
  const press = { id: 'q', user: 1, chat: 2, nowMs: 1_000 };

  test('is answered once', () => {
    const taken = takeQuestion(open, press);
    expect(taken.question).toBe(asked);
    expect(takeQuestion(taken.open, press).question).toBeNull();
  });

  test.each([{ user: 9 }, { chat: 9 }, { id: 'other' }, { nowMs: MINUTE + 1 }])('not for %j', (more) => {
    expect(takeQuestion(open, { ...press, ...more }).question).toBeNull();
  });

  test('stays open when somebody else presses', () => {
    const { open: still } = takeQuestion(open, { ...press, user: 9 });
    expect(takeQuestion(still, press).question).toBe(asked);
  });
});

describe('the offset', () => {
  const stored = { bot: 7, next: 100, atMs: 1_000 * DAY };

  test('counts for its bot, for six days', () => {
    expect(readOffset(stored, 7, 1_001 * DAY)).toEqual(stored);
    expect(readOffset(stored, 8, 1_001 * DAY)).toBeNull();
    expect(readOffset(stored, 7, 1_007 * DAY)).toBeNull();
    expect(readOffset(stored, 7, 900 * DAY)).toBeNull();
  });

  test.each([
    null,
    'x',
    [],
    {},
    { ...stored, next: '100' },
    { ...stored, next: 2 ** 40 },
    { ...stored, atMs: null },
  ])('broken: %j', (value) => {
    expect(readOffset(value, 7, 1_000 * DAY)).toBeNull();
  });

  test.each([0, -1, 1.5, 2 ** 31, 2 ** 53, Number.NaN, '7', null])('no update id: %j', (value) => {
    expect(updateIdOf(value)).toBeNull();
  });
});

describe('a fault', () => {
  test.each([
    [409, 'Conflict: terminated by other getUpdates request', { type: 'conflict', webhook: false }],
    [
      409,
      'Conflict: can’t use getUpdates method while webhook is active',
      { type: 'conflict', webhook: true },
    ],
    [401, 'Unauthorized', { type: 'refused', code: 401 }],
    [404, 'Not Found', { type: 'refused', code: 404 }],
    [429, 'Too Many Requests', { type: 'flood', retryAfterMs: 7_000 }],
  ])('%i %s', (code, description, fault) => {
    expect(faultOf(code, description, 7)).toEqual(fault);
  });

  test('its wait', () => {
    const waits = (type: 'conflict' | 'failing', chance: number) =>
      [1, 2, 3, 9, 500].map((times) =>
        waitAfter(type === 'conflict' ? { type, webhook: false } : { type, what: 'x' }, times, chance),
      );
    expect(waits('conflict', 0)).toEqual([1, 2, 4, 10, 10].map((minutes) => minutes * MINUTE));
    expect(waits('failing', 0)).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
    expect(waits('failing', 1)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
    const refused = [1, 2, 3, 99].map((times) => waitAfter({ type: 'refused', code: 401 }, times, 0));
    expect(refused).toEqual([MINUTE, 10 * MINUTE, HOUR, HOUR]);
    expect(waitAfter({ type: 'flood', retryAfterMs: 7_000 }, 1, 0)).toBe(7_000);
    expect(waitAfter({ type: 'flood', retryAfterMs: 1e12 }, 1, 0)).toBe(HOUR);
    expect(waitAfter({ type: 'flood', retryAfterMs: 0 }, 1, 0)).toBe(SECOND);
  });

  test('is told once while it goes on or comes and goes', () => {
    const conflict = { type: 'conflict', webhook: false } as const;
    expect(faultText(conflict)).toContain('someone else polls this bot');
    expect(isNews(conflict, null, 0)).toBe(true);
    expect(isNews(conflict, 0, 10 * MINUTE)).toBe(false);
    expect(isNews(conflict, 0, HOUR)).toBe(true);
  });
});
