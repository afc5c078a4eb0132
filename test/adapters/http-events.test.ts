import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask } from '../../src/adapters/http/client.js';
import { type EventFeedOptions, eventFeed } from '../../src/adapters/http/event-feed.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { until } from '../support/until.js';
import { CALM, type HeldStore, heldStore, type RawConnection, rawConnection, serve } from './http-support.js';

const GET = 'GET /events HTTP/1.1\r\nHost: x\r\n\r\n';
/** Without chunks: what comes is the stream itself. */
const PLAIN = 'GET /events HTTP/1.0\r\n\r\n';

interface Frame {
  readonly id: number;
  readonly snapshot: Snapshot;
}

/** What came whole so far. */
function framesOf(text: string): readonly Frame[] {
  const whole = text.split('\r\n\r\n').slice(1).join('\r\n\r\n').split('\n\n').slice(0, -1);
  return whole.flatMap((frame) => {
    const read = /^id: (\d+)\nevent: snapshot\ndata: (.*)$/.exec(frame);
    return read ? [{ id: Number(read[1]), snapshot: JSON.parse(read[2] ?? '') as Snapshot }] : [];
  });
}

/** The feed alone behind a server of its own, so that its times can be short. */
async function feedWith(store: HeldStore, options: Partial<EventFeedOptions> = {}) {
  const feed = eventFeed({ store, ...options });
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    responses.push(response);
    if (!feed.open(response)) response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { feed, responses, port: (server.address() as AddressInfo).port };
}

const numbered = (swapCount: number, text = ''): Snapshot => ({ ...CALM, swapCount, warnings: [text] });
const counts = (one: RawConnection): readonly number[] =>
  framesOf(one.text()).map(({ snapshot }) => snapshot.swapCount);

describe('the events', () => {
  test('begin with the whole snapshot, and tell each change', async () => {
    const { store, path } = await serve();
    const reader = rawConnection(path, PLAIN);
    await until('the first one is there', () => framesOf(reader.text()).length === 1);
    expect(reader.text()).toMatch(
      /^HTTP\/1\.1 200 OK\r\ncontent-type: text\/event-stream; charset=utf-8\r\n/,
    );
    expect(framesOf(reader.text())[0]).toEqual({ id: 1, snapshot: CALM });
    store.change(numbered(7));
    await until('the second one is there', () => counts(reader).includes(7));
    expect(framesOf(reader.text()).map(({ id }) => id)).toEqual([1, 2]);
  });

  test('are told at most five times a second, the newest always', async () => {
    const store = heldStore();
    const { port } = await feedWith(store);
    const reader = rawConnection(port, PLAIN);
    await until('it began', () => framesOf(reader.text()).length === 1);
    const begun = performance.now();
    let at = 0;
    await until('a second of changes has passed', () => {
      for (let i = 0; i < 20; i++) store.change(numbered(++at));
      return performance.now() - begun > 1_000;
    });
    await until('the newest one came', () => counts(reader).at(-1) === at);
    expect(counts(reader).length).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - begun) / 200));
    expect(counts(reader).length).toBeGreaterThan(3);
  });

  test('are written out once for all readers', async () => {
    const store = heldStore();
    let read = 0;
    const counted = {
      ...CALM,
      toJSON: () => {
        read++;
        return CALM;
      },
    };
    const { port } = await feedWith(store);
    store.change(counted);
    const readers = Array.from({ length: 10 }, () => rawConnection(port, PLAIN));
    await until('all have it', () => readers.every((one) => framesOf(one.text()).length === 1));
    expect(read).toBe(1);
  });

  test('hold one snapshot for a slow reader, which gets the newest when it reads on', async () => {
    const store = heldStore();
    const { port, responses } = await feedWith(store, { paceMs: 1 });
    const slow = rawConnection(port);
    slow.socket.pause();
    slow.socket.write(PLAIN);
    await until('it is served', () => responses.length === 1);
    const big = 'x'.repeat(500_000);
    let most = 0;
    let sent = 0;
    await until('the kernel takes no more', () => {
      store.change(numbered(++sent, big));
      most = Math.max(most, responses[0]?.writableLength ?? 0);
      return sent > 60 && most > 0;
    });
    expect(most).toBeLessThan(1_100_000);
    slow.socket.resume();
    await until('the newest one came', () => counts(slow).at(-1) === sent);
    expect(counts(slow).length).toBeLessThan(sent / 2);
  });

  test('are kept alive by comments, also without a change', async () => {
    const { port } = await feedWith(heldStore(), { paceMs: 5, aliveMs: 20 });
    const reader = rawConnection(port, PLAIN);
    await until('two comments came', () => reader.text().split(': alive\n\n').length > 2);
    expect(framesOf(reader.text())).toHaveLength(1);
  });

  test('end when the supervisor stops, and nobody is listened to for a reader that went away', async () => {
    const { store, server, path } = await serve();
    const [stays, goes] = [rawConnection(path, GET), rawConnection(path, GET)];
    await until('both read', () => store.listeners.size === 2);
    goes.socket.destroy();
    await until('one is forgotten', () => store.listeners.size === 1);
    await server.close();
    expect(await stays.over).toContain('event: snapshot');
    expect(store.listeners.size).toBe(0);
  });

  test('have sixteen readers at most; commands are answered all the while', async () => {
    const { store, path } = await serve();
    const readers = Array.from({ length: 16 }, () => rawConnection(path, GET));
    await until('all read', () => store.listeners.size === 16);
    expect(await ask(path, 'GET', '/events')).toMatchObject({ status: 503 });
    expect(await ask(path, 'POST', '/pause')).toMatchObject({ status: 200 });
    readers[0]?.socket.destroy();
    await until('one left', () => store.listeners.size === 15);
    const late = rawConnection(path, GET);
    await until('another one may read', () => late.text().includes('event: snapshot'));
  });

  test('have a head that can be asked for alone', async () => {
    const { store, path } = await serve();
    const head = rawConnection(path, 'HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await head.over).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*content-type: text\/event-stream/);
    expect(store.listeners.size).toBe(0);
  });
});

describe('an order of who sits at this machine', () => {
  const session = (id: string, name: string, pane: string): Snapshot['sessions'][number] => ({
    id,
    name,
    pane,
    kind: 'observed',
    state: 'ready',
    detail: '',
    account: null,
    conversation: null,
    task: null,
    since: CALM.at,
    version: null,
    lastLine: '',
    why: [],
  });

  test('is a yes or no to what is proposed', async () => {
    const { store, path } = await serve();
    for (const body of [{ yes: true }, { yes: false, of: CALM.at }])
      expect(await ask(path, 'POST', '/answer', { body })).toMatchObject({ status: 200 });
    for (const body of [{}, { yes: 'no' }, { yes: true, all: true }])
      expect(await ask(path, 'POST', '/answer', { body })).toMatchObject({ status: 400 });
    expect(store.sent).toEqual([
      { type: 'answer', yes: true },
      { type: 'answer', yes: false, of: CALM.at },
    ]);
  });

  test('brings a session to the front: by id, by pane, by a name that is of one alone', async () => {
    const { store, path } = await serve();
    const sessions = [session('a', 'one', '%1'), session('b', 'two', '%2'), session('c', 'two', '%3')];
    store.snapshot = { ...CALM, sessions };
    const focus = (wanted: string) => ask(path, 'POST', '/focus', { body: { session: wanted } });
    for (const wanted of ['b', '%3', 'one']) expect(await focus(wanted)).toMatchObject({ status: 200 });
    expect(await focus('two')).toMatchObject({
      status: 409,
      body: { reason: expect.stringContaining('%2, %3') },
    });
    expect(await focus('three')).toMatchObject({ status: 409 });
    expect(store.sent).toEqual(['b', 'c', 'a'].map((id) => ({ type: 'focus', session: id })));
  });
});
