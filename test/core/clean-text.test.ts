import { expect, test } from 'vitest';
import { cleanText } from '../../src/core/clean-text.js';

test.each([
  ['plain text · with → signs', 'plain text · with → signs'],
  ['\u001b[1;31mred\u001b[0m', 'red'],
  ['a\u001b]0;title\u0007b', 'ab'],
  ['a\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\b', 'alinkb'],
  ['a\u001bPq payload\u001b\\b', 'ab'],
  ['a\u001b]0;never closed', 'a'],
  ['a\u009b31mb\u0085c', 'ab c'],
  ['a\r\n\tb\u0000c', 'a b c'],
  ['gnp.\u202eexe', 'gnp. exe'],
  ['zero\u200bwidth\ufeff', 'zero width'],
  ['1\u061c2', '1 2'],
  ['\u001b', ''],
  ['a\u001bcb', 'ab'],
])('%j becomes %j', (dirty, clean) => {
  expect(cleanText(dirty)).toBe(clean);
});

test('nothing that steers a terminal comes through, whatever the bytes', () => {
  let seed = 7;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed;
  };
  const alphabet = '\u001b\u009b\u009d[]()P;?0123mhlKJ\\\u0007\u0000\n\r\u202eab ';
  for (let round = 0; round < 5_000; round++) {
    const dirty = Array.from({ length: 30 }, () => alphabet.charAt(next() % alphabet.length)).join('');
    expect(cleanText(dirty)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
});

test('it is cut at the length asked for, never inside a character', () => {
  expect(cleanText('abcdef', 3)).toBe('abc');
  expect(cleanText('ab😀', 3)).toBe('ab');
  expect(cleanText(`${'\u001b[0m'.repeat(3)}abc`, 3)).toBe('abc');
  expect(cleanText('x'.repeat(10_000_000), 300)).toHaveLength(300);
});
