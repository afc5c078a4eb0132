import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitKind } from '../../../src/core/quota/reading.js';
import { parseReset, resolveReset } from '../../../src/core/quota/reset-time.js';

const PARIS = 'Europe/Paris';
/** 08:40 in Paris, 07:40 UTC, a Sunday. */
const NOW = Date.UTC(2026, 10, 22, 7, 40, 17);

interface Given {
  readonly at?: number;
  readonly zone?: string;
  readonly kind?: LimitKind;
  readonly passed?: boolean;
}

function reset(
  text: string,
  { at = NOW, zone = PARIS, kind = 'unknown', passed = false }: Given = {},
): string | null {
  const parsed = parseReset(text);
  const ms = parsed === null ? null : resolveReset(parsed, { printedAtMs: at, zone, kind, passed });
  return ms === null ? null : new Date(ms).toISOString().replace(':00.000Z', 'Z');
}

describe('a reset as printed', () => {
  it.each([
    ['resets 11am (Europe/Paris)', '2026-11-22T10:00Z'],
    ['resets 8:51am (Europe/Paris)', '2026-11-22T07:51Z'],
    ['resets at 8pm', '2026-11-22T19:00Z'],
    ['8pm', '2026-11-22T19:00Z'],
    ['8 PM', '2026-11-22T19:00Z'],
    ['8 p.m.', '2026-11-22T19:00Z'],
    ['12:30', '2026-11-22T11:30Z'],
    ['00:15', '2026-11-22T23:15Z'],
    ['12:30am', '2026-11-22T23:30Z'],
    ['12am', '2026-11-22T23:00Z'],
    ['12pm', '2026-11-22T11:00Z'],
    ['4am (Europe/Paris)', '2026-11-23T03:00Z'],
    ['8:40am', '2026-11-22T07:40Z'],
    ['8:39am', '2026-11-23T07:39Z'],
    ['3:30pm (Asia/Kolkata)', '2026-11-22T10:00Z'],
    ['1:30pm (Asia/Calcutta)', '2026-11-22T08:00Z'],
    ['10am (UTC)', '2026-11-22T10:00Z'],
    ['10am UTC', '2026-11-22T10:00Z'],
    ['10am (GMT)', '2026-11-22T10:00Z'],
    ['2am (America/Argentina/Buenos_Aires)', '2026-11-23T05:00Z'],
    ['Nov 25, 2am (America/New_York)', '2026-11-25T07:00Z'],
    ['Nov25,2am(America/New_York)', '2026-11-25T07:00Z'],
    ['Jul 15 at 12am (UTC)', null],
    ['Nov 30 at 12am (UTC)', '2026-11-30T00:00Z'],
    ['November 25, 2:05pm', '2026-11-25T13:05Z'],
    ['25 Nov, 2am', '2026-11-25T01:00Z'],
    ['Dec 1, 9am (Europe/Paris)', '2026-12-01T08:00Z'],
    ['Dec 1, 2026, 9am (Europe/Paris)', '2026-12-01T08:00Z'],
    ['Nov 20, 9am', '2026-11-20T08:00Z'],
    ['Mon 12:00am', '2026-11-22T23:00Z'],
    ['Sun 8:40am', '2026-11-22T07:40Z'],
    ['Saturday 9am', '2026-11-28T08:00Z'],
    ['tomorrow at 9am', '2026-11-23T08:00Z'],
    ['today at 9am', '2026-11-22T08:00Z'],
    ['in 45 minutes', '2026-11-22T08:25:17.000Z'],
    ['resets in 2h 5m', '2026-11-22T09:45:17.000Z'],
    ['in2hours and 5minutes', '2026-11-22T09:45:17.000Z'],
    ['in2hand5m', '2026-11-22T09:45:17.000Z'],
    ['in 1 day', '2026-11-23T07:40:17.000Z'],
    ['|1795341600', '2026-11-22T10:00Z'],
    ['1795341600000', '2026-11-22T10:00Z'],
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00Z'],
    ['2026-11-22T11:00:00+01:00', '2026-11-22T10:00Z'],
    ['2026-11-22 11:00', '2026-11-22T10:00Z'],
    ['25:99', null],
    ['13pm', null],
    ['0am', null],
    ['8', null],
    ['24:00', null],
    ['Feb 30, 3am', null],
    ['Foo 3, 3am', null],
    ['Funday 3am', null],
    ['3pm (PDT)', null],
    ['3pm (BST)', null],
    ['3pm PDT', null],
    ['3pm (Mars/Base)', null],
    ['3pm (../../etc)', null],
    ['Nov 25', null],
    ['soon', null],
    ['in 5 lightyears', null],
    ['8pm and more', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(reset(text)).toBe(expected);
  });

  it('rolls over the year', () => {
    const eve = Date.UTC(2026, 11, 31, 22, 0, 0);
    expect(reset('Jan 2, 3am (UTC)', { at: eve })).toBe('2027-01-02T03:00Z');
    expect(reset('1am (UTC)', { at: eve })).toBe('2027-01-01T01:00Z');
    expect(reset('Dec 31, 9pm (UTC)', { at: Date.UTC(2027, 0, 1) })).toBe('2026-12-31T21:00Z');
    expect(reset('Feb 29, 3am (UTC)', { at: Date.UTC(2028, 1, 27) })).toBe('2028-02-29T03:00Z');
    expect(reset('Feb 29, 3am (UTC)', { at: Date.UTC(2027, 1, 27) })).toBeNull();
  });

  it('is bounded by its kind where it says the day, by a day where it does not', () => {
    expect(reset('4am', { kind: 'five-hour' })).toBe('2026-11-23T03:00Z');
    expect(reset('Nov 23, 4am', { kind: 'five-hour' })).toBe('2026-11-23T03:00Z');
    expect(reset('Mon 4am', { kind: 'five-hour' })).toBe('2026-11-23T03:00Z');
    expect(reset('Dec 2, 11am', { kind: 'five-hour' })).toBeNull();
    expect(reset('in 31h', { kind: 'five-hour' })).toBeNull();
    expect(reset('Nov 22, 11am', { kind: 'five-hour' })).toBe('2026-11-22T10:00Z');
    expect(reset('in 7h', { kind: 'five-hour' })).toBeNull();
    expect(reset('Nov 29, 11am', { kind: 'weekly' })).toBe('2026-11-29T10:00Z');
    expect(reset('Dec 2, 11am', { kind: 'weekly' })).toBeNull();
    expect(reset('Dec 2, 11am', { kind: 'spend' })).toBe('2026-12-02T10:00Z');
    expect(reset('Dec 30, 11am', { kind: 'spend' })).toBeNull();
    expect(reset('1795341600', { kind: 'five-hour', at: NOW - 86_400_000 })).toBeNull();
  });

  it('that has come is the last such time', () => {
    expect(reset('8:30am', { passed: true })).toBe('2026-11-22T07:30Z');
    expect(reset('8:30am')).toBe('2026-11-23T07:30Z');
  });

  it('follows clocks that go back or jump forward', () => {
    const spring = Date.UTC(2026, 2, 29, 0, 0, 0);
    expect(reset('2:30am (Europe/Paris)', { at: spring })).toBe('2026-03-29T01:00Z');
    expect(reset('3:30am (Europe/Paris)', { at: spring })).toBe('2026-03-29T01:30Z');
    const autumn = Date.UTC(2026, 9, 24, 23, 0, 0);
    expect(reset('2:30am (Europe/Paris)', { at: autumn })).toBe('2026-10-25T01:30Z');
    expect(reset('1:45am (Australia/Lord_Howe)', { at: Date.UTC(2026, 3, 4, 12) })).toBe('2026-04-04T15:15Z');
  });
});

/** A transition of the clocks: one day, whose every minute is compared with what a table of local times says. */
const TRANSITIONS: readonly (readonly [string, number])[] = [
  ['Europe/Paris', Date.UTC(2026, 2, 29)],
  ['Europe/Paris', Date.UTC(2026, 9, 25)],
  ['America/New_York', Date.UTC(2026, 2, 8)],
  ['America/New_York', Date.UTC(2026, 10, 1)],
  ['Australia/Lord_Howe', Date.UTC(2026, 3, 5)],
  ['Australia/Lord_Howe', Date.UTC(2026, 9, 4)],
  ['America/St_Johns', Date.UTC(2026, 2, 8)],
  ['Africa/Cairo', Date.UTC(2026, 3, 24)],
  ['America/Santiago', Date.UTC(2026, 8, 6)],
  ['Asia/Kolkata', Date.UTC(2026, 5, 1)],
  ['Pacific/Chatham', Date.UTC(2026, 3, 5)],
  ['UTC', Date.UTC(2026, 0, 1)],
];
const MINUTE = 60_000;

/** Every minute's local time from half a day before to two and a half days after, as `day hour:minute`. */
function table(zone: string, day: number): { from: number; names: string[] } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const from = day - 720 * MINUTE;
  return {
    from,
    names: Array.from({ length: 4320 }, (_unused, index) => format.format(from + index * MINUTE)),
  };
}

describe('against a table of local times', () => {
  it.each(TRANSITIONS)('%s around %d', (zone, day) => {
    const { from, names } = table(zone, day);
    const local = names.map((name) => /(\d\d):(\d\d)$/.exec(name)?.slice(1).map(Number) ?? []);
    const sample = fc.record({
      // The minute that runs counts as not yet over: the answer may stand one before `at`, and the row before that is read.
      at: fc.integer({ min: 2, max: 1440 * 2 }),
      hour: fc.nat(23),
      minute: fc.constantFrom(0, 1, 15, 29, 30, 45, 59),
    });
    fc.assert(
      fc.property(sample, ({ at, hour, minute }) => {
        const now = from + at * MINUTE;
        const text = `${hour}:${String(minute).padStart(2, '0')}`;
        const ms =
          resolveReset(parseReset(text) ?? { form: 'instant', ms: 0 }, {
            printedAtMs: now,
            zone,
            kind: 'unknown',
          }) ?? 0;
        const index = (ms - from) / MINUTE;
        expect(Number.isInteger(index)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(now - MINUTE);
        expect(ms).toBeLessThanOrEqual(now + 25.5 * 60 * MINUTE);
        const [h = -1, m = -1] = local[index] ?? [];
        if (h === hour && m === minute) {
          expect(names.lastIndexOf(names[index] ?? '')).toBe(index);
        } else {
          const [ph = -1, pm = -1] = local[index - 1] ?? [];
          const before = ph * 60 + pm;
          // A gap at midnight: the minute before belongs to the day before.
          expect(before > h * 60 + m ? before - 1440 : before).toBeLessThan(hour * 60 + minute);
          expect(h * 60 + m).toBeGreaterThan(hour * 60 + minute);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const parsed = parseReset(text);
        if (parsed !== null) resolveReset(parsed, { printedAtMs: NOW, zone: PARIS, kind: 'unknown' });
      }),
      { numRuns: 1000 },
    );
    const token = fc.constantFrom(
      '8',
      'pm',
      'am',
      ':',
      '30',
      'Nov',
      '25',
      ',',
      ' ',
      '(UTC)',
      'in',
      '5m',
      'tomorrow',
      'at',
      'Mon',
      '|',
      '1795341600',
      '99',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
        const parsed = parseReset(tokens.join(''));
        const ms =
          parsed === null ? null : resolveReset(parsed, { printedAtMs: NOW, zone: PARIS, kind: 'weekly' });
        if (ms !== null) expect(Math.abs(ms - NOW)).toBeLessThanOrEqual(8 * 86_400_000 + 60_000);
      }),
      { numRuns: 1000 },
    );
  });
});
