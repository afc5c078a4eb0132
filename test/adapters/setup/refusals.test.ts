import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HomeRequest } from '../../../src/adapters/setup/look-home.js';
import { performSteps } from '../../../src/adapters/setup/perform.js';
import { temporaryFolder } from '../support.js';
import { makeHome, portrait, recordOf } from './homes.js';

const LEAVES = [
  { path: ['projects', 'a.jsonl'], text: null },
  { path: ['CLAUDE.md'], text: '../dots/rules.md' },
];

type Case = readonly [string, (home: string) => Partial<HomeRequest>, RegExp];

const CASES: readonly Case[] = [
  ['a bad name', () => ({ name: '../x' }), /"\.\.\/x" cannot name an account/],
  ['a bad name to add', () => ({ add: '-x' }), /"-x" cannot name an account/],
  ['a reserved name', () => ({ name: 'projects' }), /shared conversations have that name/],
  ['the same name twice', () => ({ add: 'work' }), /cannot both be named "work"/],
  ['accounts inside of it', (home) => ({ accountsDir: join(home, '.claude', 'x') }), /lies inside of/],
  ['accounts under nothing', (home) => ({ accountsDir: join(home, 'a', 'b') }), /a is not there\. Make it/],
  ['another owner', () => ({ uid: (process.getuid?.() ?? 0) + 1 }), /belongs to user \d+/],
  [
    'accounts in a file',
    (home) => {
      writeFileSync(join(home, 'file'), '');
      return { accountsDir: join(home, 'file') };
    },
    /file is not a directory\. Name another one with --accounts-dir/,
  ],
  [
    'a target that is there',
    (home) => {
      mkdirSync(join(home, '.claude-accounts', 'work'), { recursive: true });
      return {};
    },
    /work is there already\. Choose another name with --name\./,
  ],
  [
    'conversations that are there',
    (home) => {
      mkdirSync(join(home, '.claude-accounts', 'projects'), { recursive: true });
      return {};
    },
    /Bring the two together by hand/,
  ],
  [
    'links of an earlier adoption',
    (home) => {
      mkdirSync(join(home, '.claude-accounts', '.adopt'), { recursive: true });
      return {};
    },
    /holds links of an earlier adoption/,
  ],
  [
    'a folder others write to',
    (home) => {
      chmodSync(home, 0o777);
      return {};
    },
    /may be written by others\. Keep the link in a folder only you write to/,
  ],
  [
    'a name that is not UTF-8',
    (home) => {
      mkdirSync(Buffer.concat([Buffer.from(`${home}/.claude/x`), Buffer.from([0xff])]));
      return {};
    },
    /is not UTF-8/,
  ],
];

describe('no plan, one sentence, nothing changed', () => {
  test.each(CASES)('%s', (_name, spoil, expected) => {
    const home = makeHome(LEAVES);
    const more = spoil(home);
    const names = readdirSync(home);
    expect(() => recordOf(home, more)).toThrow(expected);
    expect(() => recordOf(home, more)).toThrow(/\.$/);
    expect(readdirSync(home)).toEqual(names);
  });

  test('another file system', () => {
    const home = makeHome(LEAVES);
    expect(statSync('/proc').dev).not.toBe(statSync(home).dev);
    expect(() => recordOf(home, { accountsDir: '/proc/accounts' })).toThrow(/different file systems/);
  });

  test.each<readonly [string, (root: string) => void, RegExp]>([
    ['nothing there', () => undefined, /is not there, so there is nothing to adopt/],
    ['a file', (root) => writeFileSync(root, ''), /is a file, not a directory/],
    ['a dangling link', (root) => symlinkSync('/nowhere/at/all', root), /where no directory is/],
    ['a link to itself', (root) => symlinkSync('.claude', root), /where no directory is/],
  ])('instead of the directory: %s', (_name, put, expected) => {
    const home = temporaryFolder();
    put(join(home, '.claude'));
    expect(() => recordOf(home)).toThrow(expected);
  });
});

test('a step the system refuses ends it with its reason; what was done stays, and can be taken back', async () => {
  const home = makeHome(LEAVES);
  const before = portrait(join(home, '.claude'));
  const record = recordOf(home, { accountsDir: join(home, 'accounts') });
  const rest = record.steps.slice(1);
  expect(await performSteps(rest)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^A step was not done: ENOENT: .*\. Mend that$/),
  });
  expect(portrait(join(home, '.claude'))).toEqual(before);
});
