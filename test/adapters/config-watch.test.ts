import { EventEmitter } from 'node:events';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watch as chokidar, type FSWatcher } from 'chokidar';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LoadedConfig } from '../../src/adapters/config-file.js';
import { watchConfig } from '../../src/adapters/config-watch.js';
import { problemLine } from '../../src/core/config/issues.js';
import { until } from '../support/until.js';
import { temporaryFolder } from './support.js';

function watched(path: string, lookMs = 100) {
  const changes: LoadedConfig[] = [];
  const notes: string[] = [];
  const watcher = watchConfig(
    { path, named: false },
    { onChange: (loaded) => changes.push(loaded), onNote: (note) => notes.push(note), settleMs: 30, lookMs },
  );
  onTestFinished(() => watcher.close());
  const last = () => changes.at(-1);
  const mode = () => {
    const loaded = last();
    return loaded?.type === 'ok' ? loaded.config.mode : null;
  };
  return { changes, notes, last, mode };
}

function folderWithConfig(text: string) {
  const folder = join(temporaryFolder(), 'claude-failover');
  mkdirSync(folder);
  const path = join(folder, 'config.yaml');
  writeFileSync(path, text);
  return { folder, path };
}

function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

test('a new content is loaded, a bad one told with its problems, a repaired one loaded again', async () => {
  const { path } = folderWithConfig('mode: auto\n');
  const { last, mode } = watched(path);
  replace(path, 'mode: observe\n');
  await until('the new mode', () => mode() === 'observe');
  replace(path, 'mode: obsrve\n');
  const bad = await until('the problem', () => (last()?.type === 'invalid' ? last() : null));
  expect(bad.type === 'invalid' && bad.problems.map(problemLine)[0]).toContain('Did you mean "observe"');
  writeFileSync(path, 'mode: confirm\n');
  await until('the repaired mode', () => mode() === 'confirm');
});

test('a folder removed and made again is still seen, by events alone', async () => {
  const { folder, path } = folderWithConfig('mode: auto\n');
  const { last, mode } = watched(path, 3_600_000);
  // Before the kernel watches, which it soon does.
  replace(path, 'mode: observe\n');
  await until('a first change', () => mode() === 'observe');
  rmSync(folder, { recursive: true });
  await until('the loss', () => last()?.type === 'none');
  mkdirSync(folder);
  replace(path, 'mode: confirm\n');
  await until('the new file', () => mode() === 'confirm');
});

test('a file that is a link into another folder is followed', async () => {
  const { folder, path } = folderWithConfig('');
  const elsewhere = join(temporaryFolder(), 'dotfiles.yaml');
  writeFileSync(elsewhere, 'mode: auto\n');
  rmSync(path);
  symlinkSync(elsewhere, join(folder, 'config.yaml'));
  const { mode } = watched(path);
  replace(elsewhere, 'mode: observe\n');
  await until('the new mode', () => mode() === 'observe');
});

test('without watches left in the kernel it polls, and says so once', async () => {
  const { path } = folderWithConfig('mode: auto\n');
  const notes: string[] = [];
  const changes: LoadedConfig[] = [];
  const closed: boolean[] = [];
  const started: boolean[] = [];
  const watcher = watchConfig(
    { path, named: false },
    {
      onChange: (loaded) => changes.push(loaded),
      onNote: (note) => notes.push(note),
      settleMs: 30,
      lookMs: 3_600_000,
      watch: (folder, options) => {
        const polling = options.usePolling === true;
        started.push(polling);
        const real = chokidar(folder, { ...options, usePolling: true, interval: 20 });
        const fake = new EventEmitter() as FSWatcher;
        if (polling) real.on('all', () => fake.emit('all', 'change', path));
        for (let i = 0; i < 2; i++) {
          setImmediate(() => fake.emit('error', Object.assign(new Error('no watches'), { code: 'ENOSPC' })));
        }
        fake.close = () => {
          closed.push(polling);
          return real.close();
        };
        return fake;
      },
    },
  );
  onTestFinished(() => watcher.close());
  await until('the polling watcher', () => started.length === 2);
  expect([started, closed]).toEqual([[false, true], [false]]);
  let n = 0;
  await until('a change by polling', () => {
    if (n % 25 === 0) replace(path, `mode: observe\n# ${n}\n`);
    n += 1;
    return changes.length > 0;
  });
  expect(notes).toEqual([expect.stringContaining('ENOSPC')]);
});

describe('with the clock in hand', () => {
  /** The look without events, its timers moved by hand. */
  function looked(text: string) {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { path } = folderWithConfig(text);
    return { path, ...watched(path, 1_000) };
  }

  test('a file being saved in place is not taken for an empty one', () => {
    const { path, changes, mode } = looked('mode: observe\n');
    writeFileSync(path, '# half');
    writeFileSync(path, '');
    vi.advanceTimersByTime(1_000 + 30 * 9);
    expect(changes).toEqual([]);
    writeFileSync(path, 'mode: confirm\n');
    vi.advanceTimersByTime(1_100);
    expect(mode()).toBe('confirm');
    expect(changes).toHaveLength(1);
  });

  test('one that stays empty is taken at its word', () => {
    const { path, changes, mode } = looked('mode: observe\n');
    writeFileSync(path, '');
    vi.advanceTimersByTime(1_400);
    expect(changes).toHaveLength(1);
    expect(mode()).toBe('auto');
  });

  test('a touched file with the same content is no change', () => {
    const { path, changes } = looked('mode: auto\n');
    for (let i = 0; i < 3; i++) {
      replace(path, 'mode: auto\n');
      vi.advanceTimersByTime(2_000);
    }
    expect(changes).toEqual([]);
    replace(path, 'mode: confirm\n');
    vi.advanceTimersByTime(2_000);
    expect(changes).toHaveLength(1);
  });
});
