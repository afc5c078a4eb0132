import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { isUtf8 } from '../../src/commands/locale.js';
import { inWords } from '../../src/core/time.js';
import { cooldownLeft, nextTick } from '../../src/ui/facts.js';
import { shorten, shortenName, sized, wrap } from '../../src/ui/text/cells.js';
import { plain, plainTexts } from '../../src/ui/text/plain.js';
import { age, clock, clockSeconds, countdown, listedAge } from '../../src/ui/text/time.js';
import { standIns } from '../../src/ui/widgets/stand-in.js';
import { windowOf } from '../../src/ui/widgets/window.js';
import { emptyQueue, task } from './queue-snapshots.js';
import { normal, suspected } from './snapshots.js';
import { NOW } from './times.js';

describe('plain text', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007after', 'after'],
    ['\u001b]8;;http://x\u001b\\link', 'link'],
    ['a\u202eb\u2066c\u200bd', 'abcd'],
    ['tab\tand\r\nline', 'tab and line'],
    ['👨‍👩‍👧 family', '👨 family'],
    ['❤️', '❤'],
    ['🇫🇷', 'FR'],
    ['1️⃣', '1'],
    ['e\u0301', 'é'],
    ['\ue000x\ud800y', 'xy'],
    ['日本', '日本'],
    ['☰ menu 🫨', '\ufffd menu \ufffd'],
    ['กำ ন্ধ', 'ก\u0e4d\u0e32 নধ'],
    ['a\u3164b', 'ab'],
  ])('%j is drawn as %j', (text, expected) => {
    expect(plain(text, false)).toBe(expected);
  });

  test('in ASCII nothing else is left', () => {
    expect(plain('a → b · “c” … 日', true)).toBe('a -> b - "c" ... ??');
  });

  test('ids keep their value', () => {
    const snapshot = {
      ...normal,
      sessions: normal.sessions.map((one) => ({ ...one, id: 'x\u001b1', name: 'n\u001b[1m' })),
    };
    const [first] = plainTexts(snapshot, false).sessions;
    expect(first).toMatchObject({ id: 'x\u001b1', name: 'n' });
  });
});

describe('cells', () => {
  test('cut between graphemes, exact to the cell', () => {
    expect(shorten('日本語', 5, '…')).toBe('日本…');
    expect(shorten('日本語', 4, '…')).toBe('日…');
    expect(sized('日本語', 4, '…')).toBe('日… ');
    expect(sized('ab', 4, '…', 'end')).toBe('  ab');
    expect(sized('abc', 0, '…')).toBe('');
  });

  test('a name keeps its end, exact to the cell', () => {
    expect(shortenName('task-20261122-190514-0f76', 16, '…')).toBe('task-202…14-0f76');
    expect(shortenName('short', 16, '…')).toBe('short');
    expect(shortenName('日本語日本語', 8, '…')).toBe('日本…語');
    expect(shortenName('abcdef', 2, '…')).toBe('a…');
    expect(shortenName('abcdef', 0, '…')).toBe('');
    for (let cells = 0; cells < 12; cells++)
      expect(stringWidth(shortenName('a日b本c語d日e', cells, '…'))).toBeLessThanOrEqual(cells);
  });

  test('wrapping breaks at blanks and, where there are none, anywhere', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(wrap('日本語', 1).length).toBeGreaterThan(0);
  });

  test('stand-ins are as long as they are wide, and come back whole', () => {
    const set = standIns();
    for (const text of ['日本 語', 'é plain', '👨 x', 'ก็']) {
      const hidden = set.hide(3, text);
      expect(hidden.length).toBe(1 + stringWidth(text));
      expect(set.reveal(` ${hidden}   `)).toEqual({ row: 3, text });
    }
    expect(set.reveal('   ')).toEqual({ row: -1, text: '' });
  });

  test('a list is shown page by page', () => {
    expect(windowOf(10, 4, 0)).toEqual({ start: 0, size: 4 });
    expect(windowOf(10, 4, 3)).toEqual({ start: 0, size: 4 });
    expect(windowOf(10, 4, 4)).toEqual({ start: 4, size: 4 });
    expect(windowOf(10, 4, 9)).toEqual({ start: 6, size: 4 });
    expect(windowOf(3, 9, -1)).toEqual({ start: 0, size: 3 });
    expect(windowOf(3, 0, 1)).toEqual({ start: 0, size: 0 });
  });
});

describe('time', () => {
  test('countdowns keep their width below an hour and end at 00:00', () => {
    expect([192_000, 191_001, 59_999, 1, 0, -5].map(countdown)).toEqual([
      '03:12',
      '03:12',
      '01:00',
      '00:01',
      '00:00',
      '00:00',
    ]);
    expect(countdown(3_600_000)).toBe('1:00:00');
  });

  test('spans round up, ages down', () => {
    expect([31_000, 61_000, 4_800_000, 7_200_000, 187_200_000].map(inWords)).toEqual([
      '31s',
      '2m',
      '1h 20m',
      '2h',
      '2d 4h',
    ]);
    expect([31_900, 119_000, 7_199_000, 172_800_000].map(age)).toEqual(['31s', '1m', '1h', '2d']);
    expect([-1, 59_999, 61_000].map(listedAge)).toEqual(['<1m', '<1m', '1m']);
  });

  test('clocks in the person’s zone; an unknown zone is UTC, no time a blank', () => {
    expect(clock(NOW, 'Europe/Paris')).toBe('22:04');
    expect(clockSeconds(NOW, 'No/Where')).toBe('21:04:07');
    expect(clock(Number.NaN, 'UTC')).toBe('--:--');
  });

  test('what is left derives from the snapshot’s time and now', () => {
    expect(cooldownLeft(suspected, NOW + 12_000)?.ms).toBe(180_000);
    expect(cooldownLeft(suspected, NOW + 999_000)).toBeNull();
    expect(cooldownLeft(suspected, NOW - 50_000)?.ms).toBe(192_000);
  });

  test('the clock ticks each second only while a number moves', () => {
    expect(nextTick(suspected, NOW)).toBe(1_000);
    expect(nextTick(suspected, NOW + 250)).toBe(750);
    const young = task('new', { since: new Date(NOW - 9_000).toISOString() });
    const quiet = { ...normal, queue: { ...emptyQueue, tasks: [young] } };
    expect(nextTick(quiet, NOW)).toBe(53_000);
    expect(nextTick(quiet, NOW, true)).toBe(1_000);
  });
});

describe('the terminal’s abilities', () => {
  test('UTF-8 by locale', () => {
    expect(isUtf8({ LANG: 'fr_FR.UTF-8' })).toBe(true);
    expect(isUtf8({ LC_ALL: 'C', LANG: 'fr_FR.UTF-8' })).toBe(false);
    expect(isUtf8({ LC_ALL: '', LC_CTYPE: 'C.utf8' })).toBe(true);
    expect(isUtf8({})).toBe(false);
  });
});
