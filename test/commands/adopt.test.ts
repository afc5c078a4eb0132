import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acquireLock } from '../../src/adapters/lock.js';
import { makeHome, portrait, recordOf } from '../adapters/setup/homes.js';
import { temporaryFolder } from '../adapters/support.js';
import { until } from '../support/until.js';
import { command, type Ran } from './support.js';

const KILLED = fileURLToPath(new URL('../adapters/setup/adopt-killed.mjs', import.meta.url));
const DIST = new URL('../../dist/adapters/setup', import.meta.url).href;

const LEAVES = [
  { path: ['projects', 'line\nbreak', 'a b.jsonl'], text: null },
  { path: ['settings.json'], text: null },
  { path: ['CLAUDE.md'], text: '../dots/rules.md' },
  { path: ['.credentials.json'], text: null },
];

interface World {
  readonly home: string;
  readonly root: string;
  readonly stateDir: string;
  readonly adopt: (...args: readonly string[]) => Promise<Ran>;
}

function world(): World {
  const home = makeHome(LEAVES);
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8' };
  return {
    home,
    root: join(home, '.claude'),
    stateDir: join(home, '.local', 'state', 'claude-failover'),
    adopt: (...args) => command(['adopt', ...args], { env }),
  };
}

const PLAN = `What adopt would do, one line for each step:
  create  ~/.claude-accounts
  create  ~/.claude-accounts/.adopt
  rename  ~/.claude/CLAUDE.md to ~/.claude-accounts/.adopt/1
  link    ~/.claude/CLAUDE.md to ~/dots/rules.md
  rename  ~/.claude to ~/.claude-accounts/work
  link    ~/.claude to ~/.claude-accounts/work
  rename  ~/.claude-accounts/work/projects to ~/.claude-accounts/projects
  link    ~/.claude-accounts/work/projects to ../projects
`;

test('the whole plan first; a dry run and no consent change nothing', async () => {
  const { home, root, adopt } = world();
  const [before, names] = [portrait(root), readdirSync(home)];
  const dry = await adopt('--dry-run');
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out.startsWith(PLAN)).toBe(true);
  expect(dry.out).toContain('~/.claude.json stays as it is');
  const asked = await adopt();
  expect(asked).toMatchObject({ code: 3, out: dry.out });
  expect(asked.err).toBe(
    'Nothing was changed: there is no terminal to ask on. Say --yes to agree beforehand.\n',
  );
  expect(portrait(root)).toEqual(before);
  expect(readdirSync(home)).toEqual(names);
});

test('there and back; the record is private, outside of the directory, and gone afterwards', async () => {
  const { root, stateDir, adopt } = world();
  const before = portrait(root);
  expect(await adopt('--yes', '--add', 'personal')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(
      /Log in to personal: CLAUDE_CONFIG_DIR=~\/\.claude-accounts\/personal claude\nThen write the configuration: claude-failover init\n$/,
    ),
  });
  const record = join(stateDir, 'adopt.json');
  expect(lstatSync(record).mode & 0o777).toBe(0o600);
  expect(await adopt('--yes', '--add', 'third')).toMatchObject({ code: 0, err: '' });
  expect(await adopt('--undo', '--yes')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/\nUndone: ~\/\.claude is as it was\.\n$/),
  });
  expect(portrait(root)).toEqual(before);
  expect(existsSync(record)).toBe(false);
});

describe('killed with SIGKILL', () => {
  test('between two steps, --undo takes it back, and adopt goes on', async () => {
    const nth = 5;
    const { home, root, stateDir, adopt } = world();
    const before = portrait(root);
    const file = join(temporaryFolder(), 'planned.json');
    writeFileSync(file, JSON.stringify(recordOf(home)));
    mkdirSync(stateDir, { recursive: true });
    const kill = async () => {
      const child = spawn(process.execPath, [KILLED, DIST, stateDir, file, `${nth}`], { stdio: 'inherit' });
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    };
    await kill();
    expect(await adopt('--undo', '--yes')).toMatchObject({ code: 0, err: '' });
    expect(portrait(root)).toEqual(before);
    await kill();
    const on = await adopt('--yes');
    expect(on).toMatchObject({ code: 0, err: '' });
    expect(on.out).toContain(`An adoption was interrupted: ${nth} of 8 steps are done.`);
    expect(readlinkSync(root)).toBe(join(home, '.claude-accounts', 'work'));
    expect(await adopt('--undo', '--yes')).toMatchObject({ code: 0, err: '' });
    expect(portrait(root)).toEqual(before);
  });
});

/** Something that looks like Claude Code and lives until the test ends. */
async function claude(home: string, more: Readonly<Record<string, string>>): Promise<number> {
  const program = join(temporaryFolder(), 'claude');
  writeFileSync(program, `#!${process.execPath}\nprocess.stdout.write('up');setInterval(() => {}, 1000);\n`);
  chmodSync(program, 0o755);
  const child = spawn(program, ['-p', 'x'], {
    env: { PATH: dirname(process.execPath), HOME: home, ...more },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let up = false;
  child.stdout.on('data', () => {
    up = true;
  });
  await until('a Claude Code', () => up);
  return child.pid ?? -1;
}

describe('refused with 3, nothing changed', () => {
  test('while Claude Code works in it, in a pane or not, by HOME or by a link that leads there', async () => {
    const { home, root, adopt } = world();
    const before = portrait(root);
    const other = join(temporaryFolder(), 'other');
    mkdirSync(other);
    await claude(home, { CLAUDE_CONFIG_DIR: other });
    expect(await adopt('--dry-run')).toMatchObject({ code: 0, err: '' });
    const pid = await claude(home, {});
    const alias = join(home, 'way to it');
    symlinkSync('.claude', alias);
    const second = await claude('/nowhere', { CLAUDE_CONFIG_DIR: alias });
    const ran = await adopt('--yes');
    expect(ran.code).toBe(3);
    const pids = [pid, second].sort((a, b) => a - b).join(', ');
    expect(ran.err).toBe(
      `Nothing was changed: 2 Claude Code processes (${pids}) work in ~/.claude. End them, then try again.\n`,
    );
    expect(portrait(root)).toEqual(before);
  });

  test('while a supervisor holds the link; an undo too', async () => {
    const { home, root, adopt } = world();
    const lock = await acquireLock({ kind: 'link', link: root });
    if (lock.type !== 'acquired') throw new Error('the lock is not free');
    const held = `Nothing was changed: a claude-failover (pid ${process.pid}) holds ~/.claude. End it first, then try again.\n`;
    expect(await adopt('--yes')).toMatchObject({ code: 3, err: held });
    await lock.release();
    expect(await adopt('--yes')).toMatchObject({ code: 0 });
    const again = await acquireLock({ kind: 'link', link: root });
    if (again.type === 'acquired') onTestFinished(again.release);
    expect(await adopt('--undo', '--yes')).toMatchObject({ code: 3, err: held });
    expect(readlinkSync(root)).toBe(join(home, '.claude-accounts', 'work'));
  });
});

test('a link that stands already: only what is missing is done, beside the account in use', async () => {
  const home = temporaryFolder();
  const env = { PATH: process.env.PATH ?? '', HOME: home };
  mkdirSync(join(home, 'logins', 'main', 'projects'), { recursive: true });
  mkdirSync(join(home, 'logins', 'side', 'projects'), { recursive: true });
  writeFileSync(join(home, 'logins', 'main', 'settings.json'), '{}');
  symlinkSync('logins/main', join(home, '.claude'));
  // No session need end for that: nothing of theirs moves.
  await claude(home, {});
  const ran = await command(['adopt', '--yes', '--add', 'side'], { env });
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('~/logins/side/projects stays as it is. Unless it leads to the shared one');
  expect(readlinkSync(join(home, 'logins', 'side', 'settings.json'))).toBe('../main/settings.json');
  expect(readlinkSync(join(home, '.claude'))).toBe('logins/main');
  expect(existsSync(join(home, '.claude-accounts'))).toBe(false);
});

test('when the way back cannot be written down, nothing is begun', async () => {
  const { home, root, adopt } = world();
  const before = portrait(root);
  writeFileSync(join(home, 'file'), '');
  const ran = await adopt('--yes', '--state-dir', join(home, 'file', 'state'));
  expect(ran).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^Nothing was changed: the way back cannot be/),
  });
  expect(portrait(root)).toEqual(before);
  unlinkSync(join(home, 'file'));
});

test('an undo takes no name and needs a record; state inside of the directory is refused', async () => {
  const { root, adopt } = world();
  expect(await adopt('--undo', '--name', 'x')).toMatchObject({ code: 2 });
  expect(await adopt('--undo', '--yes')).toMatchObject({
    code: 3,
    err: expect.stringMatching(/^There is nothing to undo: /),
  });
  expect(await adopt('--yes', '--state-dir', join(root, 'state'))).toMatchObject({
    code: 3,
    err: expect.stringMatching(/^Nothing was changed: the state directory lies inside of ~\/\.claude\./),
  });
});
