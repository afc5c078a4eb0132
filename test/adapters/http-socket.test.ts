import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, askSupervisor } from '../../src/adapters/http/client.js';
import { type SocketServer, serveSocket } from '../../src/adapters/http/server.js';
import { socketPlaces } from '../../src/adapters/http/socket-place.js';
import type { Environment } from '../../src/adapters/paths.js';
import { until } from '../support/until.js';
import { CALM, heldStore, NOW_MS } from './http-support.js';
import { temporaryFolder } from './support.js';

interface Place {
  readonly stateDir: string;
  readonly env: Environment;
  readonly runtime: string;
}

function place(): Place {
  const root = temporaryFolder();
  const stateDir = join(root, 'state');
  const runtime = join(root, 'run');
  const tmp = join(root, 'tmp');
  for (const folder of [stateDir, runtime, tmp]) mkdirSync(folder, { mode: 0o700 });
  return { stateDir, runtime, env: { XDG_RUNTIME_DIR: runtime, TMPDIR: tmp } };
}

interface Started extends SocketServer {
  readonly notes: readonly string[];
}

async function start({ stateDir, env }: Pick<Place, 'stateDir' | 'env'>): Promise<Started> {
  const notes: string[] = [];
  const server = await serveSocket({
    stateDir,
    env,
    store: heldStore(),
    facts: () => ({ nowMs: NOW_MS, pollIntervalMs: 1_000, stateWritten: true, version: '1.2.3' }),
    onNote: (sentence) => notes.push(sentence),
    lookMs: 20,
  });
  onTestFinished(() => server.close());
  return { ...server, notes };
}

const status = (where: Pick<Place, 'stateDir' | 'env'>) => askSupervisor(where, 'GET', '/status');
const ANSWER = { type: 'answer', status: 200, body: CALM };

/** Leaves the socket of a process that was killed. */
async function killedListener(path: string): Promise<void> {
  const script = 'require("net").createServer().listen(process.argv[1], () => console.log("on"))';
  const child = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(statSync(path).isSocket()).toBe(true);
}

describe('the socket', () => {
  test('is in the runtime folder, for our user alone, and gone at the end', async () => {
    const where = place();
    mkdirSync(join(where.runtime, 'claude-failover'), { mode: 0o755 });
    const server = await start(where);
    const path = server.path() ?? '';
    expect(path).toMatch(/\/run\/claude-failover\/[0-9a-f]{16}\.sock$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(await status(where)).toEqual(ANSWER);
    await server.close();
    expect(readdirSync(dirname(path))).toEqual([]);
    expect(await status(where)).toEqual({ type: 'none' });
    expect(server.notes).toEqual([]);
  });

  test('without a runtime folder is in the state directory, and found by who has one', async () => {
    const where = place();
    const server = await start({ ...where, env: { XDG_RUNTIME_DIR: join(where.runtime, 'none') } });
    expect(server.path()).toBe(join(where.stateDir, 'control.sock'));
    expect(await status(where)).toEqual(ANSWER);
    const link = join(where.runtime, 'another-name');
    symlinkSync(where.stateDir, link);
    expect(await status({ ...where, stateDir: link })).toEqual(ANSWER);
  });

  test.each([
    ['is too long', (where: Place) => join(where.stateDir, 'x'.repeat(120))],
    ['is open to others', (where: Place) => join(where.stateDir, 'open')],
  ])('is in the temporary folder when the path of the state directory %s', async (_name, choose) => {
    const where = place();
    const stateDir = choose(where);
    mkdirSync(stateDir);
    chmodSync(stateDir, 0o755);
    const env = { ...where.env, XDG_RUNTIME_DIR: join(where.runtime, 'none') };
    const server = await start({ stateDir, env });
    expect(server.path()).toMatch(/\/tmp\/claude-failover-\d+\/[0-9a-f]{16}\.sock$/);
    expect(statSync(dirname(server.path() ?? '')).mode & 0o777).toBe(0o700);
    expect(await status({ stateDir, env })).toEqual(ANSWER);
  });

  test('never has a path the kernel would cut', () => {
    const deep = `/${'d'.repeat(90)}`;
    const places = socketPlaces(deep, { XDG_RUNTIME_DIR: deep, TMPDIR: deep });
    expect(places.length).toBeGreaterThan(0);
    for (const { path } of places) expect(path.length).toBeLessThan(95);
    for (const { path } of socketPlaces('/é'.repeat(30), {}))
      expect(Buffer.byteLength(path)).toBeLessThan(95);
  });

  test('of another state directory is another one', () => {
    const env = { XDG_RUNTIME_DIR: '/run/x' };
    expect(socketPlaces('/a', env)[0]?.path).not.toBe(socketPlaces('/b', env)[0]?.path);
  });
});

describe('what stands at its place', () => {
  test('left by a dead supervisor is replaced', async () => {
    const where = place();
    const first = await start(where);
    const path = first.path() ?? '';
    await first.close();
    await killedListener(path);
    expect(await status(where)).toEqual({ type: 'none' });
    const second = await start(where);
    expect(second.path()).toBe(path);
    expect(await status(where)).toEqual(ANSWER);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  test('and lives is left alone: the second listens elsewhere', async () => {
    const where = place();
    const first = await start(where);
    const inode = statSync(first.path() ?? '').ino;
    const second = await start(where);
    expect(second.path()).toBe(join(where.stateDir, 'control.sock'));
    expect(statSync(first.path() ?? '').ino).toBe(inode);
    await second.close();
    expect(await status(where)).toEqual(ANSWER);
  });

  test('and is no socket is left alone', async () => {
    const where = place();
    const path = socketPlaces(where.stateDir, where.env)[0]?.path ?? '';
    mkdirSync(dirname(path), { mode: 0o700 });
    writeFileSync(path, 'mine');
    const server = await start(where);
    expect(server.path()).toBe(join(where.stateDir, 'control.sock'));
    await server.close();
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  test('is a folder that is a link into another one: not used', async () => {
    const where = place();
    const elsewhere = join(where.runtime, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, join(where.runtime, 'claude-failover'));
    const server = await start(where);
    expect(server.path()).toBe(join(where.stateDir, 'control.sock'));
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

describe('a socket that goes away', () => {
  test('is made again at its place', async () => {
    const where = place();
    const server = await start(where);
    unlinkSync(server.path() ?? '');
    await until('the socket is back', () => existsSync(server.path() ?? 'none'));
    expect(await status(where)).toEqual(ANSWER);
  });

  test('with its runtime folder is made at the next place', async () => {
    const where = place();
    const server = await start(where);
    rmSync(where.runtime, { recursive: true });
    await until('the socket is elsewhere', () => existsSync(join(where.stateDir, 'control.sock')));
    expect(await status(where)).toEqual(ANSWER);
    await server.close();
    expect(readdirSync(where.stateDir)).toEqual([]);
  });

  test('is not removed at the end when it is another one by then', async () => {
    const where = place();
    const server = await start(where);
    const path = server.path() ?? '';
    const closing = server.close();
    unlinkSync(path);
    const other = createServer().listen(path);
    onTestFinished(() => void other.close());
    await Promise.all([closing, once(other, 'listening')]);
    expect(statSync(path).isSocket()).toBe(true);
  });
});

test('without any place it says so once, and listens as soon as there is one', async () => {
  const where = place();
  const others: Started[] = [];
  for (const _place of socketPlaces(where.stateDir, where.env)) others.push(await start(where));
  expect(new Set(others.map((one) => one.path()))).not.toContain(null);
  const last = await start(where);
  expect(last.path()).toBeNull();
  expect(last.notes).toEqual([expect.stringMatching(/^No other process can be listened to: .* listens at /)]);
  const freed = others[1]?.path();
  await others[1]?.close();
  await until('it listens', () => last.path() !== null);
  expect(last.path()).toBe(freed);
  expect(last.notes).toHaveLength(1);
});

describe('who asks', () => {
  const listening = async (onBytes: string | null): Promise<string> => {
    const path = join(temporaryFolder(), 's');
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (onBytes !== null) socket.once('data', () => socket.end(onBytes));
    });
    server.listen(path);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return path;
  };

  test('gets none where nobody is', async () => {
    const folder = temporaryFolder();
    expect(await ask(join(folder, 'none'), 'GET', '/status')).toEqual({ type: 'none' });
    await killedListener(join(folder, 'left'));
    expect(await ask(join(folder, 'left'), 'GET', '/status')).toEqual({ type: 'none' });
  });

  test('does not follow a link in the place of the socket', async () => {
    const where = place();
    const server = await start(where);
    const path = server.path() ?? '';
    const other = { ...where, env: { XDG_RUNTIME_DIR: join(where.runtime, 'other') } };
    const [at] = socketPlaces(other.stateDir, other.env);
    mkdirSync(dirname(at?.path ?? ''), { recursive: true, mode: 0o700 });
    symlinkSync(path, at?.path ?? '');
    expect(await status(other)).toEqual({ type: 'none' });
    expect(await status(where)).toEqual(ANSWER);
  });

  test('does not wait for ever', async () => {
    const path = await listening(null);
    expect(await ask(path, 'GET', '/status', { withinMs: 100 })).toEqual({
      type: 'failed',
      reason: 'it did not answer within 1 s',
    });
  });

  test.each([
    ['nonsense', 'hello\r\n\r\n'],
    ['no JSON', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{'],
    ['a cut answer', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}'],
  ])('is told of %s', async (_name, bytes) => {
    const path = await listening(bytes);
    expect(await ask(path, 'GET', '/status')).toMatchObject({ type: 'failed', reason: expect.any(String) });
  });
});
