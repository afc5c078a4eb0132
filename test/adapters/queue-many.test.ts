import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { until } from '../support/until.js';
import { QueueLab } from './queue-support.js';

const MANY = 10_000;

/** CPU time of this thread, ms: what other processes take of the machine does not count. */
const ownMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

test('ten thousand files at once: nothing else waits long for its turn, and each is there once', async () => {
  const lab = new QueueLab();
  const made = join(lab.base, 'made');
  mkdirSync(made);
  for (let n = 0; n < MANY; n++) {
    writeFileSync(
      join(made, `task-${n}.md`),
      `---\npriority: ${n % 10}\ncwd: /tmp\n---\n${'x'.repeat(n % 500)}task ${n}\n`,
    );
  }
  const { queue, told, watcher } = await lab.started({ settleMs: 0 });
  await promisify(execFile)('sh', ['-c', 'mv "$1"/* "$2"/', 'sh', made, lab.path('inbox')]);

  let longest = 0;
  let before = ownMs();
  const beat = setInterval(() => {
    const now = ownMs();
    longest = Math.max(longest, now - before);
    before = now;
  }, 1);
  watcher.emit('all');
  await until('the first ones', () => queue.facts().waiting.length > 0, 20_000);
  expect(await queue.add('in between', 'between')).toEqual({ ok: true, id: 'between' });
  expect(queue.facts().waiting.length).toBeLessThan(MANY / 2);
  await until('all of them', () => queue.facts().waiting.length === MANY + 1, 60_000);
  clearInterval(beat);

  const { waiting, failed } = queue.facts();
  expect([failed, new Set(waiting.map(({ id }) => id)).size]).toEqual([0, MANY + 1]);
  expect(waiting.every(({ priority }, n) => priority <= (waiting[n - 1]?.priority ?? 9))).toBe(true);
  expect(longest).toBeLessThan(200);
  expect(told.length).toBeLessThan(100);
  // No text is remembered.
  expect(JSON.stringify(waiting)).not.toContain('xx');
  expect(readdirSync(lab.path('inbox'))).toHaveLength(MANY + 1);
}, 120_000);

test('the same name ten times over, from as many hands: each has an id of its own and none is lost', async () => {
  const lab = new QueueLab();
  await (await lab.started()).queue.close();
  const names = [
    'a b',
    'a_b',
    'a\tb',
    'a\nb',
    'a\x01b',
    'a\x7fb',
    'a\u00a0b',
    'a\u202eb',
    'a\u2028b',
    'a\u200bb',
  ];
  for (const [n, name] of names.entries()) lab.drop(`${name}.md`, n % 3 === 0 ? '' : `task ${n}`);
  const { queue } = await lab.started();
  await until('the empty ones', () => queue.facts().failed === 4);
  const all = [...queue.facts().waiting.map(({ id }) => id), ...queue.facts().finished.map(({ id }) => id)];
  expect(all.toSorted()).toEqual(['a_b', ...Array.from({ length: 9 }, (_, n) => `a_b~${n + 2}`)].toSorted());
  const claims = await Promise.all(queue.facts().waiting.map(({ id }) => queue.claim(id)));
  expect(claims.every(({ ok }) => ok)).toBe(true);
  expect(lab.names('running')).toHaveLength(6);
  expect(lab.names('failed')).toHaveLength(8);
});
