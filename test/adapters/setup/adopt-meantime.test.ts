import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { performSteps } from '../../../src/adapters/setup/perform.js';
import { undoSteps } from '../../../src/adapters/setup/undo.js';
import { makeHome, portrait, recordOf } from './homes.js';

const LEAVES = [
  { path: ['projects', '-home-x', 'one.jsonl'], text: null },
  { path: ['settings.json'], text: null },
  { path: ['commands', 'rules.md'], text: '../../dots/rules.md' },
  { path: ['.credentials.json'], text: null },
  { path: ['sessions', '12.json'], text: null },
];

async function adopted(more: Parameters<typeof recordOf>[1] = { add: 'personal' }) {
  const home = makeHome(LEAVES);
  const root = join(home, '.claude');
  const before = portrait(root);
  const record = recordOf(home, more);
  expect(await performSteps(record.steps)).toEqual({ ok: true });
  return { home, root, before, record, accounts: join(home, '.claude-accounts') };
}

test('the second account shares all but what belongs to a login', async () => {
  const { accounts } = await adopted();
  const personal = join(accounts, 'personal');
  expect(readFileSync(join(personal, 'projects', '-home-x', 'one.jsonl'), 'utf8')).toContain('one.jsonl');
  expect(readFileSync(join(personal, 'commands', 'rules.md'), 'utf8')).toBe('rules');
  expect(readlinkSync(join(personal, 'settings.json'))).toBe('../work/settings.json');
  expect(readlinkSync(join(accounts, 'work', 'projects'))).toBe('../projects');
  expect(existsSync(join(personal, '.credentials.json'))).toBe(false);
  expect(existsSync(join(personal, 'sessions'))).toBe(false);
});

describe('undo after life went on', () => {
  test('new conversations come back, a new login stays in its directory, a swap does not matter', async () => {
    const { home, root, before, record, accounts } = await adopted();
    writeFileSync(join(accounts, 'personal', '.credentials.json'), 'theirs');
    writeFileSync(join(accounts, 'personal', 'projects', 'new.jsonl'), 'new');
    unlinkSync(root);
    symlinkSync(join(accounts, 'personal'), root);
    const undone = await undoSteps(record);
    expect(undone).toEqual({ ok: true, kept: [join(accounts, 'personal')], gone: [] });
    expect(readFileSync(join(accounts, 'personal', '.credentials.json'), 'utf8')).toBe('theirs');
    expect(readFileSync(join(root, 'projects', 'new.jsonl'), 'utf8')).toBe('new');
    unlinkSync(join(root, 'projects', 'new.jsonl'));
    const { '/projects': _changed, ...others } = portrait(root);
    const { '/projects': _before, ...same } = before;
    expect(others).toEqual(same);
    expect(existsSync(join(home, '.claude-accounts', 'work'))).toBe(false);
  });

  test('what took the place of a link or a directory is kept beside it, and said where it ends up', async () => {
    const { home, root, before, record, accounts } = await adopted({});
    unlinkSync(join(root, 'projects'));
    mkdirSync(join(root, 'projects'));
    writeFileSync(join(root, 'projects', 'apart.jsonl'), 'apart');
    unlinkSync(join(root, 'commands', 'rules.md'));
    writeFileSync(join(root, 'commands', 'rules.md'), 'mine');
    unlinkSync(root);
    mkdirSync(root);
    writeFileSync(join(root, 'fresh'), 'fresh');
    const undone = await undoSteps(record);
    const kept = [
      '.kept-0a1b2c3d/fresh',
      '/projects.kept-0a1b2c3d/apart.jsonl',
      '/commands/rules.md.kept-0a1b2c3d',
    ];
    expect(kept.map((path) => readFileSync(`${root}${path}`, 'utf8'))).toEqual(['fresh', 'apart', 'mine']);
    expect(undone).toMatchObject({ ok: true, gone: [] });
    expect(undone.ok && [...undone.kept].sort()).toEqual([
      `${home}/.claude.kept-0a1b2c3d`,
      `${root}/commands/rules.md.kept-0a1b2c3d`,
      `${root}/projects.kept-0a1b2c3d`,
    ]);
    for (const path of Object.keys(before).filter((name) => !['', '/commands'].includes(name)))
      expect(portrait(root)[path]).toBe(before[path]);
    expect(existsSync(accounts)).toBe(false);
  });

  test('a folder of links that was removed, and conversations that are gone, are told and stop nothing', async () => {
    const { root, record, accounts } = await adopted({});
    rmSync(join(root, 'commands'), { recursive: true });
    renameSync(join(accounts, 'projects'), join(accounts, 'elsewhere'));
    const undone = await undoSteps(record);
    expect(undone).toEqual({
      ok: true,
      kept: [join(accounts, '.adopt', '1')],
      gone: [join(accounts, 'work', 'projects')],
    });
    expect(readFileSync(join(root, 'settings.json'), 'utf8')).toContain('settings.json');
    expect(readlinkSync(join(accounts, '.adopt', '1'))).toBe('../../dots/rules.md');
  });
});

test('what came to a name in the meantime stops the adoption, and nothing is put over it', async () => {
  const home = makeHome(LEAVES);
  const record = recordOf(home, {});
  const at = record.steps.findIndex((step) => step.do === 'link' && step.path === record.link);
  const stop = performSteps(record.steps, (step) => {
    if (step === at) throw new Error('killed');
  });
  await expect(stop).rejects.toThrow('killed');
  mkdirSync(join(home, '.claude'));
  expect(await performSteps(record.steps)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/\.claude was not made: something else came to that name/),
  });
  expect(await undoSteps(record)).toMatchObject({ ok: true, kept: [`${home}/.claude.kept-0a1b2c3d`] });
});
