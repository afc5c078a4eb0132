import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/adapters/config-file.js';
import { openLog } from '../../src/adapters/log.js';
import type { Config } from '../../src/core/config/schema.js';
import type { Event } from '../../src/core/engine/events.js';
import type { SwapView } from '../../src/core/snapshot.js';
import { followConfig } from '../../src/wire-config.js';
import { temporaryFolder } from '../adapters/support.js';
import { until } from '../support/until.js';

const BASE = 'accounts: {list: [{name: a, dir: /a}, {name: b, dir: /b}]}\n';

/** `meanwhile`: what is saved after the first reading, before anybody watches. */
function followed(text: string, meanwhile: string | null = null) {
  const home = temporaryFolder();
  const path = join(home, 'config.yaml');
  const env = { HOME: home };
  const save = (next: string) => {
    writeFileSync(`${path}.new`, next, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  save(text);
  const location = { path, named: true };
  const first = loadConfig(location, env);
  if (meanwhile !== null) save(meanwhile);
  let config: Config | null = first.type === 'ok' ? first.config : null;
  const taken: Config[] = [];
  const events: Event[] = [];
  const listeners = new Set<() => void>();
  const world: { activeAccount: string | null; swap: SwapView | null } = { activeAccount: 'a', swap: null };
  let looks = 0;
  const logFile = join(home, 'log');
  const log = openLog({ file: logFile });
  const follower = followConfig({
    location,
    env,
    current: () => config,
    take: (next) => {
      config = next;
    },
    onTaken: (next) => taken.push(next),
    post: (event) => events.push(event),
    log,
    timing: { settleMs: 20, lookMs: 50 },
    store: {
      getSnapshot: () => {
        looks += 1;
        return { ...world };
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  onTestFinished(async () => {
    await follower.close();
    log.close();
    expect(listeners.size).toBe(0);
  });
  const said = () =>
    events.flatMap((event) =>
      event.type === 'settings-changed' ? [event.what] : event.type === 'noted' ? [event.text] : [],
    );
  const faults = () => events.flatMap((event) => (event.type === 'config-read' ? [event.fault] : []));
  const happens = (change: Partial<typeof world>) => {
    Object.assign(world, change);
    for (const listener of listeners) listener();
  };
  return {
    path,
    save,
    taken,
    events,
    said,
    faults,
    happens,
    log,
    logFile,
    config: () => config,
    looks: () => looks,
  };
}

const swap = (phase: SwapView['phase']): SwapView => ({
  id: 's1',
  from: 'a',
  to: 'b',
  origin: 'monitor',
  phase,
  reason: '',
  startedAt: '',
  waiting: null,
  sessions: [],
});

test('a change is taken with one line on what changed; what needs a start is named once', async () => {
  const { save, said, taken, config } = followed(BASE);
  save(`${BASE}quota: {poll_interval: 5s}\ntmux: {socket: other}\n`);
  await until('the line', () => said().length === 1);
  expect(said()).toEqual(['quota.poll_interval 1s → 5s; tmux.socket takes effect at the next start']);
  expect(taken).toEqual([config()]);
  expect(config()).toMatchObject({ tmux: { socket: 'default' }, quota: { poll_interval: 5_000 } });
  save(`${BASE}quota: {poll_interval: 6s}\ntmux: {socket: other}\n`);
  await until('the second line', () => said().length === 2);
  expect(said()[1]).toBe('quota.poll_interval 5s → 6s');
});

test('a publication makes no snapshot while nothing waits for one', async () => {
  const { save, said, happens, looks } = followed(BASE);
  happens({ swap: swap('flip') });
  happens({ swap: null, activeAccount: 'b' });
  expect(looks()).toBe(0);
  save(`${BASE}mode: observe\n`);
  await until('the line', () => said().length === 1);
  const taken = looks();
  happens({ activeAccount: 'a' });
  expect(looks()).toBe(taken);
});

test('an edit between the first reading and the watch is taken, a bad one told', async () => {
  const { said, taken, config } = followed(BASE, `${BASE}mode: observe\n`);
  const bad = followed(BASE, 'qouta: {}\n');
  await until('the line', () => said().length === 1);
  expect(said()).toEqual(['mode auto → observe']);
  expect(taken).toEqual([config()]);
  await until('the complaint', () => bad.said().length === 1);
  expect(bad.said()[0]).toMatch(/^configuration not taken over: .*qouta is not/);
});

test('a bad edit and a lost file keep what runs, and say so', async () => {
  const { path, save, said, taken } = followed(BASE);
  save('qouta: {}\n');
  await until('the complaint', () => said().length === 1);
  expect(said()[0]).toMatch(/^configuration not taken over: .*config\.yaml:1:1: qouta is not a known key/);
  rmSync(path);
  await until('the loss', () => said().length === 2);
  expect(said()[1]).toContain('is not there');
  expect(taken).toEqual([]);
  save(`${BASE}mode: observe\n`);
  await until('the mended file', () => taken.length === 1);
  expect(said()[2]).toBe('mode auto → observe');
});

test('a bad file stands as a fault until it can be read again, whatever else was wrong meanwhile', async () => {
  const { path, save, faults } = followed(BASE);
  save('qouta: {}\nmodee: x\n');
  await until('the fault', () => faults().length === 1);
  expect(faults()[0]).toMatch(
    /^the configuration on disk is wrong, the last good one stays in force: .*config\.yaml:1:1: qouta is not .*, and 1 more\. Run: claude-failover config check$/,
  );
  rmSync(path);
  await until('the loss', () => faults().length === 2);
  expect(faults()[1]).toContain('is not there');
  save(BASE);
  await until('the mended file', () => faults().length === 3);
  expect(faults()[2]).toBeNull();
});

test('a secret that slipped into another place is not repeated', async () => {
  const token = 'no-usual-form-of-a-secret';
  const channel = `notifications: {telegram: {token: ${token}, chat_id: 5}}\n`;
  const { save, said, faults } = followed(`${BASE}${channel}`);
  save(`${BASE}${channel}mode: ${token}\n`);
  await until('the complaint', () => said().length === 1);
  expect(said()[0]).toContain('mode must be one of auto, confirm, observe, not "[secret]"');
  expect(faults()[0]).toContain('not "[secret]"');
  save(`${BASE}123456789:AAbbccddeeff-gghhii_jjkkllmm: x\nui: {theme: re_AbCdEfGh_123456789}\n`);
  await until('the next one', () => said().length === 3);
  expect(said().join(' ')).not.toMatch(/AAbb|jjkk|re_AbCd/);
});

test('an edit waits while a swap flips and looks; of several the last one counts', async () => {
  const { save, said, taken, happens } = followed(BASE);
  const WAITS = 'the changed configuration is taken up once the swap is through';
  happens({ swap: swap('flip') });
  save(`${BASE}mode: confirm\n`);
  await until('the word of the wait', () => said().length === 1);
  save(`${BASE}mode: observe\n`);
  await until('the word of the second wait', () => said().length === 2);
  happens({ swap: swap('canary') });
  expect([said(), taken]).toEqual([[WAITS, WAITS], []]);
  happens({ swap: swap('resume') });
  expect(said().slice(2)).toEqual(['mode auto → observe']);
  expect(taken).toHaveLength(1);
});

test('an edit that waits is dropped when a worse one follows', async () => {
  const { save, said, taken, happens } = followed(BASE);
  happens({ swap: swap('verify') });
  save(`${BASE}mode: confirm\n`);
  await until('the word of the wait', () => said().length === 1);
  save(`${BASE}mode: cnfirm\n`);
  await until('the complaint', () => said().length === 2);
  happens({ swap: null });
  expect(taken).toEqual([]);
});

test('a removed active account stays until the link points elsewhere', async () => {
  const { save, said, happens, config } = followed(BASE);
  const names = () => config()?.accounts.list.map(({ name }) => name);
  save('accounts: {list: [{name: b, dir: /b}, {name: c, dir: /c}]}\n');
  await until('the line', () => said().length === 1);
  expect(said()).toEqual([
    'accounts.list[c] added; a is removed but active: it stays until the link points to another account',
  ]);
  expect(names()).toEqual(['b', 'c', 'a']);
  happens({ activeAccount: 'b' });
  expect(names()).toEqual(['b', 'c']);
  expect(said()[1]).toBe('accounts.list[a] removed');
});

test('an old secret and a new one are both kept out of the log', async () => {
  const channel = (token: string) => `${BASE}notifications: {telegram: {token: "${token}", chat_id: 5}}\n`;
  const { save, said, log, logFile } = followed(channel('111111:oldoldold'));
  save(channel('222222:newnewnew'));
  await until('the line', () => said().length === 1);
  expect(said()).toEqual(['notifications.telegram.token changed']);
  log.write('error', 'POST /bot111111:oldoldold/send, /bot222222:newnewnew/send');
  expect(readFileSync(logFile, 'utf8')).toContain('POST /bot[secret]/send, /bot[secret]/send');
});
