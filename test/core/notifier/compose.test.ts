import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose, cutText, type LocalTime, subjectOf } from '../../../src/core/notifier/compose.js';
import { KINDS } from '../../../src/core/notifier/kinds.js';
import type { Notice } from '../../../src/core/notifier/message.js';
import { EMPTY_OUTBOX, take } from '../../../src/core/notifier/outbox.js';
import { isQuiet } from '../../../src/core/notifier/quiet.js';
import { DAY, MINUTE } from '../../../src/core/time.js';

const local = (ms: number): LocalTime => ({ minuteOfDay: 0, clock: `${ms}`, date: 'D' });
const NOW = 10 * DAY;
const at = { wallMs: NOW, steadyMs: 0 };

function entryOf(...notices: readonly Partial<Notice>[]) {
  const outbox = notices.reduce<typeof EMPTY_OUTBOX>(
    (box, part) =>
      take(box, { kind: 'swap', text: 'x', about: null, atMs: NOW, ...part }, { id: 'm1', at, quiet: false }),
    EMPTY_OUTBOX,
  );
  const [entry] = outbox.entries;
  if (!entry) throw new Error('no entry');
  return entry;
}

const context = { nowMs: NOW, local, dropped: 0 };

describe('the message of an entry', () => {
  test('every kind says something, and what asks says what to do', () => {
    for (const [kind, { asks }] of Object.entries(KINDS)) {
      const entry = entryOf({ kind: kind as Notice['kind'], text: 'words', about: 'it' });
      const { text, buttons } = compose({ ...entry, open: false }, context);
      expect(text).toContain('words');
      expect(text).not.toContain('$');
      expect(text.split('\n')).toHaveLength(asks ? 2 : 1);
      expect(buttons.length > 0).toBe(asks);
    }
  });

  test('the gravest event gives kind and level; lines stand in the order of time', () => {
    const entry = entryOf(
      { text: 'b' },
      { kind: 'login', text: 'l', atMs: NOW - 2 },
      { text: 'a', atMs: NOW - 1 },
    );
    const message = compose(entry, context);
    expect(message).toMatchObject({ kind: 'login', level: 'urgent', atMs: NOW - 2 });
    expect(message.text).toMatch(/^Login: l\n.*\na\nb$/);
  });

  test('what is late says its time, after a day with the date', () => {
    const late = NOW - 5 * MINUTE;
    const old = NOW - DAY - 1;
    const message = compose(
      entryOf({ text: 'old', atMs: old }, { text: 'late', atMs: late }, { text: 'now' }),
      context,
    );
    expect(message.text).toBe(`D ${old} old\n${late} late\nnow`);
  });

  test('terminal sequences and line breaks of an event do not reach it', () => {
    const text = 'a\u001b[2J\nLogin: forged\u202e\u0000b';
    const message = compose(entryOf({ kind: 'needs-person', text, about: text }), context);
    expect(message.text.split('\n')).toHaveLength(2);
    expect(message.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('a cut text is short enough, shows the cut and has whole characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 120 }),
        fc.integer({ min: 20, max: 80 }),
        (text, max) => {
          const cut = cutText(text, max);
          expect(cut.length).toBeLessThanOrEqual(max);
          expect(cut === text || cut.endsWith(' …')).toBe(true);
          if (!/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')))
            expect(cut.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')).not.toMatch(/[\ud800-\udfff]/);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('the subject is one line of what matters most', () => {
    const entry = entryOf({ text: 'swap done' }, { kind: 'needs-person', text: `link ${'x'.repeat(300)}` });
    const subject = subjectOf(compose(entry, context));
    expect(subject).toMatch(/^claude-failover: Needs you: link xx/);
    expect(subject.length).toBeLessThanOrEqual(150);
  });
});

describe('quiet hours', () => {
  test.each<[string | undefined, string, boolean]>([
    ['22:00-07:00', '21:59', false],
    ['22:00-07:00', '22:00', true],
    ['22:00-07:00', '00:00', true],
    ['22:00-07:00', '06:59', true],
    ['22:00-07:00', '07:00', false],
    ['12:00-13:30', '12:00', true],
    ['12:00-13:30', '13:30', false],
    ['00:00-00:00', '12:00', false],
    [undefined, '03:00', false],
  ])('%s at %s', (hours, clock, expected) => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number);
    expect(isQuiet(hour * 60 + minute, hours)).toBe(expected);
  });
});
