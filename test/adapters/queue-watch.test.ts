import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChokidarOptions } from 'chokidar';
import { expect, test } from 'vitest';
import { watchByEvents, watchQueue } from '../../src/adapters/queue/watch.js';
import { until } from '../support/until.js';
import { HandWatcher, ids, QueueLab } from './queue-support.js';

const noWatches = (code: string) => Object.assign(new Error('no watches left'), { code });

test.each(['ENOSPC', 'EMFILE'])(
  'without watches (%s) it lists the folders by itself, and says so once',
  async (code) => {
    const lab = new QueueLab();
    const { queue, watcher, notes } = await lab.started({ pollMs: 20 });
    for (let i = 0; i < 4; i++) watcher.emit('error', noWatches(code));
    expect(watcher.closed).toBe(true);
    lab.drop('a.md', 'x');
    await until('the task', () => queue.facts().waiting.length === 1);
    await queue.claim('a');
    lab.signal('a', 'failed it');
    await until('the signal', () => queue.facts().signals.length === 1);
    rmSync(lab.path('inbox'), { recursive: true });
    await until('the folder again', () => lab.names('.').includes('inbox'));
    lab.drop('b.md', 'x');
    await until('the next task', () => ids(queue.facts().waiting).includes('b'));
    expect(notes).toEqual([
      expect.stringMatching(new RegExp(`^The queue is polled: watching it failed \\(${code}\\)\\. Raise`)),
    ]);
  },
);

test('whatever the watcher goes on to say, polling starts once', async () => {
  const lab = new QueueLab();
  const watcher = new HandWatcher();
  const said: string[] = [];
  const watching = watchQueue({
    dir: lab.dir,
    watch: () => watcher,
    pollMs: 3_600_000,
    look: () => said.push('look'),
    saw: () => undefined,
    note: () => said.push('note'),
  });
  for (let i = 0; i < 3; i++) watcher.emit('error', noWatches('ENOSPC'));
  await watching.close();
  watcher.emit('error', noWatches('ENOSPC'));
  expect(said).toEqual(['note', 'look']);
});

test('another error of the watcher is no reason to poll', async () => {
  const lab = new QueueLab();
  const { watcher, notes } = await lab.started({ pollMs: 20 });
  watcher.emit('error', noWatches('EACCES'));
  expect([watcher.closed, notes]).toEqual([false, []]);
});

test('the watcher looks at folders, and at no file', async () => {
  const lab = new QueueLab();
  const asked: { path: string; options: ChokidarOptions }[] = [];
  await lab.started({
    watch: (path, options) => {
      asked.push({ path, options });
      return new HandWatcher();
    },
  });
  expect(asked).toMatchObject([
    { path: lab.path('..'), options: { depth: 2, ignoreInitial: true, followSymlinks: false } },
  ]);
  const isIgnored = asked[0]?.options.ignored as (path: string) => boolean;
  for (const part of ['..', '.', 'inbox', 'signals']) expect(isIgnored(lab.path(part))).toBe(false);
  for (const part of ['../other', 'done', 'inbox/a.md', 'signals/a'])
    expect(isIgnored(lab.path(part))).toBe(true);
});

test('folders removed and made again are seen, all of them', async () => {
  const lab = new QueueLab();
  const { queue, told, watcher } = await lab.started();
  lab.drop('a.md', 'x');
  watcher.tell(lab.dir, 'a.md');
  await until('a task', () => queue.facts().waiting.length === 1);
  await queue.claim('a');
  await queue.move({ task: 'a', from: 'running', to: 'done', reason: '' });
  rmSync(lab.dir, { recursive: true });
  mkdirSync(lab.path('inbox'), { recursive: true });
  mkdirSync(lab.path('running'));
  writeFileSync(lab.path('running', 'theirs.md'), 'x');
  lab.drop('b.md', 'x');
  watcher.tell(lab.path('..'), 'queue', 'rename', '.');
  await until('all of it', () => queue.facts().waiting.length === 1 && queue.facts().running.length === 1);
  expect(queue.facts()).toMatchObject({ running: ['theirs'], done: 0, finished: [], trouble: null });
  expect(lab.names('.')).toEqual(['done', 'failed', 'inbox', 'running', 'signals']);
  expect(told.every(({ trouble }) => trouble === null)).toBe(true);
});

test('chokidar tells of a queue below a link', async () => {
  const lab = new QueueLab();
  mkdirSync(lab.path('..'));
  symlinkSync('data', join(lab.base, 'link'));
  const dir = join(lab.base, 'link', 'queue');
  const { queue } = await lab.started({ dir, watch: watchByEvents, pollMs: 20 });
  // The first may be found by the look that follows the start of the watcher.
  for (const id of ['a', 'b', 'c']) {
    lab.drop(`${id}.md`, 'x');
    await until(id, () => ids(queue.facts().waiting).includes(id));
  }
});

test('chokidar tells a task renamed in, a signal, and the same in a folder made anew', async () => {
  const lab = new QueueLab();
  const { queue } = await lab.started({ watch: watchByEvents, pollMs: 20 });
  const round = async (id: string) => {
    lab.drop(`${id}.md`, 'x');
    await until(id, () => ids(queue.facts().waiting).includes(id));
    expect(await queue.claim(id)).toEqual({ ok: true });
    lab.signal(id);
    await until(`the signal of ${id}`, () => queue.facts().signals.some((signal) => signal.id === id));
  };
  await round('a');
  for (const gone of ['inbox', '.']) {
    renameSync(lab.path(gone), lab.path(gone, '..', `gone-${gone === '.' ? 'all' : gone}`));
    await until('the folder again', () => {
      try {
        return lab.names('.').length >= 5 && lab.names('inbox').length === 0;
      } catch {
        return false;
      }
    });
    await round(gone === '.' ? 'c' : 'b');
  }
});

test('a file written and renamed at once is there within a moment, without its times telling', async () => {
  const lab = new QueueLab();
  const { queue, watcher } = await lab.started({ settleMs: 3_600_000 });
  const made = lab.path('..', 'made');
  writeFileSync(made, 'x');
  utimesSync(made, new Date('2099-01-01'), new Date('2099-01-01'));
  renameSync(made, lab.path('inbox', 'a.md'));
  watcher.tell(lab.dir, 'a.md');
  await until('it', () => queue.facts().waiting.length === 1, 2_000);
});

test('everything is looked at again after a while, also where no event told of it', async () => {
  const lab = new QueueLab();
  const { queue } = await lab.started({ rescanMs: 50 });
  lab.drop('a.md', '---\npriority: 1\n---\nx');
  await until('the task', () => queue.facts().waiting.length === 1);
  lab.drop('a.md', '---\npriority: 2\n---\nx');
  await until('its change', () => queue.facts().waiting[0]?.priority === 2);
  writeFileSync(lab.path('done', 'old.md'), 'x');
  await until('the done one', () => queue.facts().done === 1);
  rmSync(lab.path('done', 'old.md'));
  await until('its end', () => queue.facts().done === 0);
});

test('after close nothing is told and nothing done', async () => {
  const lab = new QueueLab();
  const { queue, told, watcher } = await lab.started({ rescanMs: 10 });
  await queue.close();
  const before = told.length;
  lab.drop('a.md', 'x');
  watcher.emit('all');
  expect(await queue.claim('a')).toMatchObject({ ok: false });
  expect(await queue.add('x', 'b')).toMatchObject({ ok: false });
  expect(watcher.closed).toBe(true);
  expect([told.length, lab.names('inbox')]).toEqual([before, ['a.md']]);
});
