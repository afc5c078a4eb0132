import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasProgram } from '../support/program.js';
import { until } from '../support/until.js';
import { CALM, rawConnection } from './http-support.js';
import { type Asking, get, serveOnPort, tokenIn } from './http-tcp-support.js';
import { temporaryFolder } from './support.js';

const run = promisify(execFile);

describe('the port', () => {
  test('is of the loopback alone, and told with where the token is', async () => {
    const served = await serveOnPort();
    expect(served.told).toEqual([
      `HTTP listens on http://127.0.0.1:${served.port()}; its token is in ${served.stateDir}/http.token.`,
    ]);
    const socket = connect(served.port(), '127.0.0.2');
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    expect(served.notes).toEqual([]);
  });

  test('answers everything with the token', async () => {
    const served = await serveOnPort();
    expect(JSON.parse((await get(served)).body)).toEqual(CALM);
    expect((await get(served, { path: '/metrics' })).head).toMatch(
      /content-type: text\/plain; version=0\.0\.4; charset=utf-8/,
    );
    const pause = { method: 'POST', path: '/pause', body: '{}' };
    expect((await get(served, pause)).status).toBe(200);
    const answer = { method: 'POST', path: '/answer', body: '{"yes": true}' };
    expect((await get(served, answer)).status).toBe(200);
    expect(served.store.sent).toEqual([{ type: 'pause' }, { type: 'answer', yes: true }]);
    const events = rawConnection(
      served.port(),
      `GET /events HTTP/1.1\r\nHost: localhost:${served.port()}\r\nAuthorization: bearer ${served.token}\r\n\r\n`,
    );
    await until('the events begin', () => events.text().includes('event: snapshot'));
    await served.server.close();
    await events.over;
  });

  test.runIf(hasProgram('curl'))('is answered to curl', async () => {
    const served = await serveOnPort();
    const url = `http://127.0.0.1:${served.port()}`;
    const bearer = ['-H', `Authorization: Bearer ${tokenIn(served.stateDir)}`];
    const json = ['-H', 'Content-Type: application/json', '-d', '{"mode": "observe"}'];
    const health = await run('curl', ['-sS', '-w', '%{http_code}', `${url}/health`]);
    expect(health.stdout).toBe('{"status":"ok","reasons":[]}\n200');
    const status = await run('curl', ['-sS', ...bearer, `http://localhost:${served.port()}/status`]);
    expect(JSON.parse(status.stdout)).toEqual(CALM);
    const mode = await run('curl', ['-sS', ...bearer, ...json, `${url}/mode`]);
    expect(mode.stdout).toBe('{"text":"as you wish"}\n');
    expect(served.store.sent).toEqual([{ type: 'mode', mode: 'observe' }]);
  });

  test('takes no order to move the person’s client', async () => {
    const served = await serveOnPort();
    const focus = { method: 'POST', path: '/focus', body: '{"session": "%1"}' };
    expect((await get(served, focus)).status).toBe(404);
    expect(served.store.sent).toEqual([]);
  });
});

describe('without the token', () => {
  test.each<readonly [string, Asking, number]>([
    ['nothing', { token: null }, 401],
    ['a wrong one', { token: 'x'.repeat(43) }, 401],
    ['an empty one', { token: '' }, 401],
    ['an order', { token: null, method: 'POST', path: '/pause', body: '{}' }, 401],
    ['metrics', { token: null, path: '/metrics' }, 401],
    ['events', { token: null, path: '/events' }, 401],
    ['a path that is not there', { token: null, path: '/x' }, 401],
    ['an order to the health', { token: null, method: 'POST', path: '/health', body: '{}' }, 405],
  ])('%s is refused', async (_name, asking, status) => {
    const served = await serveOnPort();
    const got = await get(served, asking);
    expect(got.status).toBe(status);
    if (status === 401) expect(got.head).toMatch(/\r\nwww-authenticate: Bearer(\r\n|$)/i);
    expect(got.body).not.toContain(served.token);
    expect(served.store.sent).toEqual([]);
  });

  test('one letter more, less or other is not the token, nor is another scheme', async () => {
    const served = await serveOnPort();
    const { token } = served;
    const other = token.startsWith('A') ? 'B' : 'A';
    for (const wrong of [token.slice(1), `${token}A`, other + token.slice(1), token.toLowerCase()])
      expect((await get(served, { token: wrong })).status).toBe(401);
    for (const line of [`Basic ${token}`, token, `Bearer${token}`, `Bearer ${token} x`])
      expect((await get(served, { token: null, more: [`Authorization: ${line}`] })).status).toBe(401);
    expect((await get(served, { token: null, path: `/status?token=${token}` })).status).toBe(401);
  });

  test('the health names nobody and nothing; with it, it does', async () => {
    const served = await serveOnPort();
    served.store.snapshot = {
      ...CALM,
      needs: ['account work at /home/x is logged out'],
      warnings: ['ccl-1 is parked', 'ccl-2 is parked'],
      hold: { until: null, account: 'work', since: CALM.at, remainingMs: null, reason: 'until work is back' },
      breaker: { open: true, reason: '6 swaps, last to work', swapsInHour: 6 },
    };
    const plain = await get(served, { token: null, path: '/health' });
    expect(plain.status).toBe(200);
    expect(JSON.parse(plain.body)).toEqual({
      status: 'degraded',
      reasons: [
        'something needs a person: see claude-failover status',
        'every account is limited',
        'the breaker stopped automatic swaps',
        'there are warnings: see claude-failover status',
      ],
    });
    const full = await get(served, { path: '/health' });
    expect(JSON.parse(full.body).reasons).toContain('ccl-2 is parked');
    const tmux = { state: 'no-server', version: null, detail: 'no /x/sock' };
    served.store.snapshot = { ...CALM, tmux, needs: [tmux.detail] };
    const down = await get(served, { token: null, path: '/health' });
    expect(down.status).toBe(503);
    expect(JSON.parse(down.body).reasons).toEqual(['tmux is not reached']);
  });
});

describe('a port that is taken', () => {
  const taken = async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    return { other, port: (other.address() as AddressInfo).port };
  };

  test('is said once, tried again, and taken when it is free', async () => {
    const { other, port } = await taken();
    const served = await serveOnPort({ wish: { enabled: true, port }, againMs: 20 });
    expect(served.server.port()).toBeNull();
    expect(served.notes).toEqual([
      `HTTP does not listen on port ${port}: another process has it. End that process or set another http.port. It is tried again every 1 s; everything else goes on.`,
    ]);
    await served.server.change({ enabled: true, port });
    expect(served.notes).toHaveLength(1);
    other.close();
    await until('it listens', () => served.server.port() === port);
    expect((await get(served)).status).toBe(200);
    expect(served.notes).toHaveLength(1);
  });

  test('is tried again at once when the configuration changes', async () => {
    const { other, port } = await taken();
    const served = await serveOnPort({ wish: { enabled: true, port } });
    other.close();
    await once(other, 'close');
    await served.server.change({ enabled: true, port });
    expect(served.server.port()).toBe(port);
  });
});

describe('another wish', () => {
  test('ends the port, and opens it anew', async () => {
    const served = await serveOnPort();
    const before = served.port();
    await served.server.change({ enabled: false, port: 0 });
    expect(served.server.port()).toBeNull();
    const [error] = await once(connect(before, '127.0.0.1'), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    await served.server.change({ enabled: true, port: before });
    expect(served.server.port()).toBe(before);
    expect((await get(served)).status).toBe(200);
    expect(served.told).toHaveLength(3);
  });

  test('that is the same one leaves the connections alone', async () => {
    const served = await serveOnPort();
    const before = served.port();
    const events = rawConnection(
      before,
      `GET /events HTTP/1.0\r\nHost: 127.0.0.1:${before}\r\nAuthorization: Bearer ${served.token}\r\n\r\n`,
    );
    await until('the events begin', () => events.text().includes('event: snapshot'));
    await served.server.change({ enabled: true, port: 0 });
    expect(served.server.port()).toBe(before);
    served.store.change({ ...CALM, swapCount: 9 });
    await until('they go on', () => events.text().includes('"swapCount":9'));
  });

  test('to be closed from the start opens nothing and makes no token', async () => {
    const served = await serveOnPort({ wish: { enabled: false, port: 0 } });
    expect(served.server.port()).toBeNull();
    expect(existsSync(join(served.stateDir, 'http.token'))).toBe(false);
  });
});

test('where no token can be kept nothing is listened to, and that is said', async () => {
  const stateDir = temporaryFolder();
  mkdirSync(join(stateDir, 'http.token'));
  chmodSync(stateDir, 0o700);
  const served = await serveOnPort({ stateDir });
  expect(served.server.port()).toBeNull();
  expect(served.notes).toEqual([
    expect.stringMatching(/^HTTP does not listen: the token cannot be kept in .*http\.token: /),
  ]);
});
