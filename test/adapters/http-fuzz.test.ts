import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ask } from '../../src/adapters/http/client.js';
import { until } from '../support/until.js';
import { HASTY, rawConnection, type Served, serve } from './http-support.js';

vi.setConfig({ testTimeout: 60_000 });

const JSON_TYPE = 'Content-Type: application/json\r\n';
const post = (path: string, headers: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);

/** It still answers, and was never sent a command. */
async function unharmed({ path, store, notes }: Served): Promise<void> {
  expect(await ask(path, 'GET', '/status')).toMatchObject({ status: 200 });
  expect(store.sent).toEqual([]);
  expect(notes).toEqual([]);
}

describe('bytes that are no good request', () => {
  test.each<readonly [string, string, readonly number[]]>([
    ['no HTTP', 'hello\r\n\r\n', [400]],
    ['an unknown method', 'SWAP /swap HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['a method in lower case', 'post /pause HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
    ['TLS', '\x16\x03\x01\x00\xa5\x01\x00\x00', [400]],
    ['no host', 'GET /status HTTP/1.1\r\n\r\n', [400]],
    ['a whole address', 'POST http://x/pause HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', [404]],
    ['a climbing path', 'POST /../pause HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', [404]],
    ['CONNECT', 'CONNECT /pause HTTP/1.1\r\nHost: x\r\n\r\n', [0]],
    ['long headers', `GET /status HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`, [431]],
    ['a long path', `GET /${'x'.repeat(9_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [431]],
    ['a negative length', 'POST /pause HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', [400]],
    [
      'two lengths',
      'POST /pause HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 2\r\n\r\n{}',
      [400],
    ],
    [
      'length and chunks',
      `POST /pause HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
      [400],
    ],
    ['a form', post('/pause', 'Content-Type: application/x-www-form-urlencoded\r\n', 'a=b'), [415]],
    ['text', post('/pause', 'Content-Type: text/plain\r\n', '{}'), [415]],
    ['no type', post('/pause', '', '{}'), [415]],
    ['half of a JSON', post('/pause', JSON_TYPE, '{"a":'), [400]],
    [
      'bytes that are no UTF-8',
      `${post('/mode', JSON_TYPE, '').replace('Length: 0', 'Length: 3')}{\xff}`,
      [400],
    ],
    ['a number', post('/pause', JSON_TYPE, '1'), [400]],
    ['null', post('/pause', JSON_TYPE, 'null'), [400]],
    ['a deep JSON', post('/pause', JSON_TYPE, '['.repeat(30_000)), [400]],
    ['a prototype', post('/pause', JSON_TYPE, '{"__proto__": {"x": 1}}'), [400]],
    ['an expectation', post('/pause', `${JSON_TYPE}Expect: more\r\n`, '{}'), [417]],
  ])('%s', async (_name, bytes, expected) => {
    const served = await serve();
    const connection = rawConnection(served.path, Buffer.from(bytes, 'latin1'));
    expect(expected).toContain(statusOf(await connection.over));
    await unharmed(served);
  });

  test('any bytes at all', async () => {
    const served = await serve();
    const line = fc.constantFrom('POST /pause HTTP/1.1', 'GET /status HTTP/1.0', 'POST /swap HTTP/1.1', '');
    const noise = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(line, noise, noise, async (first, head, tail) => {
        const bytes = Buffer.concat([Buffer.from(`${first}\r\n`), head, Buffer.from('\r\n\r\n'), tail]);
        const connection = rawConnection(served.path, bytes);
        connection.socket.end();
        const status = statusOf(await connection.over);
        expect(status === 0 || status >= 400 || first.startsWith('GET')).toBe(true);
      }),
      { numRuns: 200 },
    );
    await unharmed(served);
  });
});

test('HTTP/1.0 is answered, and closed', async () => {
  const { path } = await serve();
  expect(statusOf(await rawConnection(path, 'GET /health HTTP/1.0\r\n\r\n').over)).toBe(200);
});

describe('a body that is too long', () => {
  const MB = 1024 * 1024;

  test('is refused by its announced length, without being read', async () => {
    const served = await serve();
    const head = `POST /pause HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}Content-Length: ${10 * MB}\r\n\r\n`;
    expect(statusOf(await rawConnection(served.path, head).over)).toBe(413);
    await unharmed(served);
  });

  test('is refused after 64 KB when it comes in pieces', async () => {
    const served = await serve();
    const head = `POST /pause HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`;
    const connection = rawConnection(served.path, head);
    const piece = Buffer.from(`10000\r\n${' '.repeat(0x10000)}\r\n`);
    for (let sent = 0; sent < 10 * MB; sent += piece.length) connection.socket.write(piece);
    expect(statusOf(await connection.over)).toBe(413);
    await unharmed(served);
  });

  test('of exactly 64 KB is read', async () => {
    const { path, store } = await serve();
    const body = (length: number): string => `{"mode":"auto"}`.padEnd(length, ' ');
    const fits = rawConnection(path, post('/mode', JSON_TYPE, body(64 * 1024)));
    expect(statusOf(await fits.over)).toBe(200);
    const over = rawConnection(path, post('/mode', JSON_TYPE, body(64 * 1024 + 1)));
    expect(statusOf(await over.over)).toBe(413);
    expect(store.sent).toHaveLength(1);
  });

  test('that dribbles is given up, one that is cut is no order', async () => {
    const served = await serve(undefined, HASTY);
    const head = `POST /pause HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}Content-Length: 4000\r\n\r\n{}`;
    const slow = rawConnection(served.path, head);
    const dribble = setInterval(() => {
      if (!slow.socket.destroyed) slow.socket.write(' ');
    }, 20);
    const cut = rawConnection(served.path, head);
    cut.socket.end();
    await cut.over;
    await until('it is closed', () => slow.socket.destroyed);
    clearInterval(dribble);
    expect([0, 408]).toContain(statusOf(slow.text()));
    await unharmed(served);
  });
});

describe('many connections', () => {
  test('beyond 32 are closed at once; the others are served', async () => {
    const served = await serve();
    const all = Array.from({ length: 200 }, () => rawConnection(served.path));
    let closed = 0;
    for (const one of all) void one.over.then(() => closed++);
    await until('the surplus is closed', () => closed === 200 - 32);
    const open = all.filter((one) => !one.socket.destroyed);
    for (const one of open) one.socket.write('GET /status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const answers = await Promise.all(open.map((one) => one.over));
    expect(answers.map(statusOf)).toEqual(Array.from({ length: 32 }, () => 200));
    await unharmed(served);
  });

  test('that dribble or say nothing are closed after a while, and make room', async () => {
    const served = await serve(undefined, { ...HASTY, requestMs: 60_000 });
    const silent = Array.from({ length: 16 }, () => rawConnection(served.path));
    const slow = Array.from({ length: 16 }, () => rawConnection(served.path, 'GET /status HTTP/1.1\r\n'));
    const dribble = setInterval(() => {
      for (const one of slow) if (!one.socket.destroyed) one.socket.write('X: y\r\n');
    }, 20);
    const all = [...silent, ...slow];
    await until('all are closed', () => all.every((one) => one.socket.destroyed));
    clearInterval(dribble);
    await unharmed(served);
  });

  test('that go away in the middle harm nothing', async () => {
    const served = await serve();
    for (let i = 0; i < 100; i++) {
      const bytes = post('/pause', JSON_TYPE, `{"a": "${randomBytes(20).toString('hex')}"`);
      const one = rawConnection(served.path, bytes.slice(0, 10 + i));
      one.socket.once('connect', () => one.socket.destroy());
      await one.over;
    }
    await unharmed(served);
  });
});
