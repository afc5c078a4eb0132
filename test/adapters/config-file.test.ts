import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LoadedConfig, loadConfig, locateConfig } from '../../src/adapters/config-file.js';
import { problemLine } from '../../src/core/config/issues.js';
import { temporaryFolder } from './support.js';

function load(text: string): { readonly loaded: LoadedConfig; readonly path: string; readonly home: string } {
  const home = temporaryFolder();
  const path = join(home, 'config.yaml');
  writeFileSync(path, text);
  return { loaded: loadConfig({ path, named: true }, { HOME: home }), path, home };
}

describe('broken files', () => {
  test('every error comes at once, in the order of the file', () => {
    const { loaded, path } = load('mode: x\nquota:\n  poll_interval: 7\n  nope: 1\nhttp:\n  port: -1\n');
    const lines = loaded.type === 'invalid' ? loaded.problems.map(problemLine) : [];
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(`${path}:1:1: mode must be one of auto, confirm, observe, not "x"`);
    expect(lines.map((line) => line.slice(path.length + 1).split(':')[0])).toEqual(['1', '3', '4', '6']);
  });

  test('what is no file of text is refused with its reason', () => {
    const folder = temporaryFolder();
    const told = (path: string) => {
      const loaded = loadConfig({ path, named: true }, { HOME: folder });
      return loaded.type === 'invalid' ? loaded.problems.map(problemLine) : [loaded.type];
    };
    expect(told(folder)).toEqual([`${folder}: the file is a directory: name the file in it`]);
    const pipe = join(folder, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    expect(told(pipe)).toEqual([`${pipe}: the file is not a regular file`]);
    const loop = join(folder, 'loop.yaml');
    symlinkSync(loop, loop);
    expect(told(loop)).toEqual([`${loop}: the file cannot be read: it is a link that leads back to itself`]);
    expect(told('/dev/null')).toEqual(['/dev/null: the file is not a regular file']);
    expect(told('/dev/null/config.yaml')[0]).toContain('the file');
    const huge = join(folder, 'huge.yaml');
    writeFileSync(huge, `#${'x'.repeat(300_000)}`);
    expect(told(huge)).toEqual([`${huge}: the file is larger than 256 kB`]);
    const many = join(folder, 'many.yaml');
    writeFileSync(many, '\n'.repeat(10_001));
    expect(told(many)).toEqual([`${many}:10000: the file has 10002 lines; 10000 are allowed`]);
  });

  test.runIf(process.getuid?.() !== 0)('a file nobody may read is refused', () => {
    const { path } = load('mode: auto\n');
    chmodSync(path, 0);
    const loaded = loadConfig({ path, named: true });
    expect(loaded.type === 'invalid' && loaded.problems.map(problemLine)[0]).toContain('permission denied');
  });

  test('a hundred errors are told, and quickly', () => {
    const began = performance.now();
    const keys = Array.from({ length: 9_000 }, (_, i) => `qota_${i}: 1`).join('\n');
    const { loaded } = load(keys);
    expect(loaded.type === 'invalid' && loaded.problems.length).toBe(100);
    const commas = load(`mode: [${','.repeat(4_000)}\n`).loaded;
    expect(commas.type).toBe('invalid');
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('what is no error', () => {
  test.each([
    ['an empty file', ''],
    ['only blanks', '  \n\n'],
    ['only comments', '# nothing\n# here\n'],
    ['only a start mark', '---\n'],
    ['an empty map', '{}\n'],
    ['null', 'null\n'],
    ['empty sections', 'quota:\nhttp:\nnotifications:\n  telegram:\n'],
    ['JSON', '{"mode": "auto", "http": {"port": 1}}\n'],
    ['a byte order mark', '\ufeffmode: auto\n'],
    ['line ends of Windows', 'mode: auto\r\nquota:\r\n  min_blocked: 2\r\n'],
    ['an anchor and its alias', 'quota: {confirm_after: &t 30s, min_wait: *t}\n'],
    ['an end mark', 'mode: auto\n...\n'],
    ['a hexadecimal number', 'http: {port: 0x1F90}\n'],
    ['letters of the world in paths', 'sessions: {pool: {cwd: "~/Büro 東京"}}\n'],
  ])('%s', (_, text) => {
    expect(load(text).loaded).toMatchObject({ type: 'ok', config: { mode: 'auto' } });
  });

  test('a file without an ending, a hidden one, and a link to one', () => {
    const home = temporaryFolder();
    for (const name of ['config', '.config', 'a.b.yml']) {
      writeFileSync(join(home, name), 'mode: confirm\n');
      const loaded = loadConfig({ path: join(home, name), named: true }, { HOME: home });
      expect(loaded, name).toMatchObject({ type: 'ok', config: { mode: 'confirm' } });
    }
    symlinkSync(join(home, 'config'), join(home, 'link.yaml'));
    const loaded = loadConfig({ path: join(home, 'link.yaml'), named: true }, { HOME: home });
    expect(loaded).toMatchObject({ type: 'ok', config: { mode: 'confirm' } });
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
