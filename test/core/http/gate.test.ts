import { describe, expect, test } from 'vitest';
import { bearerOf, foreign, type Head, isJsonType, malformed } from '../../../src/core/http/gate.js';

const head = (...headers: (readonly [string, string])[]): Head => ({ headers });

describe('a head', () => {
  test('is malformed with a second header that counts, with an upgrade and with an expectation', () => {
    expect(malformed(head(['host', 'a'], ['cookie', 'a'], ['cookie', 'b']))).toBeNull();
    expect(malformed(head(['host', 'a'], ['host', 'a']))).toMatchObject({ status: 400 });
    expect(malformed(head(['upgrade', 'h2c']))).toMatchObject({ status: 400 });
    expect(malformed(head(['expect', '100-continue']))).toMatchObject({ status: 417 });
  });

  test.each<readonly [string, number, boolean]>([
    ['127.0.0.1:8765', 8765, true],
    ['LocalHost:8765', 8765, true],
    ['[::1]:8765', 8765, true],
    ['localhost', 80, true],
    ['localhost:80', 80, true],
    ['localhost', 8765, false],
    ['localhost.:8765', 8765, false],
    ['localhost:08765', 8765, false],
    ['127.0.0.1:8765, evil', 8765, false],
    ['a@127.0.0.1:8765', 8765, false],
    ['127.1:8765', 8765, false],
  ])('with the host %s at port %i is ours: %s', (host, port, ours) => {
    expect(foreign(head(['host', host]), port) === null).toBe(ours);
  });

  test('of a person who types an address is not that of a page', () => {
    const host = ['host', 'localhost:1'] as const;
    expect(foreign(head(host, ['sec-fetch-site', 'none']), 1)).toBeNull();
    expect(foreign(head(host, ['sec-fetch-site', 'None']), 1)).toMatchObject({ status: 403 });
    expect(foreign(head(host, ['origin', '']), 1)).toMatchObject({ status: 403 });
    expect(foreign(head(), 1)).toMatchObject({ status: 403 });
  });

  test('holds a token in one form alone', () => {
    const sent = (value: string) => bearerOf(head(['authorization', value]));
    expect([
      sent('Bearer x'),
      sent('bearer  x '),
      sent('Bearer'),
      sent('Bearer x y'),
      sent('Basic x'),
    ]).toEqual(['x', 'x', null, null, null]);
    expect(bearerOf(head())).toBeNull();
  });
});

test.each([
  ['application/json', true],
  ['Application/JSON; charset=UTF-8', true],
  ['application/json;charset="utf-8"', true],
  ['application/json; charset=utf-16', false],
  ['application/json; a=b', false],
  ['application/json+x', false],
  ['text/plain; application/json', false],
  [undefined, false],
])('the type %s is JSON: %s', (type, is) => {
  expect(isJsonType(type)).toBe(is);
});
