import { chmodSync, mkdirSync, rmSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { acquireLock } from '../../src/adapters/lock.js';
import { privateTmux } from '../support/tmux.js';
import { CANARY, type SharedTmux, sharedTmux, World } from './doctor-world.js';
import { command } from './support.js';

let shared: SharedTmux;
beforeAll(async () => {
  shared = await sharedTmux();
});
afterAll(() => shared.tmux.end());

describe('doctor', () => {
  test('a sound machine has nothing bad and no warning', async () => {
    const world = new World(shared);
    const found = await world.findings();
    expect(found.filter(({ level }) => level === 'bad' || level === 'warn')).toEqual([]);
    expect(found.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'link',
        'account-login',
        'projects',
        'settings',
        'cli',
        'tmux',
        'pool',
        'queue-dir',
        'supervisor-none',
      ]),
    );
  });

  test('the names of differing keys are told, their values are not', async () => {
    const world = new World(shared);
    world.settings('work', {
      model: CANARY,
      permissions: { allow: [CANARY], deny: [] },
      env: { SOME_KEY: '1' },
    });
    const text = JSON.stringify(await world.findings());
    for (const key of ['model', 'permissions.allow', 'env.SOME_KEY']) expect(text).toContain(key);
    expect(text).not.toContain(CANARY);
  });

  test('a wrong configuration is told with its line, and the rest is looked at all the same', async () => {
    const world = new World(shared);
    const path = world.write('wrong.yaml', 'mode: auto\nquota:\n  poll_intervall: 5s\n');
    const found = await world.findings({ named: path });
    const wrong = found.filter(({ id }) => id === 'config-wrong');
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.what).toBe(`${path}:3`);
    expect(wrong[0]?.why).toContain('poll_interval');
    const ids = found.map(({ id }) => id);
    expect(ids).toContain('queue-dir');
    // What it names could not be read: that there are none would be a guess.
    expect(ids).toEqual(expect.arrayContaining(['link-unread', 'accounts-unread', 'notifier-unread']));
    expect(ids).not.toContain('accounts-none');
  });

  test('a CLI that hangs does not hang the doctor, and the file of the login is evidence then', async () => {
    const world = new World(shared);
    world.write('accounts/personal/slow', '');
    const found = await world.findings({ withinMs: 400 });
    expect(found.find(({ id }) => id === 'account-evidence')?.what).toContain('personal');
  });

  test('window-size manual, and what tmux’s own environment does', async () => {
    const tmux = await privateTmux();
    onTestFinished(() => tmux.end());
    await tmux.start({ name: 'ccl-1', argv: [shared.program, '1000'] });
    await tmux.tmux('set-environment', '-g', 'ANTHROPIC_API_KEY', CANARY);
    await tmux.tmux('set-environment', '-g', 'BOT_TOKEN', CANARY);
    await tmux.tmux('set-option', '-g', 'window-size', 'manual');
    const world = new World(shared);
    world.env.BOT_TOKEN = CANARY;
    world.config.notifications = { telegram: { token: 'env:BOT_TOKEN', chat_id: 1 } };
    world.config.tmux.socket = tmux.socketPath;
    const found = await world.findings();
    const ids = found.filter(({ level }) => level === 'bad' || level === 'warn').map(({ id }) => id);
    expect(ids).toEqual(['tmux-manual-size', 'tmux-environment', 'tmux-secrets']);
    expect(JSON.stringify(found)).not.toContain(CANARY);
  });

  test('a session with a login of its own is named', async () => {
    const tmux = await privateTmux();
    onTestFinished(() => tmux.end());
    await tmux.start({
      name: 'ccl-1',
      argv: ['env', 'CLAUDE_CONFIG_DIR=/elsewhere', 'TZ=Asia/Tokyo', shared.program, '1000'],
    });
    const world = new World(shared);
    world.config.tmux.socket = tmux.socketPath;
    const found = await world.findings();
    expect(found.find(({ id }) => id === 'session-pinned')?.what).toContain('ccl-1');
    expect(found.find(({ id }) => id === 'zone-sessions')?.what).toContain('ccl-1 (Asia/Tokyo)');
  });

  test('a session in neither list is named: a swap does not set it going again', async () => {
    const tmux = await privateTmux();
    onTestFinished(() => tmux.end());
    const world = new World(shared);
    await tmux.start({
      name: 'mine',
      argv: ['env', `HOME=${world.home}`, `CLAUDE_CONFIG_DIR=${world.link}`, shared.program, '1000'],
    });
    world.config.tmux.socket = tmux.socketPath;
    const unlisted = async () => (await world.findings()).find(({ id }) => id === 'session-unlisted');
    expect(await unlisted()).toMatchObject({ level: 'info', what: 'mine is watched only' });
    world.config.sessions.dedicated = [{ name: 'mine' }];
    expect(await unlisted()).toBeUndefined();
  });

  test('a supervisor that holds the state directory and does not answer', async () => {
    const world = new World(shared);
    const lock = await acquireLock({ kind: 'state', dir: world.stateDir });
    if (lock.type === 'acquired') onTestFinished(lock.release);
    const found = await world.findings();
    expect(found.find(({ id }) => id === 'supervisor-silent')?.what).toContain(`pid ${process.pid}`);
  });

  test('a supervisor with another state directory holds the link', async () => {
    const world = new World(shared);
    const lock = await acquireLock({ kind: 'link', link: world.link });
    if (lock.type === 'acquired') onTestFinished(lock.release);
    expect(await world.trouble()).toEqual(['bad supervisor-elsewhere']);
  });

  test('a running supervisor is asked over its socket, and what it says is told', async () => {
    const world = new World(shared);
    const hit = { snippet: `You've hit your limit · resets 8pm (Asia/Tokyo)` };
    const snapshot = {
      schemaVersion: 1,
      mode: 'auto',
      needs: [],
      warnings: ['the queue\u001b[31m is odd'],
      activeAccount: 'work',
      lastSwap: { at: '2026-01-01T00:00:00Z', from: 'work', to: 'personal', origin: 'foreign' },
      breaker: { open: true, reason: 'six swaps' },
      paused: true,
      hits: [hit],
    };
    const health = { status: 'degraded', reasons: ['hold'] };
    const server = createServer((request, response) => {
      response.end(JSON.stringify(request.url === '/health' ? health : snapshot));
    });
    const socket = join(world.stateDir, 'control.sock');
    await new Promise<void>((done) => server.listen(socket, done));
    chmodSync(socket, 0o600);
    onTestFinished(() => void server.close());
    const found = await world.findings();
    const ids = found.filter(({ level }) => level === 'warn').map(({ id }) => id);
    expect(ids).toEqual([
      'supervisor-health',
      'supervisor-warns',
      'breaker-open',
      'link-other-writer',
      'zone-printed',
    ]);
    expect(JSON.stringify(found)).not.toContain('\\u001b');
  });

  test('a test message goes by each way when that is asked for, and a refusal is told without the secret', async () => {
    const world = new World(shared);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const telegram = request.url?.includes('sendMessage') === true;
      response.writeHead(telegram ? 200 : 401, { 'content-type': 'application/json' });
      const refusal = { name: 'invalid_api_key', message: 'API key is invalid', statusCode: 401 };
      response.end(JSON.stringify(telegram ? { ok: true, result: { message_id: 1 } } : refusal));
    });
    const port = await new Promise<number>((done) => {
      server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
    });
    onTestFinished(() => void server.close());
    const api = `http://127.0.0.1:${port}`;
    world.env.BOT_TOKEN = `1:${CANARY}`;
    world.config.notifications = {
      telegram: { token: 'env:BOT_TOKEN', chat_id: 1, api },
      email: { resend_key: 'env:BOT_TOKEN', from: 'a@b.c', to: ['d@e.f'], api },
    };
    expect(await world.trouble()).toEqual([]);
    expect(asked).toEqual([]);
    const found = await world.findings({ notify: true });
    expect(
      found.filter(({ id }) => id.startsWith('notifier-')).map(({ id, level }) => `${level} ${id}`),
    ).toEqual(['ok notifier-sent', 'bad notifier-failed']);
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(found)).not.toContain(CANARY);
  });

  test('nothing is changed', async () => {
    const world = new World(shared);
    rmSync(world.stateDir, { recursive: true });
    await world.findings();
    expect(() => mkdirSync(world.stateDir)).not.toThrow();
  });
});

describe('the command', () => {
  const lent = (world: World) =>
    Object.fromEntries(
      Object.entries(world.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );

  test('answers 0 and JSON when nothing is bad, 1 and a report with each mend when something is', async () => {
    const world = new World(shared);
    const place = ['--config', world.configure(), '--state-dir', world.stateDir];
    const good = await command(['doctor', '--json', ...place], { env: lent(world) });
    expect(good.err).toBe('');
    expect(JSON.parse(good.out)).toMatchObject({ schemaVersion: 1, ok: true });
    expect(good.code).toBe(0);
    unlinkSync(world.link);
    const bad = await command(['doctor', ...place], { env: lent(world) });
    expect(bad.code).toBe(1);
    expect(bad.out).toContain(`✖ bad  ${world.link} is not there`);
    expect(bad.out).toMatch(/→ make it a link to an account/);
    expect(bad.out).toMatch(/1 thing is bad/);
    expect(bad.out).not.toContain(CANARY);
    expect(bad.out).not.toContain('\u001b');
  });

  test('works with nothing at all: no configuration, no tmux, no home', async () => {
    const world = new World(shared);
    const env = {
      PATH: join(world.home, 'nothing'),
      HOME: join(world.home, 'nowhere'),
      TMUX_TMPDIR: world.home,
    };
    const ran = await command(['doctor'], { env });
    expect(ran.err).toBe('');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('x bad  tmux is not installed');
    expect(ran.out).toContain('config.yaml is not there');
  });
});
