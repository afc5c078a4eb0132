import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../src/adapters/config-file.js';
import { configText } from '../../../src/core/setup/config-text.js';
import { type Answers, accountName, defaultMode } from '../../../src/core/setup/init-answers.js';

const EXAMPLE = readFileSync(new URL('../../../config.example.yaml', import.meta.url), 'utf8');

const NONE: Answers = {
  mode: 'observe',
  link: '~/.claude',
  accounts: [],
  pool: null,
  dedicated: [],
  socket: 'default',
};

function loaded(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'cf-text-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'config.yaml');
  writeFileSync(path, text);
  const result = loadConfig({ path, named: true }, { HOME: '/home/u' });
  if (result.type !== 'ok') throw new Error(JSON.stringify(result));
  return result.config;
}

function comments(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\s*# .*[.:)]$/.test(line));
}

test('without answers: observe mode, no account, no session, no message to anybody; every comment stays', () => {
  const text = configText(EXAMPLE, NONE);
  const config = loaded(text);
  expect(text).toMatch(/No account was found, so it only watches\. .*adopt --add NAME/);
  expect(config).toMatchObject({ mode: 'observe', accounts: { list: [] }, sessions: { dedicated: [] } });
  expect(config.sessions.pool).toBeUndefined();
  expect(config.notifications.telegram).toBeUndefined();
  expect(config.notifications.email).toBeUndefined();
  const kept = new Set(text.split('\n'));
  expect(
    comments(EXAMPLE)
      .slice(1)
      .filter((line) => !kept.has(line)),
  ).toEqual([]);
  expect(text).toContain('# pool:');
});

test('whatever the names of directories are, the loader reads back what was answered', () => {
  const dirs = ['/d/a b', '/d/ü-日本', '/d/{x}, y: #z', '/d/"quoted"', "/d/it's", '/d/true', '/d/~'];
  const answers: Answers = {
    mode: 'confirm',
    link: '/d/li nk',
    accounts: dirs.map((dir, index) => ({
      name: ['no', 'null', '0x1f', '1e3', 'a-b', '12', '_'][index] ?? '',
      dir,
      login: true,
    })),
    pool: { prefix: 'ccl-', first: 2, size: 9, cwd: '/w/a: b' },
    dedicated: ['on', '7', 'api'],
    socket: '/run/tmux one/sock',
  };
  const config = loaded(configText(EXAMPLE, answers));
  expect(config.mode).toBe('confirm');
  expect(config.accounts.link).toBe('/d/li nk');
  expect(config.accounts.list.map(({ name, dir }) => [name, dir])).toEqual(
    answers.accounts.map(({ name, dir }) => [name, dir]),
  );
  expect(config.accounts.list.map(({ priority }) => priority)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(config.sessions.pool).toMatchObject(answers.pool ?? {});
  expect(config.sessions.dedicated).toEqual([{ name: 'on' }, { name: '7' }, { name: 'api' }]);
  expect(config.tmux.socket).toBe('/run/tmux one/sock');
});

test('auto is offered only when two accounts stand, both logged in, one of them behind the link', () => {
  const link = { path: '/l', type: 'link', target: '/a' } as const;
  const two = [
    { name: 'a', dir: '/a', login: true },
    { name: 'b', dir: '/b', login: true },
  ];
  expect(defaultMode(link, two)).toBe('auto');
  expect(defaultMode(link, two.slice(0, 1))).toBe('observe');
  expect(defaultMode({ ...link, target: '/c' }, two)).toBe('observe');
  expect(defaultMode({ ...link, type: 'directory', target: null }, two)).toBe('observe');
  expect(defaultMode(link, [...two.slice(0, 1), { name: 'b', dir: '/b', login: false }])).toBe('observe');
});

test.each([
  ['/h/.claude-accounts/work', [], 'work'],
  ['/h/.claude-work', [], 'work'],
  ['/x/work', ['work', 'work-2'], 'work-3'],
  ['/x/日本', [], 'account'],
  ['/x/-a b', [], 'a-b'],
])('the account in %s (taken: %j) is named %s', (dir, taken, name) => {
  expect(accountName(dir, taken)).toBe(name);
});
