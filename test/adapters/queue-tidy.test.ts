import { linkSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TidyLimits } from '../../src/core/ports.js';
import { DAY, HOUR } from '../../src/core/time.js';
import { until } from '../support/until.js';
import { picture, QueueLab } from './queue-support.js';

const ALL = { maxAgeMs: 1_000 * DAY, maxCount: 1_000 };

/** Files keep the ctime the kernel gave them: it is the time of the tidying that moves. */
function limits(aheadMs: number, change: Partial<TidyLimits> = {}): TidyLimits {
  return { nowMs: Date.now() + aheadMs, done: ALL, failed: ALL, ...change };
}

/** `done/` with d0 (the oldest) to d4, `failed/` with f0 to f2 and their reasons. */
async function ended(lab: QueueLab) {
  const { queue } = await lab.started();
  for (const id of ['d0', 'd1', 'd2', 'd3', 'd4', 'f0', 'f1', 'f2']) {
    await queue.add('x', id);
    await queue.claim(id);
    const to = id.startsWith('d') ? 'done' : 'failed';
    await queue.move({ task: id, from: 'running', to, reason: `why ${id}` });
  }
  return queue;
}

describe('ended tasks', () => {
  test('go by age, with their reasons', async () => {
    const lab = new QueueLab();
    const queue = await ended(lab);
    const change = {
      done: { maxAgeMs: 30 * DAY, maxCount: 1_000 },
      failed: { maxAgeMs: DAY, maxCount: 1_000 },
    };
    expect(await queue.tidy(limits(DAY - HOUR, change))).toEqual([]);
    expect(await queue.tidy(limits(DAY + HOUR, change))).toEqual([
      'Removed 3 tasks from failed/: older than 1d.',
    ]);
    expect([lab.names('failed'), lab.names('done').length]).toEqual([[], 5]);
    expect(queue.facts()).toMatchObject({ done: 5, failed: 0 });
    expect(await queue.tidy(limits(31 * DAY, change))).toEqual([
      'Removed 5 tasks from done/: older than 30d.',
    ]);
    expect(queue.facts()).toMatchObject({ done: 0, failed: 0, finished: [] });
  });

  test('go by count, the oldest first', async () => {
    const lab = new QueueLab();
    const queue = await ended(lab);
    const change = { done: { ...ALL, maxCount: 2 }, failed: { ...ALL, maxCount: 2 } };
    expect(await queue.tidy(limits(HOUR, change))).toEqual([
      'Removed 3 tasks from done/: the newest 2 are kept.',
      'Removed 1 task from failed/: the newest 2 are kept.',
    ]);
    expect(lab.names('done')).toEqual(['d3.md', 'd4.md']);
    expect(lab.names('failed')).toEqual(['f1.md', 'f1.reason', 'f2.md', 'f2.reason']);
  });

  test('go five hundred at a time', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    for (let i = 0; i < 600; i++) writeFileSync(lab.path(i % 2 === 0 ? 'done' : 'failed', `t${i}.md`), '');
    const { queue } = await lab.started();
    const none = { maxAgeMs: 0, maxCount: 0 };
    const change = { done: none, failed: none };
    await queue.tidy(limits(DAY, change));
    expect(queue.facts()).toMatchObject({ done: 0, failed: 100 });
    await queue.tidy(limits(DAY, change));
    expect(queue.facts()).toMatchObject({ done: 0, failed: 0 });
  });
});

test('nothing but our own files goes, whatever the limits', async () => {
  const lab = new QueueLab();
  const queue = await ended(lab);
  await queue.add('x', 'waits');
  await queue.add('x', 'runs');
  await queue.claim('runs');
  lab.signal('runs');
  lab.signal('nobody');
  const outside = join(lab.base, 'account');
  mkdirSync(join(outside, 'deep'), { recursive: true });
  writeFileSync(join(outside, 'key'), 'secret');
  for (const folder of ['done', 'failed', 'inbox', 'signals']) {
    symlinkSync(join(outside, 'key'), lab.path(folder, 'link.md'));
    mkdirSync(lab.path(folder, 'folder.md'));
    writeFileSync(lab.path(folder, 'folder.md', 'inside.md'), 'x');
    linkSync(join(outside, 'key'), lab.path(folder, 'linked.md'));
    writeFileSync(lab.path(folder, 'notes.txt'), 'x');
    writeFileSync(lab.path(folder, '.hidden.md'), 'x');
  }
  symlinkSync(outside, lab.path('failed', 'folder-link.md'));
  writeFileSync(lab.path('inbox', '.claude-failover.0123456789abcdef.tmp'), 'left by a crash');
  writeFileSync(lab.path('inbox', '.claude-failover.mine.tmp'), 'not of ours');
  writeFileSync(lab.path('failed', 'gone.reason'), 'its task has gone');
  await queue.close();
  const again = await lab.started();
  await until('the hard link refused', () => !lab.names('inbox').includes('linked.md'));
  const before = picture(outside);
  // All of it is young yet: somebody may be about to need it.
  expect(await again.queue.tidy(limits(HOUR / 2))).toEqual([]);
  const none = { maxAgeMs: 0, maxCount: 0 };
  const did = await again.queue.tidy(limits(2 * DAY, { done: none, failed: none }));
  expect(picture(outside)).toBe(before);
  expect(lab.names('done')).toEqual(['.hidden.md', 'folder.md', 'link.md', 'notes.txt']);
  // What lay in the inbox was refused, and is a task that failed.
  expect(lab.names('failed').filter((name) => !name.endsWith('.reason'))).toEqual(
    [
      '.hidden.md',
      'folder-link.md',
      'folder.md',
      'folder~3.md',
      'link.md',
      'link~3.md',
      'notes.txt',
    ].toSorted(),
  );
  expect(lab.names('failed')).not.toContain('gone.reason');
  expect(lab.names('inbox')).toEqual(['.claude-failover.mine.tmp', '.hidden.md', 'notes.txt', 'waits.md']);
  expect(lab.names('signals')).toEqual(['folder.md', 'link.md', 'runs']);
  expect(lab.names('running')).toEqual(['runs.md']);
  expect(did).toContainEqual('Removed 1 temporary file of ours.');
  expect(did).toContainEqual(expect.stringMatching(/^Removed \d signals nobody waits for\.$/));
});

test('prompts that a kill left in the temporary folder go, and nothing else there', async () => {
  const lab = new QueueLab();
  const { queue } = await lab.started();
  const temporary = join(lab.base, 'out');
  const folder = (name: string, ...files: readonly string[]) => {
    mkdirSync(join(temporary, name));
    for (const file of files) writeFileSync(join(temporary, name, file), 'x');
    utimesSync(join(temporary, name), 0, 0);
  };
  folder('claude-failover-paste-left', 'text');
  folder('claude-failover-paste-bare');
  folder('claude-failover-paste-more', 'text', 'other');
  folder('claude-failover-demo-x', 'text');
  folder('elsewhere', 'text');
  symlinkSync(join(temporary, 'elsewhere'), join(temporary, 'claude-failover-paste-link'));
  expect(await queue.tidy(limits(HOUR / 2))).toEqual([]);
  expect(await queue.tidy(limits(2 * HOUR))).toEqual(['Removed 2 temporary files of ours.']);
  expect(readdirSync(temporary).toSorted()).toEqual([
    'claude-failover-demo-x',
    'claude-failover-paste-link',
    'claude-failover-paste-more',
    'elsewhere',
  ]);
  expect(readdirSync(join(temporary, 'elsewhere'))).toEqual(['text']);
});
