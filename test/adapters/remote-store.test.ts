import { mkdirSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { attach, type RemoteOptions, type RemoteStore } from '../../src/adapters/http/remote-store.js';
import { type SocketServer, serveSocket } from '../../src/adapters/http/server.js';
import { socketPlaces } from '../../src/adapters/http/socket-place.js';
import type { CommandResult, Store } from '../../src/core/commands.js';
import { until } from '../support/until.js';
import { normal, swap } from '../ui/snapshots.js';
import { heldStore } from './http-support.js';
import { temporaryFolder } from './support.js';

const DONE: CommandResult = { status: 'done', text: 'as you wish' };

type Place = Pick<RemoteOptions, 'stateDir' | 'env'>;

function place(): Place {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'state'), { mode: 0o700 });
  return { stateDir: join(folder, 'state'), env: { XDG_RUNTIME_DIR: folder } };
}

async function serve(where: Place, store: Store): Promise<SocketServer> {
  const facts = () => ({ nowMs: Date.now(), pollIntervalMs: 1_000, stateWritten: true, version: '1.0.0' });
  const server = await serveSocket({ ...where, store, facts, onNote: () => undefined });
  onTestFinished(() => server.close());
  return server;
}

/** Another program at the place of the socket. */
async function impostor(where: Place, listener: RequestListener): Promise<void> {
  const path = socketPlaces(where.stateDir, where.env)[0]?.path ?? '';
  mkdirSync(join(path, '..'), { recursive: true });
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(path, done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
}

async function attached(options: RemoteOptions): Promise<RemoteStore> {
  const result = await attach(options);
  if (result.type !== 'attached') throw new Error(`the viewer was not attached: ${result.type}`);
  onTestFinished(() => result.store.close());
  return result.store;
}

describe('a remote store', () => {
  test('shows what the engine shows, and tells of each change', async () => {
    const where = place();
    const store = heldStore(normal);
    await serve(where, store);
    const remote = await attached(where);
    expect(remote.getSnapshot()).toEqual(normal);
    let told = 0;
    remote.subscribe(() => {
      told += 1;
    });
    store.change(swap);
    await until('the swap', () => remote.getSnapshot().swap !== null);
    expect(remote.getSnapshot()).toEqual(swap);
    expect(told).toBe(1);
    expect(remote.connection()).toEqual({ state: 'live' });
  });

  test('is told why when too many look already', async () => {
    const where = place();
    await serve(where, heldStore(normal));
    for (let reader = 0; reader < 16; reader++) await attached(where);
    expect(await attach({ ...where, attachWithinMs: 300 })).toEqual({
      type: 'none',
      refusal: 'too many read the events already',
    });
  });

  test('that is refused when it comes back says why, and since when', async () => {
    const where = place();
    const first = await serve(where, heldStore(normal));
    const remote = await attached(where);
    await first.close();
    await until('the loss', () => remote.connection().state === 'lost');
    const lost = remote.connection();
    await impostor(where, (_request, response) => response.writeHead(503).end('{"reason":"too many"}'));
    await until('the refusal', () => {
      const now = remote.connection();
      return now.state === 'lost' && now.refusal !== null;
    });
    expect(remote.connection()).toEqual({ ...lost, refusal: 'too many' });
    expect(await remote.send({ type: 'pause' })).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('nothing was ordered'),
    });
  });

  test('gives orders and hands back what became of them', async () => {
    const where = place();
    const store = heldStore(normal);
    await serve(where, store);
    const remote = await attached(where);
    expect(await remote.send({ type: 'pause' })).toEqual(DONE);
    store.answer = () => ({ status: 'started', intentId: 'swap-1', text: 'swap to personal started' });
    expect(await remote.send({ type: 'swap', to: 'personal', force: false })).toEqual({
      status: 'started',
      intentId: 'swap-1',
      text: 'swap to personal started',
    });
    store.answer = () => ({ status: 'refused', reason: 'nothing was dismissed' });
    expect(await remote.send({ type: 'undo-dismiss' })).toEqual({
      status: 'refused',
      reason: 'nothing was dismissed',
    });
    expect(store.sent.map(({ type }) => type)).toEqual(['pause', 'swap', 'undo-dismiss']);
  });

  test('keeps the last picture when the supervisor ends, refuses orders, and comes back by itself', async () => {
    const where = place();
    const first = await serve(where, heldStore(normal));
    const remote = await attached(where);
    await first.close();
    await until('the loss', () => remote.connection().state === 'lost');
    expect(remote.getSnapshot()).toEqual(normal);
    const refused = await remote.send({ type: 'pause' });
    expect(refused).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('nothing was ordered'),
    });
    const second = heldStore(swap);
    await serve(where, second);
    await until('the way back', () => remote.connection().state === 'live');
    expect(remote.getSnapshot()).toEqual(swap);
    expect(await remote.send({ type: 'pause' })).toEqual(DONE);
    expect(second.sent).toEqual([{ type: 'pause' }]);
  });

  test('lets go while it is paused', async () => {
    const where = place();
    const store = heldStore(normal);
    await serve(where, store);
    const remote = await attached(where);
    remote.pause();
    store.change(swap);
    expect(remote.getSnapshot()).toEqual(normal);
    remote.goOn();
    await until('the swap', () => remote.getSnapshot().swap !== null);
  });

  test('waits for a supervisor that starts, but not for ever', async () => {
    const where = place();
    const starting = attached(where);
    await serve(where, heldStore(normal));
    expect((await starting).getSnapshot()).toEqual(normal);
    expect(await attach({ ...place(), attachWithinMs: 50 })).toEqual({ type: 'none', refusal: null });
  });
});

describe('who answers in its place', () => {
  const stream = (text: string): RequestListener => {
    return (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(text);
    };
  };
  const event = (snapshot: unknown): string => `event: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`;

  test.each([
    ['a later schema', stream(event({ ...normal, schemaVersion: 2 }))],
    ['a field nobody knows', stream(event({ ...normal, machines: [] }))],
    ['what is no JSON', stream('event: snapshot\ndata: {"sche\n\n')],
    ['no event stream', ((_request, response) => response.end('hello')) satisfies RequestListener],
    ['no such path', ((_request, response) => response.writeHead(404).end('{}')) satisfies RequestListener],
  ])('with %s is of another version', async (_name, listener) => {
    const where = place();
    await impostor(where, listener);
    expect(await attach(where)).toEqual({ type: 'unfit' });
  });

  test('later, with another version, ends it', async () => {
    const where = place();
    const first = await serve(where, heldStore(normal));
    const remote = await attached(where);
    await first.close();
    await impostor(where, stream(event({ ...normal, schemaVersion: 2 })));
    await remote.unfit;
    expect(remote.getSnapshot()).toEqual(normal);
  });

  test('and then is silent counts as lost', async () => {
    const where = place();
    let asked = 0;
    await impostor(where, (request, response) => {
      asked += 1;
      stream(event(normal))(request, response);
    });
    const remote = await attached({ ...where, silentMs: 100 });
    const states = new Set<string>();
    remote.subscribe(() => states.add(remote.connection().state));
    await until('another attempt', () => asked > 1);
    expect(states).toContain('lost');
  });

  test('with 503 is asked again', async () => {
    const where = place();
    let asked = 0;
    await impostor(where, (request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end('{}');
      else stream(event(normal))(request, response);
    });
    expect((await attached(where)).getSnapshot()).toEqual(normal);
  });
});
