import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planEdit } from '../../src/adapters/config-edit/plan.js';
import { readValue } from '../../src/adapters/config-edit/value.js';
import { editConfig, putInPlace } from '../../src/adapters/config-edit/write.js';
import type { Path } from '../../src/core/config/lookup.js';
import { temporaryFolder } from './support.js';

const TEXT = `# head, right above the first key
mode:   auto   # the mode
accounts:
    # about the list
    list:
        - {name: a, dir: /a}   # a
        # above b
        - name: b
          dir: "/b"

quota:
    min_blocked: 2
    # poll_interval: 1s
    patterns: [ "out of words",'no more' ]
tmux:
# foot
`;

function fileOf(text: string | null, folder = temporaryFolder()): string {
  const file = join(folder, 'config.yaml');
  if (text !== null) writeFileSync(file, text);
  return file;
}

/** What the file holds after one edit; a failed one throws its reason. */
async function edited(text: string | null, path: Path, value: unknown): Promise<string> {
  const file = fileOf(text);
  const done = await editConfig(file, { path, value }, { HOME: '/home/u' });
  if (!done.ok) throw new Error(done.problems?.[0]?.message ?? ('reason' in done ? done.reason : ''));
  return readFileSync(file, 'utf8');
}

/** The text with one line replaced by others. */
function changed(line: string, ...by: readonly string[]): string {
  expect(TEXT.split('\n')).toContain(line);
  return TEXT.split('\n')
    .flatMap((one) => (one === line ? by : [one]))
    .join('\n');
}

describe('only what an edit is about changes in the file', () => {
  test.each<[string, Path, unknown, string, readonly string[]]>([
    ['a word', ['mode'], 'observe', 'mode:   auto   # the mode', ['mode:   observe   # the mode']],
    ['a number', ['quota', 'min_blocked'], 3, '    min_blocked: 2', ['    min_blocked: 3']],
    [
      'a key of a section',
      ['quota', 'min_wait'],
      '1m',
      `    patterns: [ "out of words",'no more' ]`,
      [`    patterns: [ "out of words",'no more' ]`, '    min_wait: 1m'],
    ],
    ['a key of a section without keys', ['tmux', 'socket'], 'work', 'tmux:', ['tmux:', '    socket: work']],
    ['a new section', ['http', 'port'], 9, 'tmux:', ['tmux:', 'http:', '    port: 9']],
    [
      'a key in brackets',
      ['accounts', 'list', 0, 'priority'],
      1,
      '        - {name: a, dir: /a}   # a',
      ['        - {name: a, dir: /a, priority: 1}   # a'],
    ],
    [
      'a key of an entry',
      ['accounts', 'list', 1, 'auto'],
      false,
      '          dir: "/b"',
      ['          dir: "/b"', '          auto: false'],
    ],
    [
      'an entry more',
      ['accounts', 'list', 2],
      { name: 'c', dir: '/c' },
      '          dir: "/b"',
      ['          dir: "/b"', '        - { name: c, dir: /c }'],
    ],
    [
      'an item in brackets',
      ['quota', 'patterns', 2],
      'a, b',
      `    patterns: [ "out of words",'no more' ]`,
      [`    patterns: [ "out of words",'no more', "a, b" ]`],
    ],
    [
      'a whole list',
      ['quota', 'patterns'],
      ['one more'],
      `    patterns: [ "out of words",'no more' ]`,
      ['    patterns: [ one more ]'],
    ],
    [
      'a text that looks like a number',
      ['sessions', 'command'],
      '8080',
      'tmux:',
      ['tmux:', 'sessions:', '    command: "8080"'],
    ],
    ['a key away', ['mode'], undefined, 'mode:   auto   # the mode', []],
    ['a key of a section away', ['quota', 'min_blocked'], undefined, '    min_blocked: 2', []],
    [
      'an item away',
      ['quota', 'patterns', 0],
      undefined,
      `    patterns: [ "out of words",'no more' ]`,
      [`    patterns: [ 'no more' ]`],
    ],
    ['an entry away', ['accounts', 'list', 0], undefined, '        - {name: a, dir: /a}   # a', []],
  ])('%s', async (_, path, value, line, by) => {
    expect(await edited(TEXT, path, value)).toBe(changed(line, ...by));
  });

  test('the last entry leaves an empty list, the last key of a section no section', async () => {
    const text = 'accounts:\n  list:\n    - { name: a, dir: /a }\nhttp:\n  port: 1\n';
    expect(await edited(text, ['accounts', 'list', 0], undefined)).toBe(
      'accounts:\n  list: []\nhttp:\n  port: 1\n',
    );
    expect(await edited(text, ['http', 'port'], undefined)).toBe(
      'accounts:\n  list:\n    - { name: a, dir: /a }\n',
    );
    expect(await edited('http:\n  # mine\n  port: 1\n', ['http', 'port'], undefined)).toBe(
      'http:\n  # mine\n',
    );
  });

  test('the last key in brackets leaves empty ones', async () => {
    expect(await edited('http: { port: 1 } # c\n', ['http', 'port'], undefined)).toBe('http: {} # c\n');
    const channel = 'notifications:\n  channels:\n    own:\n      key: env:A\n';
    expect(await edited(channel, ['notifications', 'channels', 'own', 'key'], undefined)).toBe(
      'notifications:\n  channels:\n    own: {}\n',
    );
  });

  test.each([
    ['no end of line', 'mode: auto', 'mode: auto\nhttp:\n  port: 9\n'],
    ['line ends of Windows', 'mode: auto\r\n', 'mode: auto\r\nhttp:\r\n  port: 9\r\n'],
    ['only a comment', '# mine\n', '# mine\nhttp:\n  port: 9\n'],
    ['nothing', '', 'http:\n  port: 9\n'],
    ['an empty map', '{}\n', '{ http: { port: 9 } }\n'],
    ['JSON', '{"mode": "auto"}\n', '{"mode": "auto", "http":{"port":9}}\n'],
  ])('a file of %s', async (_, text, made) => {
    expect(await edited(text, ['http', 'port'], 9)).toBe(made);
  });

  test('what is shared by an anchor is not changed behind its back', async () => {
    const text = 'quota: {confirm_after: &t 30s, min_wait: *t}\n';
    await expect(edited(text, ['quota', 'confirm_after'], '10s')).rejects.toThrow('change it in an editor');
    expect(await edited(text, ['quota', 'min_wait'], '10s')).toBe(
      'quota: {confirm_after: &t 30s, min_wait: 10s}\n',
    );
  });
});

describe('the file', () => {
  const edit = { path: ['mode'], value: 'confirm' };

  test.each([0o600, 0o640, 0o644])('keeps its mode %o', async (mode) => {
    const file = fileOf('mode: auto\n');
    chmodSync(file, mode);
    expect((await editConfig(file, edit, {})).ok).toBe(true);
    expect(statSync(file).mode & 0o7777).toBe(mode);
  });

  test('stays behind the link that leads to it', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dotfiles'));
    const target = join(folder, 'dotfiles', 'failover.yaml');
    writeFileSync(target, 'mode: auto\n', { mode: 0o600 });
    const file = join(folder, 'config.yaml');
    symlinkSync('dotfiles/failover.yaml', file);
    const old = statSync(target).ino;
    expect((await editConfig(file, edit, {})).ok).toBe(true);
    expect([lstatSync(file).isSymbolicLink(), readlinkSync(file)]).toEqual([true, 'dotfiles/failover.yaml']);
    expect(readFileSync(target, 'utf8')).toBe('mode: confirm\n');
    expect(statSync(target).ino).not.toBe(old);
    expect(readdirSync(join(folder, 'dotfiles'))).toEqual(['failover.yaml']);
  });

  test('is made for its owner alone', async () => {
    const file = fileOf(null, join(temporaryFolder(), 'deep'));
    expect((await editConfig(file, edit, {})).ok).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe('mode: confirm\n');
  });

  test('is left alone when it is read-only, or a link that leads nowhere', async () => {
    const file = fileOf('mode: auto\n');
    chmodSync(file, 0o400);
    expect(await editConfig(file, edit, {})).toMatchObject({ reason: expect.stringContaining('read-only') });
    const lost = join(temporaryFolder(), 'config.yaml');
    symlinkSync('nowhere.yaml', lost);
    expect(await editConfig(lost, edit, {})).toMatchObject({
      reason: expect.stringContaining('leads nowhere'),
    });
    expect(readFileSync(file, 'utf8')).toBe('mode: auto\n');
  });

  test('is not written when it would be wrong, nor when nothing changes', async () => {
    const file = fileOf(TEXT);
    const { ino } = statSync(file);
    const wrong = await editConfig(file, { path: ['mode'], value: 'fast' }, {});
    expect(wrong).toMatchObject({ ok: false, problems: [{ key: 'mode', line: 2 }] });
    expect(await editConfig(file, { path: ['mode'], value: 'auto' }, {})).toMatchObject({ ok: true });
    const patterns = { path: ['quota', 'patterns'], value: ['out of words', 'no more'] };
    expect(await editConfig(file, patterns, {})).toMatchObject({ ok: true });
    expect([statSync(file).ino, readFileSync(file, 'utf8')]).toEqual([ino, TEXT]);
  });

  test('keeps what somebody else wrote meanwhile', async () => {
    const file = fileOf('mode: auto\n');
    const planned = planEdit(file, edit, {});
    if (!planned.ok) throw new Error('no plan');
    writeFileSync(file, 'mode: observe\n');
    expect(await putInPlace(file, planned.plan)).toContain('changed by somebody else');
    expect(readFileSync(file, 'utf8')).toBe('mode: observe\n');
    expect(readdirSync(join(file, '..'))).toEqual(['config.yaml']);
  });

  test('takes many edits at a time, and loses none', async () => {
    const file = fileOf('mode: auto\n');
    const keys = ['done_max_count', 'failed_max_count'].map((key) => ['janitor', key]);
    const paths: readonly Path[] = [
      ...keys,
      ['http', 'port'],
      ['quota', 'min_blocked'],
      ['dispatcher', 'attempts'],
    ];
    const all = await Promise.all(
      paths.map((path, index) => editConfig(file, { path, value: index + 1 }, {})),
    );
    expect(all.map(({ ok }) => ok)).toEqual(paths.map(() => true));
    const text = readFileSync(file, 'utf8');
    for (const [index, path] of paths.entries()) expect(text).toContain(`${path[1]}: ${index + 1}\n`);
  });
});

describe('a value on a command line', () => {
  test.each([
    ['10m', '10m', '10m'],
    ['true', true, 'true'],
    ['-100123', -100123, '-100123'],
    ['[a, "b c"]', ['a', 'b c'], null],
    ['{ name: x, dir: ~/x }', { name: 'x', dir: '~/x' }, null],
    ['"8080"', '8080', null],
    ['22:00-07:00', '22:00-07:00', '22:00-07:00'],
  ])('%s', (text, value, words) => {
    expect(readValue(text)).toEqual({ ok: true, value, words });
  });

  test.each([
    'a: b',
    'a # b',
    '- a',
    '*a',
    '!!str a',
    '',
    '~',
    'null',
    '[a',
    'a\nb',
    '| ',
    '{a: 1, a: 2}',
    '\u001b[2J',
  ])('refused: %j', (text) => {
    expect(readValue(text)).toMatchObject({ ok: false });
  });
});
