import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveSocket } from '../../src/adapters/http/server.js';
import { socketPlaces } from '../../src/adapters/http/socket-place.js';
import { printLine } from '../../src/commands/status-line.js';
import { heldStore } from '../adapters/http-support.js';
import { temporaryFolder } from '../adapters/support.js';
import { normal } from '../ui/snapshots.js';
import { command, type Ran } from './support.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

interface Place {
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string>>;
}

function place(): Place {
  const folder = temporaryFolder();
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_RUNTIME_DIR: folder };
  mkdirSync(join(folder, 'state'), { mode: 0o700 });
  return { stateDir: join(folder, 'state'), env };
}

const line = ({ stateDir, env }: Place, ...args: readonly string[]): Promise<Ran> =>
  command(['status', '--state-dir', stateDir, ...args], { env });

/** A program at the place of the socket that does with each connection what the test says. */
async function listener(where: Place, take: (socket: Socket) => void): Promise<Server> {
  const path = socketPlaces(where.stateDir, where.env)[0]?.path ?? '';
  mkdirSync(dirname(path), { recursive: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    take(socket);
  });
  await new Promise<void>((done) => server.listen(path, done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return server;
}

describe('status --format', () => {
  test('prints the line of a running supervisor', async () => {
    const where = place();
    const server = await serveSocket({
      ...where,
      store: heldStore({ ...normal, at: new Date().toISOString() }),
      facts: () => ({
        nowMs: Date.now(),
        pollIntervalMs: 1_000,
        stateWritten: true,
        version: '1.0.0',
      }),
      onNote: () => undefined,
    });
    onTestFinished(() => server.close());
    const plain = await line(where, '--format', 'plain');
    expect(plain).toEqual({ code: 0, out: expect.stringMatching(/^work auto 1 asking .*\n$/), err: '' });
    const tmux = await line(where, '--format', 'tmux');
    expect(tmux.out).toMatch(/^#\[fg=green\]work#\[default\] #\[dim\]auto#\[default\] .*\n$/);
  });

  test('is quiet and good when nobody runs', async () => {
    expect(await line(place(), '--format', 'tmux')).toEqual({
      code: 0,
      out: '#[dim]failover off#[default]\n',
      err: '',
    });
  });

  test.each([
    ['never answers', (_socket: Socket) => undefined, 'failover ?'],
    ['hangs up', (socket: Socket) => socket.destroy(), 'failover ?'],
    ['talks nonsense', (socket: Socket) => socket.end('SSH-2.0-OpenSSH\r\n'), 'failover ?'],
    [
      'stops in the middle',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{"schemaVersion'),
      'failover ?',
    ],
    [
      'has another version',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{"schemaVersion":2}'),
      'failover: other version',
    ],
    [
      'knows no such path',
      (socket: Socket) => socket.end('HTTP/1.1 404 No\r\n\r\n{}'),
      'failover: other version',
    ],
  ])('is quiet, good and quick when who listens %s', async (_name, take, said) => {
    const where = place();
    await listener(where, take);
    const lines: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write;
    onTestFinished(() => {
      process.stdout.write = write;
    });
    const fromMs = performance.now();
    expect(await printLine(where, 'plain')).toBe(0);
    expect(performance.now() - fromMs).toBeLessThan(5_000);
    expect(lines).toEqual([`${said}\n`]);
  });

  test('of another kind is a usage error, also together with --json', async () => {
    const wrong = await line(place(), '--format', 'xml');
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--format takes tmux or plain') });
    expect(await line(place(), '--format', 'tmux', '--json')).toMatchObject({ code: 2 });
  });
});

/** What a built file loads before it does anything: files of ours, and the names of everything else. */
function loaded(files: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const others = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) [^;]*?from '([^']+)';/gm,
    ))
      if (name.startsWith('.')) visit(join(dirname(file), name));
      else others.add(name);
  };
  for (const file of files) visit(join(DIST, file));
  return [...others].sort();
}

describe('its way to the answer', () => {
  test('loads nothing that takes time: no package, none of the slow modules of Node', () => {
    const files = ['cli.js', 'commands/status.js', 'commands/status-line.js'];
    expect(loaded(files)).toEqual([
      'node:crypto',
      'node:fs',
      'node:net',
      'node:os',
      'node:path',
      'node:util',
    ]);
  });
});
