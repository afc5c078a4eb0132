import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editConfig, type LoadedConfig, loadConfig, locateConfig } from '../../src/adapters/config-file.js';
import { problemLine } from '../../src/core/config/issues.js';
import { BROKEN_CONFIGS } from './broken-configs.js';
import { temporaryFolder } from './support.js';

function load(text: string): { readonly loaded: LoadedConfig; readonly path: string; readonly home: string } {
  const home = temporaryFolder();
  const path = join(home, 'config.yaml');
  writeFileSync(path, text);
  return { loaded: loadConfig({ path, named: true }, { HOME: home }), path, home };
}

describe('broken files', () => {
  test('there are enough of them', () => {
    expect(BROKEN_CONFIGS.length).toBeGreaterThanOrEqual(60);
  });

  test.each(BROKEN_CONFIGS)('$name', ({ text, complaints }) => {
    const { loaded, path } = load(text);
    if (loaded.type !== 'invalid') throw new Error(`was taken as ${loaded.type}`);
    const told = loaded.problems.map(problemLine).join('\n');
    expect(loaded.problems, told).toHaveLength(complaints.length);
    complaints.forEach(([line, key, ...words], i) => {
      expect(loaded.problems[i], told).toMatchObject({ file: path, line, key });
      for (const word of words) expect(told).toContain(word);
    });
  });

  test('every error comes at once, in the order of the file', () => {
    const { loaded, path } = load('mode: x\nquota:\n  poll_interval: 7\n  nope: 1\nhttp:\n  port: -1\n');
    const lines = loaded.type === 'invalid' ? loaded.problems.map(problemLine) : [];
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(`${path}:1: mode must be one of auto, confirm, observe, not "x".`);
    expect(lines.map((line) => line.slice(path.length + 1).split(':')[0])).toEqual(['1', '3', '4', '6']);
  });

  test('a folder, a huge file and a bomb of aliases are refused', () => {
    const folder = temporaryFolder();
    expect(loadConfig({ path: folder, named: true })).toMatchObject({ type: 'invalid' });
    expect(load(`#${'x'.repeat(1_100_000)}`).loaded).toMatchObject({ type: 'invalid' });
    const level = (n: number) =>
      `a${n}: &a${n} [${Array(9)
        .fill(`*a${n - 1}`)
        .join(', ')}]`;
    const bomb = `a0: &a0 [x, x]\n${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('\n')}\n`;
    expect(load(bomb).loaded).toMatchObject({ type: 'invalid' });
  });
});

describe('finding and resolving', () => {
  test('flag, variable, XDG folder, in this order', () => {
    const env = { HOME: '/home/u', CLAUDE_FAILOVER_CONFIG: 'b.yaml' };
    expect(locateConfig('~/a.yaml', env, '/w')).toEqual({ path: '/home/u/a.yaml', named: true });
    expect(locateConfig(null, env, '/w')).toEqual({ path: '/w/b.yaml', named: true });
    const standard = { path: '/home/u/.config/claude-failover/config.yaml', named: false };
    expect(locateConfig(null, { HOME: '/home/u', XDG_CONFIG_HOME: 'relative' }, '/w')).toEqual(standard);
    expect(locateConfig(null, { HOME: '/home/u', XDG_CONFIG_HOME: '/x' }, '/w').path).toBe(
      '/x/claude-failover/config.yaml',
    );
  });

  test('no file means observe mode; a named one must be there', () => {
    const path = join(temporaryFolder(), 'config.yaml');
    expect(loadConfig({ path, named: false })).toEqual({ type: 'none', path });
    const loaded = loadConfig({ path, named: true });
    expect(loaded.type === 'invalid' && loaded.problems.map(problemLine)[0]).toContain('is not there');
  });

  test('paths become absolute, account directories real', () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'real'));
    symlinkSync(join(home, 'real'), join(home, 'alias'));
    const path = join(home, 'config.yaml');
    writeFileSync(
      path,
      'accounts: {list: [{name: a, dir: ~/alias}, {name: b, dir: not/there}]}\nsessions: {pool: {cwd: $HOME/w}}\n',
    );
    const loaded = loadConfig({ path, named: true }, { HOME: home, XDG_DATA_HOME: '/data' });
    expect(loaded).toMatchObject({
      type: 'ok',
      config: {
        accounts: {
          link: join(home, '.claude'),
          list: [{ dir: join(home, 'real') }, { dir: join(home, 'not/there') }],
        },
        sessions: { pool: { cwd: join(home, 'w') } },
        dispatcher: { queue_dir: '/data/claude-failover/queue' },
      },
    });
  });

  test('reading changes nothing on the disk', () => {
    const { path } = load('# mine\nmode: observe\n');
    const before = statSync(path, { bigint: true });
    loadConfig({ path, named: true });
    const after = statSync(path, { bigint: true });
    expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([before.ino, before.mtimeNs, before.ctimeNs]);
  });

  test('a dedicated session beside the pool, a pool of none', () => {
    const text =
      'sessions: {pool: {cwd: /a, first: 2, size: 3}, dedicated: [{name: ccl-1}, {name: ccl-5}, {name: ccl-02}]}\n';
    expect(load(text).loaded).toMatchObject({ type: 'ok' });
    expect(load('sessions: {pool: {cwd: /a, size: 0}, dedicated: [{name: ccl-1}]}\n').loaded).toMatchObject({
      type: 'ok',
    });
  });

  test('the example file holds every key and is valid', () => {
    const loaded = loadConfig({ path: 'config.example.yaml', named: true }, { HOME: '/home/u' });
    expect(loaded).toMatchObject({ type: 'ok', config: { mode: 'auto', sessions: { pool: { size: 3 } } } });
  });
});

describe('our own writes', () => {
  const TEXT = [
    '# kept: head',
    'mode: auto # kept: mode',
    '',
    'accounts:',
    '  # kept: list',
    '  list:',
    '    - { name: a, dir: /a } # kept: a',
    'quota: { min_blocked: 2 }',
    '# kept: foot',
    '',
  ].join('\n');

  test('comments, order and layout survive', () => {
    const { path } = load(TEXT);
    const edits = [
      { path: ['mode'], value: 'observe' },
      { path: ['accounts', 'list', 1], value: { name: 'b', dir: '/b' } },
      { path: ['http', 'port'], value: 9 },
      { path: ['quota', 'min_blocked'], value: 3 },
    ];
    expect(editConfig(path, edits, {})).toEqual([]);
    const text = readFileSync(path, 'utf8');
    for (const line of TEXT.split('\n').filter((line) => !/^(mode|quota)/.test(line)))
      expect(text).toContain(line);
    expect(text).toContain('mode: observe # kept: mode');
    expect(text).toContain('quota: { min_blocked: 3 }');
    expect(loadConfig({ path, named: true })).toMatchObject({
      type: 'ok',
      config: { mode: 'observe', http: { port: 9 }, accounts: { list: [{ name: 'a' }, { name: 'b' }] } },
    });
  });

  test('a key is removed by undefined', () => {
    const { path } = load(TEXT);
    expect(editConfig(path, [{ path: ['quota', 'min_blocked'], value: undefined }], {})).toEqual([]);
    expect(readFileSync(path, 'utf8')).not.toContain('min_blocked');
  });

  test('what would not be valid is not written', () => {
    const { path } = load(TEXT);
    expect(editConfig(path, [{ path: ['mode'], value: 'fast' }], {})[0]).toMatchObject({ key: 'mode' });
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
  });

  test('a new file is made readable by its owner alone', () => {
    const path = join(temporaryFolder(), 'deep', 'config.yaml');
    expect(editConfig(path, [{ path: ['mode'], value: 'confirm' }], {})).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('mode: confirm\n');
  });
});
