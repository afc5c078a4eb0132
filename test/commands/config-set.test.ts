import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireLock, writeOwner } from '../../src/adapters/lock.js';
import { command } from './support.js';

const TOKEN = '123456:AAbbccddeeff';
const TEXT = `# mine
accounts:
  list:
    - { name: work, dir: a } # the first
    - { name: spare, dir: b }
sessions: { pool: { cwd: w } }
quota: { min_wait: 5m }
`;

function machine(text: string | null = TEXT) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'cf-set-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, 'config.yaml');
  if (text !== null) writeFileSync(file, text, { mode: 0o600 });
  for (const name of ['a', 'b', 'w', 'state']) mkdirSync(join(home, name));
  symlinkSync(join(home, 'a'), join(home, '.claude'));
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: home, CLAUDE_FAILOVER_CONFIG: file };
  const run = (...args: readonly string[]) => command(['config', ...args], { env });
  const read = () => readFileSync(file, 'utf8');
  return { home, file, run, read, env };
}

test('one key is set and unset; old and new are said', async () => {
  const { file, run, read } = machine();
  const said = (line: string) => ({ code: 0, out: `${file}: ${line}\n`, err: '' });
  expect(await run('set', 'quota.min_wait', '10m')).toEqual(said('quota.min_wait 5m -> 10m'));
  expect(read()).toBe(TEXT.replace('5m', '10m'));
  expect(await run('unset', 'quota.min_wait')).toEqual(said('quota.min_wait 10m -> 5m (default)'));
  expect(read()).toBe(TEXT.replace(' min_wait: 5m ', ''));
  expect(await run('unset', 'quota.min_wait')).toEqual(
    said('quota.min_wait is not in it. Nothing was written.'),
  );
});

test('entries by number and by name, numbers below zero, texts that look like numbers', async () => {
  const { file, run, read } = machine(`${TEXT}notifications: {telegram: {token: env:BOT, chat_id: 5}}\n`);
  const told = [
    await run('set', 'accounts.list.0.priority', '1'),
    await run('set', 'accounts.list[spare].auto', 'false'),
    await run('set', 'notifications.telegram.chat_id', '-100123'),
    await run('set', 'sessions.pool.env.PORT', '8080'),
  ];
  expect(told.map(({ err }) => err).join('')).toBe('');
  expect(told.map(({ out }) => out.slice(file.length + 2).split('\n')[0])).toEqual([
    'accounts.list[0].priority 100 (default) -> 1',
    'accounts.list[1].auto true (default) -> false',
    'notifications.telegram.chat_id 5 -> -100123',
    'sessions.pool.env.PORT added',
  ]);
  for (const line of [
    '- { name: work, dir: a, priority: 1 } # the first',
    '- { name: spare, dir: b, auto: false }',
    'chat_id: -100123',
    'env: { PORT: "8080" }',
  ])
    expect(read()).toContain(line);
});

test('what would be wrong is refused in the words of check, and nothing is written', async () => {
  const { file, run, read } = machine();
  const [value, unknown, key, entry, missing, form] = await Promise.all([
    run('set', 'mode', 'fast'),
    run('set', 'quota.poll_intervall', '1s'),
    run('unset', 'quota.poll_intervall'),
    run('set', 'accounts.list.nobody.dir', 'c'),
    run('unset', 'sessions.pool.cwd'),
    run('set', 'mode', 'a: b'),
  ]);
  expect([value, unknown, key, entry, missing, form].map(({ code, out }) => [code, out])).toEqual(
    [1, 1, 3, 3, 1, 3].map((code) => [code, '']),
  );
  expect(value.err.split('\n')).toEqual([
    `${file}: mode must be one of auto, confirm, observe, not "fast"`,
    'Nothing was written: the configuration would be wrong.',
    '',
  ]);
  for (const { err } of [unknown, key]) expect(err).toContain('Did you mean "poll_interval"?');
  expect(entry.err).toContain('accounts.list has no entry "nobody". There: work, spare.');
  expect(missing.err).toContain('sessions.pool.cwd is missing');
  expect(form.err).toContain('The value of mode is a line of a map');
  expect(read()).toBe(TEXT);
});

test('no secret is taken from a command line, none is said', async () => {
  const text = `${TEXT}notifications: {telegram: {token: "${TOKEN}", chat_id: 5}}\n`;
  const { run, read } = machine(text);
  const refused = await Promise.all([
    run('set', 'notifications.telegram.token', '999999:ZZyyxxwwvvuu'),
    run('set', 'notifications.telegram', '{token: "999999:ZZyyxxwwvvuu", chat_id: 5}'),
    run('set', 'sessions.pool.env.KEY', 'sk-ant-ZZyyxxwwvvuu'),
    run('set', 'mode', '999999:ZZyyxxwwvvuu'),
    run('set', '999999:ZZyyxxwwvvuu', '1'),
  ]);
  expect(read()).toBe(text);
  const named = await run('set', 'notifications.telegram.token', 'env:BOT');
  expect(named.out).toContain('notifications.telegram.token changed\n');
  expect(read()).toContain('token: env:BOT,');
  expect(refused.map(({ code }) => code)).toEqual([3, 3, 3, 3, 1]);
  expect(refused[0]?.err).toContain('Say env:NAME or file:PATH.');
  for (const { out, err } of [...refused, named]) expect(out + err).not.toMatch(/ZZyyxx|AAbbcc|999999/);
});

test('--dry-run shows the change and writes nothing; --config names another file, which is made', async () => {
  const { home, file, run, read } = machine();
  const dry = await run('set', 'ui.theme', 'dark', '--dry-run');
  expect(dry.out).toBe(`${file}: ui.theme auto (default) -> dark\nNothing was written: --dry-run.\n`);
  const other = join(home, 'new', 'other.yaml');
  expect((await run('set', 'mode', 'observe', '--config', other, '--dry-run')).code).toBe(0);
  expect([read(), existsSync(join(home, 'new'))]).toEqual([TEXT, false]);
  expect((await run('set', 'mode', 'observe', '--config', other)).code).toBe(0);
  expect(readFileSync(other, 'utf8')).toBe('mode: observe\n');
});

test('it says who takes the change up, and what it most likely did not mean', async () => {
  const { home, file, run } = machine();
  const state = join(home, 'state');
  const lock = await acquireLock({ kind: 'state', dir: state });
  onTestFinished(() => (lock.type === 'acquired' ? lock.release() : undefined));
  const owner = { pid: process.pid, startedAt: new Date(0).toISOString(), epoch: 1 };
  await writeOwner(state, { ...owner, config: file });
  const live = await run('set', 'quota.reactivate_cooldown', '30s', '--state-dir', state);
  expect(live.out.split('\n').slice(1)).toEqual([
    expect.stringContaining('warning: '),
    'The running claude-failover takes it up by itself within seconds.',
    '',
  ]);
  const waits = await run('set', 'ui.theme', 'dark', '--state-dir', state);
  expect(waits.out).toContain('ui.theme takes effect when the running claude-failover is started anew.\n');
  await writeOwner(state, { ...owner, config: join(home, 'other.yaml') });
  const foreign = await run('set', 'ui.theme', 'light', '--state-dir', state);
  expect(foreign.out).toContain(`The running claude-failover uses ${home}/other.yaml, not this file.\n`);
});

test('wrong words are a usage error', async () => {
  const { run } = machine();
  const told = await Promise.all([run('set', 'mode'), run('set', 'a', 'b', '--json')]);
  expect(told.map(({ code, err }) => [code, err.split('.')[0]])).toEqual([
    [2, 'config set takes KEY VALUE'],
    [2, 'config set takes no --json'],
  ]);
});

test('completion knows the keys of the file', async () => {
  const { env } = machine();
  const { out } = await command(['completion', 'words', 'config-key'], { env });
  for (const key of ['mode', 'quota.min_wait', 'accounts.list.1.dir']) expect(out.split('\n')).toContain(key);
});
