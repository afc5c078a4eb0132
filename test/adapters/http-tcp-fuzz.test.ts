import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask } from '../../src/adapters/http/client.js';
import { until } from '../support/until.js';
import { HASTY, rawConnection, serve } from './http-support.js';
import { type Asking, bytesOf, get, send, serveOnPort, type TcpServed } from './http-tcp-support.js';

const PAUSE: Asking = { method: 'POST', path: '/pause', body: '{}' };
const JSON_LINE = 'Content-Type: application/json';

/** It still answers, and was never sent a command. */
async function unharmed(served: TcpServed): Promise<void> {
  expect((await get(served)).status).toBe(200);
  expect(served.store.sent).toEqual([]);
  expect(served.notes).toEqual([]);
}

describe('with the right token, refused all the same', () => {
  test.each<readonly [string, (served: TcpServed) => string, readonly number[]]>([
    ...[
      'evil.example',
      '127.0.0.1',
      'localhost',
      '127.0.0.1:1',
      '0.0.0.0:$',
      '127.0.0.1.evil:$',
      '$',
      '',
    ].map((host): readonly [string, (served: TcpServed) => string, readonly number[]] => [
      `the host "${host}"`,
      (served) => bytesOf(served, { ...PAUSE, host: host.replace('$', String(served.port())) }),
      [403],
    ]),
    ['no host', (served) => bytesOf(served, { ...PAUSE, host: null }), [400]],
    ['no host in HTTP/1.0', (served) => bytesOf(served, { ...PAUSE, host: null, http: '1.0' }), [403]],
    ['two hosts', (served) => bytesOf(served, { ...PAUSE, more: ['Host: evil.example'] }), [400]],
    ['an origin', (served) => bytesOf(served, { ...PAUSE, more: ['Origin: http://x.example'] }), [403]],
    [
      'our own origin',
      (s) => bytesOf(s, { ...PAUSE, more: [`Origin: http://127.0.0.1:${s.port()}`] }),
      [403],
    ],
    ['the origin null', (served) => bytesOf(served, { ...PAUSE, more: ['Origin: null'] }), [403]],
    ['another site', (served) => bytesOf(served, { ...PAUSE, more: ['Sec-Fetch-Site: cross-site'] }), [403]],
    [
      'the same site',
      (served) => bytesOf(served, { ...PAUSE, more: ['Sec-Fetch-Site: same-origin'] }),
      [403],
    ],
    [
      'a preflight',
      (s) => bytesOf(s, { method: 'OPTIONS', path: '/pause', more: ['Origin: http://x'] }),
      [403],
    ],
    ['a form', (s) => bytesOf(s, { ...PAUSE, more: ['Content-Type: text/plain'] }), [415]],
    ['a type that begins so', (s) => bytesOf(s, { ...PAUSE, more: [`${JSON_LINE}p`] }), [415]],
    ['two types in one', (s) => bytesOf(s, { ...PAUSE, more: [`${JSON_LINE}, text/plain`] }), [415]],
    ['two types', (s) => bytesOf(s, { ...PAUSE, more: [JSON_LINE, 'Content-Type: text/plain'] }), [400]],
    ['another charset', (s) => bytesOf(s, { ...PAUSE, more: [`${JSON_LINE}; charset=utf-7`] }), [415]],
    ['neither body nor type', (s) => bytesOf(s, { method: 'POST', path: '/pause' }), [415]],
    [
      'an upgrade',
      (s) => bytesOf(s, { ...PAUSE, more: ['Connection: upgrade', 'Upgrade: websocket'] }),
      [400],
    ],
    ['an expectation', (s) => bytesOf(s, { ...PAUSE, more: ['Expect: 100-continue'] }), [417]],
    ['a whole address', (s) => bytesOf(s, { ...PAUSE, path: `http://127.0.0.1:${s.port()}/pause` }), [404]],
    ['a climbing path', (s) => bytesOf(s, { ...PAUSE, path: '/x/../pause' }), [404]],
    ['an escaped path', (s) => bytesOf(s, { ...PAUSE, path: '/%70ause' }), [404]],
    ['two slashes', (s) => bytesOf(s, { ...PAUSE, path: '//pause' }), [404]],
    ['a tunnel', (s) => bytesOf(s, { ...PAUSE, method: 'CONNECT' }), [0]],
    ['another method', (s) => bytesOf(s, { ...PAUSE, method: 'DELETE' }), [405]],
    ['a GET', (s) => bytesOf(s, { path: '/pause' }), [405]],
    ['two tokens', (s) => bytesOf(s, { ...PAUSE, more: ['Authorization: Bearer x'] }), [400]],
    ['a folded header', (s) => bytesOf(s, { ...PAUSE, more: ['X: a\r\n folded'] }), [400, 0]],
    [
      'a folded token',
      (s) => bytesOf(s, { ...PAUSE, token: null, more: [`Authorization: Bearer\r\n ${s.token}`] }),
      [400, 401],
    ],
    ['a blank before the colon', (s) => bytesOf(s, { ...PAUSE, more: ['X : y'] }), [400]],
    ['a bare line feed', (s) => bytesOf(s, PAUSE).replaceAll('\r\n', '\n'), [400]],
    ['a zero byte', (s) => bytesOf(s, { ...PAUSE, more: ['X: \0'] }), [400]],
    ['two lengths', (s) => bytesOf(s, { ...PAUSE, more: ['Content-Length: 2'] }), [400]],
    ['length and chunks', (s) => bytesOf(s, { ...PAUSE, more: ['Transfer-Encoding: chunked'] }), [400]],
    [
      'chunks under a false name',
      (s) => bytesOf(s, { method: 'POST', path: '/pause', more: [JSON_LINE, 'Transfer-Encoding: xchunked'] }),
      [400, 408],
    ],
    [
      'chunks twice',
      (s) =>
        `${bytesOf(s, {
          method: 'POST',
          path: '/pause',
          more: [JSON_LINE, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
        })}2\r\n{}\r\n0\r\n\r\n`,
      [400],
    ],
    ['HTTP/3.0', (s) => bytesOf(s, { ...PAUSE, http: '3.0' }), [400]],
    [
      'many headers',
      (s) => bytesOf(s, { ...PAUSE, more: Array.from({ length: 999 }, () => 'X: yyyyy') }),
      [431],
    ],
  ])('%s', async (_name, bytes, expected) => {
    const served = await serveOnPort({ limits: HASTY });
    const connection = rawConnection(served.port(), Buffer.from(bytes(served), 'latin1'));
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(await connection.over)?.[1] ?? 0);
    expect(expected).toContain(status);
    await unharmed(served);
  });

  test('what is sent behind a request is never another one', async () => {
    const served = await serveOnPort();
    const pause = bytesOf(served, PAUSE);
    for (const http of ['1.0', '1.1']) {
      const first = bytesOf(served, { path: '/health', http, more: ['Connection: keep-alive'] });
      const got = await send(served, first + pause.repeat(300));
      expect(got.status).toBe(200);
    }
    const inside = bytesOf(served, { ...PAUSE, path: '/nothing', body: pause });
    expect((await send(served, inside)).status).toBe(404);
    const short = bytesOf(served, { path: '/health', more: ['Content-Length: 4'] });
    await send(served, `${short}GET ${pause}`);
    await unharmed(served);
  });
});

test('HTTP/1.0 is answered, and closed', async () => {
  const served = await serveOnPort();
  const got = await get(served, { http: '1.0', more: ['Connection: keep-alive'] });
  expect(got.status).toBe(200);
  expect(got.head).toMatch(/\r\nconnection: close(\r\n|$)/i);
  for (const host of ['localhost', 'LOCALHOST', '[::1]'])
    expect((await get(served, { host: `${host}:${served.port()}` })).status).toBe(200);
});

describe('by chance', () => {
  const hostile = fc.constantFrom(
    'Origin: http://evil.example',
    'Sec-Fetch-Site: cross-site',
    'Host: evil.example',
    'Authorization: Bearer x',
    'Upgrade: h2c',
    'Expect: 100-continue',
    'Content-Type: text/plain',
    'Content-Length: 9',
    'Transfer-Encoding: gzip, chunked, identity',
  );
  const harmless = fc.constantFrom('Accept: */*', 'X-A: b', 'Connection: keep-alive', 'Cookie: a=b', 'Te: x');
  const word = fc.constantFrom('POST', 'GET', 'PUT', 'HEAD', 'OPTIONS', 'TRACE');
  const path = fc.constantFrom('/pause', '/swap', '/mode', '/dismiss', '/status', '/health?x', '/', '*');

  test('one thing that is wrong is enough, whatever is right', async () => {
    const served = await serveOnPort({ limits: HASTY });
    const lines = fc.tuple(
      fc.array(harmless, { maxLength: 4 }),
      hostile,
      fc.array(harmless, { maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(word, path, lines, fc.boolean(), async (method, at, [a, wrong, b], shouts) => {
        const more = [...a, JSON_LINE, wrong, ...b].map((line) => (shouts ? shouted(line) : line));
        const got = await get(served, { method, path: at, body: '{}', more });
        expect(got.status === 0 || got.status >= 400).toBe(true);
      }),
      { numRuns: 150 },
    );
    await unharmed(served);
  });

  test('any bytes at all, and right requests with bytes that are not, do nothing without the token', async () => {
    const served = await serveOnPort({ limits: HASTY });
    const spoilt = fc.tuple(word, path, fc.uint8Array({ maxLength: 40 }), fc.nat(200));
    await fc.assert(
      fc.asyncProperty(spoilt, async ([method, at, noise, place]) => {
        const right = Buffer.from(bytesOf(served, { method, path: at, token: null, body: '{}' }));
        const bytes = Buffer.concat([right.subarray(0, place), noise, right.subarray(place)]);
        const connection = rawConnection(served.port(), bytes);
        connection.socket.end();
        const text = await connection.over;
        expect(text === '' || / (4\d\d|503) /.test(text.slice(0, 16)) || /health/.test(at)).toBe(true);
      }),
      { numRuns: 150 },
    );
    await unharmed(served);
  });
});

/** Names of headers have no case. */
function shouted(line: string): string {
  return line.replace(/^[^:]+/, (name) => name.toUpperCase());
}

describe('a flood', () => {
  test('of 1,000 connections: the port takes 32, the unix socket answers, memory stays', async () => {
    const served = await serveOnPort();
    const socket = await serve();
    const before = process.memoryUsage().rss;
    const flood = Array.from({ length: 1_000 }, () => connect(served.port(), '127.0.0.1'));
    let gone = 0;
    for (const one of flood) {
      one.on('error', () => undefined);
      one.on('close', () => gone++);
      one.write('GET /status HTTP/1.1\r\n');
    }
    await until('the surplus is closed', () => gone === 1_000 - 32);
    expect(await ask(socket.path, 'GET', '/status')).toMatchObject({ status: 200 });
    expect(await ask(socket.path, 'POST', '/pause')).toMatchObject({ status: 200 });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    for (const one of flood) one.destroy();
    await until('there is room again', async () => (await get(served)).status === 200);
    await unharmed(served);
  });

  test('of requests that dribble ends by itself, and 10 MB are not read', async () => {
    const served = await serveOnPort({ limits: HASTY });
    const slow = Array.from({ length: 32 }, (_, index) =>
      rawConnection(served.port(), index % 2 === 0 ? '' : 'GET /status HTTP/1.1\r\nX: '),
    );
    const dribble = setInterval(() => {
      for (const one of slow.filter((_, index) => index % 2 === 1))
        if (!one.socket.destroyed) one.socket.write('y');
    }, 20);
    await until('all are closed', () => slow.every((one) => one.socket.destroyed));
    clearInterval(dribble);
    expect(slow.map((one) => one.text()).every((text) => text === '' || / 408 /.test(text))).toBe(true);
    const huge = [JSON_LINE, `Content-Length: ${10 * 1024 * 1024}`];
    const got = await get(served, { method: 'POST', path: '/pause', more: huge });
    expect(got.status).toBe(413);
    await unharmed(served);
  });
});
