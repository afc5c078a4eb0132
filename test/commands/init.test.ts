import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/adapters/config-file.js';
import { findDirs, linkFacts } from '../../src/adapters/setup/find-dirs.js';
import { askOn, NotAnswered } from '../../src/commands/ask.js';
import { socketFrom } from '../../src/commands/init-look.js';
import { askAll } from '../../src/commands/init-questions.js';
import type { SetupFacts } from '../../src/core/setup/init-answers.js';
import { groupSessions } from '../../src/core/setup/session-groups.js';
import { temporaryFolder } from '../adapters/support.js';
import { BIN } from '../support/supervisor.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { command } from './support.js';

const AGENT = new URL('../../fixtures/agents/claude', import.meta.url).pathname;

/** A home with two accounts that stand. */
function homeOf(accounts: readonly string[], linked = true): string {
  const home = join(temporaryFolder(), 'a höme');
  for (const name of accounts) {
    mkdirSync(join(home, '.claude-accounts', name), { recursive: true });
    writeFileSync(join(home, '.claude-accounts', name, '.credentials.json'), '{}');
  }
  mkdirSync(join(home, '.claude-accounts', 'projects'), { recursive: true });
  if (linked) symlinkSync(join(home, '.claude-accounts', accounts[0] ?? ''), join(home, '.claude'));
  return home;
}

function envOf(home: string): Readonly<Record<string, string>> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: home, TMUX_TMPDIR: home, LANG: 'C.UTF-8' };
}

let server: PrivateTmux | null = null;
afterEach(async () => {
  await server?.end();
  server = null;
});

test('finds accounts and sessions, takes every default, and what it writes is what the loader reads', async () => {
  const home = homeOf(['work', 'personal']);
  server = await privateTmux();
  const { socketPath, tmux } = server;
  const start = (name: string, dir = join(home, '.claude')) => [
    ...['-x', '80', '-y', '24', '-s', name, 'env', `HOME=${home}`, `CLAUDE_CONFIG_DIR=${dir}`, AGENT],
  ];
  await server.start({ name: 'editor' });
  for (const name of ['ccl-1', 'ccl-2', 'api']) await tmux('new-session', '-d', ...start(name));
  await tmux('new-session', '-d', ...start('pinned', join(home, '.claude-accounts', 'personal')));
  const drawn = async () =>
    (
      await Promise.all(
        ['ccl-1', 'ccl-2', 'api', 'pinned'].map((name) => tmux('capture-pane', '-p', '-t', name)),
      )
    ).every((screen) => screen.trim() !== '');
  await until('the agents', drawn);
  const ran = await command(['init', '--yes'], { env: { ...envOf(home), TMUX: `${socketPath},1,0` } });
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('Claude Code runs in 3 tmux sessions: ccl-1, ccl-2, api\n');
  expect(ran.out).toContain('a directory or a login of their own: "pinned"\n');
  expect(ran.out).toMatch(
    /is written: mode auto\.\nQueued tasks need .*sessions\.pool\)\.\nLook for trouble ahead: .*\nStart it in tmux: claude-failover\n$/,
  );
  const path = join(home, '.config', 'claude-failover', 'config.yaml');
  expect(lstatSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, '..'))).toEqual(['config.yaml']);
  const loaded = loadConfig({ path, named: true }, { HOME: home });
  expect(loaded).toMatchObject({
    type: 'ok',
    config: {
      mode: 'auto',
      accounts: {
        link: join(home, '.claude'),
        list: [
          { name: 'work', dir: join(home, '.claude-accounts', 'work') },
          { name: 'personal', dir: join(home, '.claude-accounts', 'personal') },
        ],
      },
      sessions: { dedicated: [{ name: 'ccl-1' }, { name: 'ccl-2' }, { name: 'api' }] },
      tmux: { socket: socketPath },
    },
  });
});

test('without a session to list it says what will not happen, and how to list one', async () => {
  const home = homeOf(['work', 'personal']);
  const { code, out } = await command(['init', '--yes'], { env: envOf(home) });
  expect(code).toBe(0);
  expect(out).toMatch(
    /is written: mode auto\.\nNo session is listed, so after a swap none would be set going/,
  );
  expect(out).toContain('claude-failover init --force');
});

test('an existing file stays; --force keeps it as a copy; without a terminal it says how', async () => {
  const home = homeOf(['work']);
  const env = envOf(home);
  expect(await command(['init'], { env })).toMatchObject({
    code: 3,
    err: expect.stringMatching(/^Nothing was written: there is no terminal to ask on\./),
  });
  const printed = await command(['init', '--print'], { env });
  expect(printed).toMatchObject({ code: 0, err: '', out: expect.stringContaining('mode: observe\n') });
  expect(existsSync(join(home, '.config'))).toBe(false);
  const folder = join(home, '.config', 'claude-failover');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), 'mode: confirm\n');
  expect(await command(['init', '--yes'], { env })).toMatchObject({
    code: 3,
    err: expect.stringMatching(/is there already: nothing was written\./),
  });
  const forced = await command(['init', '--yes', '--force'], { env });
  expect(forced.out).toContain('Failover still needs a second account.\n');
  expect(readFileSync(join(folder, 'config.yaml.backup-1'), 'utf8')).toBe('mode: confirm\n');
  expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toBe(printed.out);
});

test('Ctrl-C in a question leaves nothing behind', async () => {
  const home = homeOf(['work']);
  server = await privateTmux();
  const { tmux } = server;
  await server.start({
    cols: 120,
    argv: [
      'env',
      `HOME=${home}`,
      'sh',
      '-c',
      `"${process.execPath}" "${BIN}" init; echo "exit $?"; exec tail -f /dev/null`,
    ],
  });
  const shown = async (text: string) => (await tmux('capture-pane', '-p', '-J', '-t', 'main')).includes(text);
  await until('the first question', () => shown('The link Claude Code uses as its directory? [~/.claude]'));
  await tmux('send-keys', '-t', 'main', 'Enter');
  await until('the second', () => shown('Which directories are accounts'));
  await tmux('send-keys', '-t', 'main', 'C-c');
  await until('its end', () => shown('exit 1'));
  expect(await shown('Nothing was written.')).toBe(true);
  expect(existsSync(join(home, '.config'))).toBe(false);
});

describe('the questions', () => {
  function asking(home: string, lines: readonly string[], names: readonly string[] = []) {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const link = join(home, '.claude');
    const accountsDir = join(home, '.claude-accounts');
    const facts: SetupFacts = {
      link: linkFacts(link),
      dirs: findDirs({ home, link, accountsDir, running: [] }),
      sessions: groupSessions(names),
      cwds: { 'ccl-': '/w' },
    };
    const asker = askOn(input, output);
    const at = {
      asker,
      context: { home, env: {}, base: home },
      show: (path: string) => path.replace(home, '~'),
      say: () => undefined,
    };
    const answers = askAll(facts, 'default', at).finally(() => asker.close());
    input.end(lines.map((line) => `${line}\n`).join(''));
    return { answers, output };
  }

  test('Enter takes every default', async () => {
    const home = homeOf(['work', 'personal']);
    const { answers } = asking(home, ['', '', '', '', '', '', ''], ['ccl-1', 'ccl-2', 'api']);
    expect(await answers).toMatchObject({
      mode: 'auto',
      link: join(home, '.claude'),
      accounts: [{ name: 'work' }, { name: 'personal' }],
      pool: null,
      dedicated: ['ccl-1', 'ccl-2', 'api'],
    });
  });

  test('an answer that does not hold is asked for again', async () => {
    const home = homeOf(['work', 'personal']);
    writeFileSync(join(home, 'file'), '');
    mkdirSync(join(home, 'third one'));
    const wrong = ['~/file', '', '9', '~/nowhere', '1,1', '~/file', '2, ~/third one'];
    const names = ['a b', '', 'personal', 'other'];
    const rest = ['perhaps', 'pool', 'maybe', 'no', 'fast', 'confirm'];
    const { answers, output } = asking(home, [...wrong, ...names, ...rest], ['ccl-1', 'ccl-2', 'api']);
    expect(await answers).toEqual({
      mode: 'confirm',
      link: join(home, '.claude'),
      accounts: [
        { name: 'personal', dir: join(home, '.claude-accounts', 'personal'), login: true },
        { name: 'other', dir: join(home, 'third one'), login: false },
      ],
      pool: { prefix: 'ccl-', first: 1, size: 2, cwd: '/w' },
      dedicated: [],
      socket: 'default',
    });
    expect(String(output.read())).toContain('[third-one]');
  });

  test('an input that ends is no answer', async () => {
    const { answers } = asking(homeOf(['work']), ['']);
    await expect(answers).rejects.toThrow(NotAnswered);
  });
});

test('directories of accounts: those beside the link, in the folder of accounts, of running ones; never the place of the link', () => {
  const home = homeOf(['work'], false);
  for (const name of ['.claude', '.claude-side', '.claude-empty', 'far', '.claude-accounts/.adopt'])
    mkdirSync(join(home, name), { recursive: true });
  mkdirSync(join(home, '.claude-side', 'projects'));
  const found = findDirs({
    home,
    link: join(home, '.claude'),
    accountsDir: join(home, '.claude-accounts'),
    running: [join(home, 'far'), join(home, '.claude'), '/nowhere'],
  });
  expect(found).toEqual([
    { dir: join(home, '.claude-accounts', 'work'), login: true },
    { dir: join(home, '.claude-side'), login: false },
    { dir: join(home, 'far'), login: false },
  ]);
});

test.each([
  [{}, 'default'],
  [{ TMUX: '/tmp/tmux-7/default,12,0' }, 'default'],
  [{ TMUX: '/tmp/tmux-7/work,12,0' }, 'work'],
  [{ TMUX: '/run/x/tmux-7/work,12,0', TMUX_TMPDIR: '/run/x' }, 'work'],
  [{ TMUX: '/tmp/tmux-8/work,12,0' }, '/tmp/tmux-8/work'],
  [{ TMUX: '/tmp/own socket,12,0' }, '/tmp/own socket'],
])('in %j the tmux server is %s', (env, socket) => {
  expect(socketFrom(env, 7)).toBe(socket);
});
