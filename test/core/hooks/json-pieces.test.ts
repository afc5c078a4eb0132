import { expect, test } from 'vitest';
import { jsonPieces } from '../../../src/core/hooks/json-pieces.js';

test('a line is cut behind each comma and opening bracket, and never within a string', () => {
  const pieces = ['{', '"a":[', '1,', '{', '"b":"x, [y\\"], {z"}],', '"c":{', '}}'];
  expect(jsonPieces(pieces.join(''))).toEqual(pieces);
  expect(jsonPieces('"a, b"')).toEqual(['"a, b"']);
  expect(jsonPieces('')).toEqual(['']);
});
