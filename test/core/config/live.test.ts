import { describe, expect, test } from 'vitest';
import { configChanges } from '../../../src/core/config/changes.js';
import { liveConfig } from '../../../src/core/config/live.js';
import { type Config, ConfigSchema } from '../../../src/core/config/schema.js';
import { configWarnings } from '../../../src/core/config/warnings.js';

const config = (written: object): Config => ConfigSchema.parse(written);
const account = (name: string, more: object = {}) => ({ name, dir: `/accounts/${name}`, ...more });
const accounts = (...list: object[]) => ({ accounts: { list } });

describe('what changed', () => {
  const told = (before: object, after: object) => configChanges(config(before), config(after));

  test('scalars with old and new value, durations as they are written', () => {
    expect(told({}, {})).toEqual([]);
    expect(
      told({ mode: 'auto' }, { mode: 'observe', quota: { poll_interval: '5s' }, http: { port: 1 } }),
    ).toEqual(['mode auto → observe', 'quota.poll_interval 1s → 5s', 'http.port 8765 → 1']);
  });

  test('accounts and sessions by name', () => {
    const before = accounts(account('work'), account('home', { priority: 2 }));
    const after = accounts(account('home', { priority: 3 }), account('new'));
    expect(told(before, after)).toEqual([
      'accounts.list[work] removed',
      'accounts.list[home].priority 2 → 3',
      'accounts.list[new] added',
    ]);
    expect(told(accounts(account('a'), account('b')), accounts(account('b'), account('a')))).toEqual([
      'accounts.list in another order',
    ]);
  });

  test('other lists by their length, a part that comes or goes by its name', () => {
    expect(told({ quota: { patterns: ['abc'] } }, { quota: { patterns: ['abc', 'def'] } })).toEqual([
      'quota.patterns 1 entry → 2 entries',
    ]);
    expect(told({ quota: { patterns: ['abc'] } }, { quota: { patterns: ['def'] } })).toEqual([
      'quota.patterns changed',
    ]);
    const pool = { sessions: { pool: { cwd: '/w' } } };
    expect(told({}, pool)).toEqual(['sessions.pool added']);
    expect(told(pool, {})).toEqual(['sessions.pool removed']);
  });

  test('secrets and variables are named, never shown', () => {
    const channel = (token: string) => ({ notifications: { telegram: { token, chat_id: 5 } } });
    const pool = (value: string) => ({ sessions: { pool: { cwd: '/w', env: { KEY: value } } } });
    const lines = [...told(channel('1:old'), channel('2:new')), ...told(pool('1:old'), pool('2:new'))];
    expect(lines).toEqual(['notifications.telegram.token changed', 'sessions.pool.env.KEY changed']);
    expect(told({}, channel('1:old')).join()).not.toContain('1:old');
  });
});

describe('what is taken live', () => {
  const started = config({ ...accounts(account('a'), account('b')), tmux: { socket: 'one' } });

  test('link, socket, queue, theme and mouse wait for the next start', () => {
    const next = config({
      mode: 'observe',
      accounts: { link: '/other', list: [account('a')] },
      tmux: { socket: 'two' },
      dispatcher: { queue_dir: '/q', attempts: 3 },
      ui: { theme: 'dark', mouse: true },
    });
    const live = liveConfig(started, started, next, 'a');
    expect(live.waiting).toEqual([
      'accounts.link',
      'tmux.socket',
      'dispatcher.queue_dir',
      'ui.theme',
      'ui.mouse',
    ]);
    expect(live.config).toMatchObject({
      mode: 'observe',
      accounts: { link: '~/.claude' },
      tmux: { socket: 'one' },
      dispatcher: { queue_dir: started.dispatcher.queue_dir, attempts: 3 },
    });
    expect(liveConfig(started, live.config, started, 'a')).toMatchObject({ waiting: [], config: started });
  });

  test('a removed active account stays, for nobody to choose, and another one goes', () => {
    const live = liveConfig(started, started, config(accounts(account('b'), account('c'))), 'a');
    expect(live.kept).toBe('a');
    expect(live.config.accounts.list.map(({ name, auto }) => [name, auto])).toEqual([
      ['b', true],
      ['c', true],
      ['a', false],
    ]);
    expect(liveConfig(started, started, config(accounts(account('a'))), 'a').kept).toBeNull();
    expect(liveConfig(started, started, config({}), 'a')).toMatchObject({
      kept: null,
      config: { accounts: { list: [] } },
    });
    const renamed = config(accounts(account('z', { dir: '/accounts/a' })));
    expect(liveConfig(started, started, renamed, 'a').kept).toBeNull();
  });

  test('a life that began without accounts locked no link: they wait for the next start', () => {
    for (const from of [null, config({})]) {
      const live = liveConfig(from, from, started, null);
      expect(live.waiting).toContain('accounts.list');
      expect(live.config.accounts.list).toEqual([]);
    }
  });
});

test('what is right and most likely not meant is named', () => {
  const keys = (written: object) => configWarnings(config(written)).map(({ path }) => path.join('.'));
  const listed = { sessions: { dedicated: [{ name: 'api' }] } };
  const two = { ...accounts(account('a'), account('b')), ...listed };
  expect(keys(two)).toEqual([]);
  expect(keys({ ...two, sessions: {} })).toEqual(['sessions']);
  expect(keys({ ...two, sessions: {}, mode: 'observe' })).toEqual([]);
  expect(keys({ ...two, sessions: { pool: { cwd: '/w' } } })).toEqual([]);
  expect(keys({})).toEqual(['accounts']);
  expect(keys({ mode: 'observe' })).toEqual([]);
  expect(keys(accounts(account('a')))).toEqual(['accounts.list']);
  expect(
    keys({ ...listed, ...accounts(account('a', { auto: false }), account('b', { auto: false })) }),
  ).toEqual(['accounts.list']);
  expect(keys({ ...listed, ...accounts(account('a'), account('A')) })).toEqual(['accounts.list.1.name']);
  expect(keys({ ...listed, ...accounts(account('a'), account('b', { dir: '/accounts/a/b' })) })).toEqual([
    'accounts.list.1.dir',
  ]);
  expect(
    keys({
      ...two,
      quota: { patterns: ['limit'], reactivate_cooldown: '1s', confirm_after: '1s', poll_interval: '5s' },
    }),
  ).toEqual(['quota.confirm_after', 'quota.reactivate_cooldown', 'quota.patterns.0']);
  expect(
    keys({
      ...two,
      sessions: { pool: { cwd: '/w', size: 0 }, dedicated: [{ name: 'x', command: 'claude' }] },
    }),
  ).toEqual(['sessions.pool.size', 'sessions.dedicated.0']);
  expect(keys({ ...two, notifications: { quiet_hours: '07:00-07:00' }, http: { port: 80 } })).toEqual([
    'notifications.quiet_hours',
    'notifications.quiet_hours',
    'http.port',
  ]);
});
