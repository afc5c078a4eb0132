import { describe, expect, test } from 'vitest';
import { ask, type Method } from '../../src/adapters/http/client.js';
import { CALM, heldStore, hitOf, NOW_MS, rawConnection, serve } from './http-support.js';

describe('an order', () => {
  test.each([
    ['/swap', {}, { type: 'swap', to: null, force: false }],
    ['/swap', { to: 'personal', force: true }, { type: 'swap', to: 'personal', force: true }],
    ['/dismiss', { hit: 'h1' }, { type: 'dismiss', hit: 'h1' }],
    ['/dismiss', { all: true }, { type: 'dismiss', hit: 'all' }],
    ['/dismiss', { undo: true }, { type: 'undo-dismiss' }],
    ['/pause', {}, { type: 'pause' }],
    ['/resume', {}, { type: 'resume' }],
    ['/mode', { mode: 'observe' }, { type: 'mode', mode: 'observe' }],
    ['/task', { action: 'retry', task: 'a~2' }, { type: 'task', action: 'retry', task: 'a~2' }],
    ['/unpark', { session: 'ccl-1' }, { type: 'unpark', session: 'ccl-1' }],
  ] as const)('%s %j is one command', async (path, body, command) => {
    const { store, path: socket } = await serve();
    expect(await ask(socket, 'POST', path, { body })).toEqual({
      type: 'answer',
      status: 200,
      body: { text: 'as you wish' },
    });
    expect(store.sent).toEqual([command]);
  });

  test('without a body is the one with an empty object', async () => {
    const { store, path } = await serve();
    expect(await ask(path, 'POST', '/pause')).toMatchObject({ status: 200 });
    expect(await ask(path, 'POST', '/mode')).toMatchObject({ status: 400 });
    expect(store.sent).toEqual([{ type: 'pause' }]);
  });

  test('that takes its time is 202 with its intent, a refused one 409 with its reason', async () => {
    const { store, path } = await serve();
    store.answer = () => ({ status: 'started', intentId: 'swap-7', text: 'swap to personal started' });
    expect(await ask(path, 'POST', '/swap')).toEqual({
      type: 'answer',
      status: 202,
      body: { intentId: 'swap-7', text: 'swap to personal started' },
    });
    store.answer = () => ({ status: 'refused', reason: 'a swap to personal is in progress' });
    expect(await ask(path, 'POST', '/swap')).toEqual({
      type: 'answer',
      status: 409,
      body: { reason: 'a swap to personal is in progress' },
    });
  });

  test('to dismiss without a name means the only hit there is', async () => {
    const { store, path } = await serve();
    const dismiss = () => ask(path, 'POST', '/dismiss', { body: {} });
    store.snapshot = { ...CALM, hits: [hitOf('h0', false)] };
    expect(await dismiss()).toMatchObject({ status: 409, body: { reason: expect.stringContaining('no ') } });
    store.snapshot = { ...CALM, hits: [hitOf('h1'), hitOf('h0', false)] };
    expect(await dismiss()).toMatchObject({ status: 200 });
    store.snapshot = { ...CALM, hits: [hitOf('h1'), hitOf('h2')] };
    expect(await dismiss()).toMatchObject({
      status: 409,
      body: { reason: expect.stringContaining('h1 (ccl-h1), h2 (ccl-h2)') },
    });
    expect(store.sent).toEqual([{ type: 'dismiss', hit: 'h1' }]);
  });

  test('to dismiss takes the name of a session too, when it has one hit', async () => {
    const { store, path } = await serve();
    const dismiss = (hit: string) => ask(path, 'POST', '/dismiss', { body: { hit } });
    const twin = { ...hitOf('h3'), session: 'ccl-h2' };
    store.snapshot = { ...CALM, hits: [hitOf('h1'), hitOf('h2'), twin, hitOf('h0', false)] };
    expect(await dismiss('ccl-h1')).toMatchObject({ status: 200 });
    expect(await dismiss('ccl-h2')).toMatchObject({ status: 409 });
    expect(await dismiss('ccl-h0')).toMatchObject({ status: 200 });
    const banner = `screen:1.2.%3:${'x'.repeat(1_000)}`;
    expect(await dismiss(banner)).toMatchObject({ status: 200 });
    expect(store.sent.map((command) => 'hit' in command && command.hit)).toEqual(['h1', 'ccl-h0', banner]);
  });

  test('that the store cannot answer is 500, noted, and the server lives', async () => {
    const { store, path, notes } = await serve();
    store.answer = () => {
      throw new Error('the reason of it');
    };
    expect(await ask(path, 'POST', '/pause')).toEqual({
      type: 'answer',
      status: 500,
      body: { reason: expect.not.stringContaining('the reason of it') },
    });
    expect(notes).toEqual([expect.stringContaining('the reason of it')]);
    expect(await ask(path, 'GET', '/status')).toMatchObject({ status: 200 });
  });
});

describe('a body of the wrong shape is 400 with a sentence, and no command', () => {
  test.each([
    [
      '/mode',
      { mode: 'atuo' },
      'mode must be one of auto, confirm, observe, not "atuo". Did you mean "auto"?',
    ],
    ['/swap', { account: 'work' }, 'account is not a known key. Allowed here: to, force'],
    ['/swap', { force: 'yes' }, 'force must be true or false, not "yes"'],
    [
      '/swap',
      { to: '', x: 1 },
      'to must have at least 1 characters; x is not a known key. Allowed here: to, force',
    ],
    ['/pause', { now: 1 }, 'now is not a known key'],
    ['/pause', [], 'the body must be a map of keys, not a list'],
    ['/task', { action: 'retry' }, 'task is missing: it must be a text'],
    ['/dismiss', { hit: 'h1', all: true }, 'hit, all and undo exclude each other: send one of them'],
  ])('%s %j', async (path, body, reason) => {
    const { store, path: socket } = await serve();
    expect(await ask(socket, 'POST', path, { body })).toEqual({
      type: 'answer',
      status: 400,
      body: { reason },
    });
    expect(store.sent).toEqual([]);
  });
});

test.each([
  ['GET', '/', 404],
  ['GET', '/status/', 404],
  ['POST', '/__proto__', 404],
  ['GET', '/swap', 405],
  ['POST', '/status', 405],
  ['GET', '/status?x=1', 200],
] as const)('%s %s is %i', async (method: Method, path, status) => {
  const { store, path: socket } = await serve();
  expect(await ask(socket, method, path)).toMatchObject({ status });
  expect(store.sent).toEqual([]);
});

test('HEAD has the headers alone; 405 names what is allowed', async () => {
  const { path } = await serve();
  const head = rawConnection(path, 'HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await head.over).toMatch(/^HTTP\/1\.1 200 OK\r\n[^{]*\r\n\r\n$/);
  const put = rawConnection(path, 'PUT /swap HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await put.over).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\nallow: POST\r\n/i);
});

test('the status is the snapshot of the moment', async () => {
  const { store, path } = await serve();
  expect(await ask(path, 'GET', '/status')).toEqual({ type: 'answer', status: 200, body: CALM });
  store.snapshot = { ...CALM, paused: true };
  expect(await ask(path, 'GET', '/status')).toMatchObject({ body: { paused: true } });
});

describe('the health', () => {
  const health = async (served: { readonly path: string }) => ask(served.path, 'GET', '/health');

  test('is 200 ok when all is well', async () => {
    expect(await health(await serve())).toMatchObject({ status: 200, body: { status: 'ok', reasons: [] } });
  });

  test.each([
    ['a hold', { hold: { until: null, account: null, since: CALM.at, remainingMs: null, reason: 'held' } }],
    ['a need', { needs: ['two or more accounts'] }],
    ['an open breaker', { breaker: { open: true, reason: 'six swaps in an hour', swapsInHour: 6 } }],
    ['a warning', { warnings: ['the queue folder cannot be used'] }],
  ])('is 200 degraded with %s', async (_name, change) => {
    const served = await serve(heldStore({ ...CALM, ...change }));
    expect(await health(served)).toMatchObject({
      status: 200,
      body: { status: 'degraded', reasons: [expect.any(String)] },
    });
  });

  test('is 503 without tmux, and says each reason once', async () => {
    const tmux = { state: 'no-server', version: null, detail: 'no tmux server runs' };
    const served = await serve(heldStore({ ...CALM, tmux, needs: [tmux.detail] }));
    expect(await health(served)).toMatchObject({
      status: 503,
      body: { status: 'degraded', reasons: [tmux.detail] },
    });
  });

  test('is 503 when the sessions were not looked at for long, also when the loop stands still', async () => {
    const served = await serve(heldStore({ ...CALM, ages: { poll: null, state: null } }));
    expect(await health(served)).toMatchObject({ status: 503 });
    served.store.snapshot = { ...CALM, ages: { poll: 13_000, state: null } };
    expect(await health(served)).toMatchObject({ status: 200 });
    served.store.snapshot = { ...CALM, ages: { poll: 13_001, state: null } };
    expect(await health(served)).toMatchObject({
      status: 503,
      body: { reasons: ['the sessions were last looked at 14s ago'] },
    });
    served.store.snapshot = CALM;
    served.facts = { ...served.facts, nowMs: NOW_MS + 60_000 };
    expect(await health(served)).toMatchObject({ status: 503 });
    served.facts = { ...served.facts, pollIntervalMs: 60_000 };
    expect(await health(served)).toMatchObject({ status: 200 });
  });

  test('is 503 when the state cannot be written', async () => {
    const served = await serve();
    served.facts = { ...served.facts, stateWritten: false };
    expect(await health(served)).toMatchObject({
      status: 503,
      body: { reasons: [expect.stringContaining('the state cannot be written')] },
    });
  });
});
