import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cutToBytes,
  MAX_TEXT_BYTES,
  promptProblem,
  sanitise,
  utf8Length,
} from '../../../src/core/dispatcher/prompt.js';

describe('text to be typed', () => {
  test('loses every control character but tab and newline', () => {
    expect(sanitise('a\x1b[201~b\x03\r\nc\rd\te\x00\x7f\x85\u009b\ud800f\n\n')).toBe('a[201~b\nc\nd\tef');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sanitise(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  test.each([
    'C-c',
    'rm -rf /;',
    '$(id)',
    '`id` && "x" \'y\' | z > w',
    '/exit',
    '!ls',
    '#{pane_id}',
    '  two\n\n\tthree',
  ])('%j stays as it is, byte for byte', (text) => expect(sanitise(text)).toBe(text));

  test('is refused when nobody could see it, or when it is too long for a composer', () => {
    for (const blank of ['', ' \n\t ', '\u200b\u2060', '\x1b\x07']) {
      expect(promptProblem(sanitise(blank))).toMatch(/holds no prompt/);
    }
    expect(promptProblem('é'.repeat(MAX_TEXT_BYTES / 2))).toBeNull();
    expect(promptProblem(`${'é'.repeat(MAX_TEXT_BYTES / 2)}x`)).toMatch(/longer than 64 KB/);
  });
});

describe('bytes', () => {
  const bytes = new TextEncoder();

  test('are counted as an encoder counts them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(bytes.encode(text).length);
      }),
    );
  });

  test('a cut text fits, is the beginning, and could not be longer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, max) => {
        const cut = cutToBytes(text, max);
        expect(text.startsWith(cut)).toBe(true);
        expect(utf8Length(cut)).toBeLessThanOrEqual(max);
        const [next] = text.slice(cut.length);
        if (next !== undefined) expect(utf8Length(cut + next)).toBeGreaterThan(max);
      }),
    );
  });
});
