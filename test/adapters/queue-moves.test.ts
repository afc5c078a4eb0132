import { linkSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bareQueue } from '../../src/adapters/queue/queue.js';
import type { TaskMove } from '../../src/core/ports.js';
import { until } from '../support/until.js';
import { ids, type OpenedQueue, picture, QueueLab } from './queue-support.js';

const move = (task: string, from: TaskMove['from'], to: TaskMove['to'], reason = ''): TaskMove => ({
  ...{ task, from, to, reason },
});

/** A queue whose tasks `names` run. */
async function running(lab: QueueLab, ...names: readonly string[]): Promise<OpenedQueue> {
  await (await lab.started()).queue.close();
  for (const name of names) lab.drop(`${name}.md`, `this is ${name}`);
  const opened = await lab.started();
  for (const name of names) expect(await opened.queue.claim(name)).toEqual({ ok: true });
  return opened;
}

describe('a move', () => {
  test('to done/ takes the signal away and tells before it answers', async () => {
    const lab = new QueueLab();
    const { queue, told } = await running(lab, 'a');
    lab.signal('a');
    const moved = queue.move(move('a', 'running', 'done'));
    const before = told.length;
    expect(await moved).toEqual({ ok: true });
    expect(told.length).toBeGreaterThan(before);
    expect(told.at(-1)).toMatchObject({
      running: [],
      done: 1,
      finished: [{ id: 'a', outcome: 'done', reason: '' }],
    });
    expect([lab.names('running'), lab.names('done'), lab.names('signals')]).toEqual([[], ['a.md'], []]);
    expect(Math.abs((told.at(-1)?.finished[0]?.atMs ?? 0) - Date.now())).toBeLessThan(30_000);
  });

  test('to failed/ leaves a reason a person can read, and back takes it away again', async () => {
    const lab = new QueueLab();
    const { queue } = await running(lab, 'a');
    const reason = `The session died: \x1b[31mkilled\x1b[0m. Retry it.\n  its screen\n\x07${'é'.repeat(9_000)}`;
    expect(await queue.move(move('a', 'running', 'failed', reason))).toEqual({ ok: true });
    expect(lab.read('failed', 'a.reason')).toMatch(
      /^The session died: killed\. Retry it\.\n {2}its screen\né+\n$/,
    );
    expect(statSync(lab.path('failed', 'a.reason')).size).toBeLessThanOrEqual(8_192);
    expect(statSync(lab.path('failed', 'a.reason')).mode & 0o777).toBe(0o600);
    expect(queue.facts().finished).toMatchObject([
      { id: 'a', outcome: 'failed', reason: 'The session died: killed. Retry it.' },
    ]);
    expect(await queue.move(move('a', 'failed', 'inbox'))).toEqual({ ok: true });
    expect(queue.facts()).toMatchObject({ waiting: [{ id: 'a' }], failed: 0, finished: [] });
    expect([lab.names('inbox'), lab.names('failed')]).toEqual([['a.md'], []]);
    expect(await queue.claim('a')).toEqual({ ok: true });
  });

  test('never overwrites: whoever comes second gets a suffix', async () => {
    const lab = new QueueLab();
    const { queue } = await running(lab, 'a', 'b');
    for (const folder of ['done', 'failed', 'inbox'])
      writeFileSync(lab.path(folder, 'a.md'), `theirs in ${folder}`);
    writeFileSync(lab.path('done', 'b.md'), 'theirs too');
    expect(await queue.move(move('a', 'running', 'failed', 'one'))).toEqual({ ok: true });
    expect([lab.read('failed', 'a.md'), lab.read('failed', 'a~2.md')]).toEqual([
      'theirs in failed',
      'this is a',
    ]);
    expect(lab.read('failed', 'a~2.reason')).toBe('one\n');
    expect(await queue.move(move('a~2', 'failed', 'inbox'))).toEqual({ ok: true });
    expect(await queue.move(move('b', 'running', 'done'))).toEqual({ ok: true });
    expect([lab.read('done', 'b.md'), lab.read('done', 'b~2.md')]).toEqual(['theirs too', 'this is b']);
    expect([lab.read('inbox', 'a.md'), lab.read('inbox', 'a~2.md')]).toEqual([
      'theirs in inbox',
      'this is a',
    ]);
  });

  test('back into an inbox where another has the name keeps the id', async () => {
    const lab = new QueueLab();
    const { queue } = await running(lab, 'a');
    writeFileSync(lab.path('inbox', 'a.md'), 'theirs');
    expect(await queue.move(move('a', 'running', 'inbox'))).toEqual({ ok: true });
    expect(lab.read('inbox', 'a~2.md')).toBe('this is a');
    expect(ids(queue.facts().waiting)).toEqual(['a']);
    expect(await queue.claim('a')).toEqual({ ok: true });
    expect(await queue.prompt('a')).toEqual({ ok: true, text: 'this is a' });
  });

  test('of a task that is not there changes nothing and says where it is', async () => {
    const lab = new QueueLab();
    const { queue } = await running(lab, 'a');
    const before = picture(lab.dir);
    expect(await queue.move(move('a', 'failed', 'inbox'))).toMatchObject({
      reason: expect.stringContaining('it is in running/'),
    });
    expect(await queue.move(move('b', 'running', 'done'))).toMatchObject({
      reason: expect.stringContaining('nowhere in the queue'),
    });
    expect(await queue.prompt('b')).toMatchObject({ ok: false });
    expect(picture(lab.dir)).toBe(before);
  });

  test('of a file that somebody took away is refused, and leaves no reason behind', async () => {
    const lab = new QueueLab();
    const { queue } = await running(lab, 'a');
    rmSync(lab.path('running', 'a.md'));
    expect(await queue.move(move('a', 'running', 'failed', 'x'))).toEqual({
      ok: false,
      reason: expect.stringMatching(
        /^The task a was not moved to failed\/: it is no longer in running\/\. S/,
      ),
    });
    expect(lab.names('failed')).toEqual([]);
    expect(queue.facts().running).toEqual([]);
  });

  test('replaces a reason that a crash left, but nothing else that has its name', async () => {
    const lab = new QueueLab();
    const { queue } = await running(lab, 'a', 'b');
    writeFileSync(lab.path('failed', 'a.reason'), 'an old reason');
    mkdirSync(lab.path('failed', 'b.reason'));
    expect(await queue.move(move('a', 'running', 'failed', 'x'))).toEqual({ ok: true });
    expect(await queue.move(move('b', 'running', 'failed', 'y'))).toEqual({ ok: true });
    expect(lab.names('failed')).toEqual(['a.md', 'a.reason', 'b.reason', 'b~2.md', 'b~2.reason']);
    expect([lab.read('failed', 'a.reason'), lab.read('failed', 'b~2.reason')]).toEqual(['x\n', 'y\n']);
  });
});

test('the prompt of a file that somebody took away cannot be read', async () => {
  const lab = new QueueLab();
  const { queue } = await running(lab, 'a');
  rmSync(lab.path('running', 'a.md'));
  expect(await queue.prompt('a')).toEqual({ ok: false, reason: expect.stringContaining('has gone') });
});

describe('signals', () => {
  test('of running tasks count, when they say something that does', async () => {
    const lab = new QueueLab();
    const { queue, watcher, notes } = await running(lab, 'a', 'b', 'c', 'd', 'e', 'f');
    lab.signal('a');
    lab.signal('b', 'failed: \x1b[1mtests\x1b[0m are red\n');
    lab.signal('c', 'nearly there');
    symlinkSync(join(lab.base, 'secret'), lab.path('signals', 'd'));
    lab.signal('e', `failed ${'x'.repeat(5_000)}`);
    lab.signal('nobody');
    mkdirSync(lab.path('signals', 'f'));
    watcher.tell(lab.dir, 'a', 'rename', 'signals');
    await until('the signals', () => queue.facts().signals.length === 2);
    expect(queue.facts().signals.toSorted((x, y) => (x.id < y.id ? -1 : 1))).toEqual([
      { id: 'a', atMs: expect.any(Number), outcome: 'done', text: '' },
      { id: 'b', atMs: expect.any(Number), outcome: 'failed', text: 'tests are red' },
    ]);
    for (let i = 0; i < 3; i++) watcher.emit('all');
    await until('every note', () => notes.length === 4);
    expect(notes.toSorted().map((note) => /task (.*?): (.{9})/.exec(note)?.slice(1))).toEqual([
      ['c was ignored', 'it says "'],
      ['d was ignored', 'it is no '],
      ['e was ignored', 'it is lar'],
      ['f was ignored', 'it is no '],
    ]);
    expect(await queue.move(move('d', 'running', 'failed', 'x'))).toEqual({ ok: true });
    expect(lab.names('signals')).toEqual(['a', 'b', 'c', 'e', 'f', 'nobody']);
  });

  test('that are being written are not taken for empty ones', async () => {
    const lab = new QueueLab();
    let steady = 0;
    await (await lab.started()).queue.close();
    lab.drop('a.md', 'x');
    const { queue, told, watcher } = await lab.started({ steadyMs: () => steady, settleMs: 2_000 });
    await queue.claim('a');
    writeFileSync(lab.path('signals', 'a'), '');
    watcher.tell(lab.dir, 'a', 'rename', 'signals');
    lab.drop('b.md', 'x');
    watcher.emit('all');
    await until('a scan', () => queue.facts().waiting.length === 1);
    expect(queue.facts().signals).toEqual([]);
    writeFileSync(lab.path('signals', 'a'), 'failed it');
    steady += 400;
    lab.drop('c.md', 'x');
    watcher.emit('all');
    await until('another scan', () => queue.facts().waiting.length === 2);
    steady += 500;
    watcher.emit('all');
    await until('the signal', () => queue.facts().signals.length === 1);
    expect(told.flatMap(({ signals }) => signals.map(({ outcome }) => outcome))).not.toContain('done');
  });
});

describe('the bare folder', () => {
  const bare = async (lab: QueueLab) => {
    const queue = bareQueue(lab.dir, { forbidden: [], home: lab.home });
    await queue.start();
    return queue;
  };

  test('is listed without changing anything', async () => {
    const lab = new QueueLab();
    expect((await bare(lab)).facts()).toMatchObject({ trouble: null, waiting: [] });
    await running(lab, 'a').then(({ queue }) => queue.close());
    lab.drop('good.md', 'x');
    lab.drop('bad.md', '');
    symlinkSync('/etc/hostname', lab.path('inbox', 'link.md'));
    writeFileSync(lab.path('inbox', 'placed.md'), 'just written');
    const before = picture(lab.dir);
    const queue = await bare(lab);
    expect(ids(queue.facts().waiting)).toEqual(['good', 'placed']);
    expect(queue.facts()).toMatchObject({ trouble: null, running: ['a'], failed: 0 });
    expect(picture(lab.dir)).toBe(before);
  });

  test('takes a new task, and moves one away and back', async () => {
    const lab = new QueueLab();
    const queue = await bare(lab);
    expect(await queue.add('x', 'a')).toEqual({ ok: true, id: 'a' });
    expect(await queue.move(move('a', 'inbox', 'failed', 'Cancelled.'))).toEqual({ ok: true });
    expect(lab.read('failed', 'a.reason')).toBe('Cancelled.\n');
    const later = await bare(lab);
    expect(later.facts()).toMatchObject({ failed: 1, finished: [{ id: 'a', reason: 'Cancelled.' }] });
    expect(await later.move(move('a', 'failed', 'inbox'))).toEqual({ ok: true });
    expect([lab.names('inbox'), lab.names('failed')]).toEqual([['a.md'], []]);
  });

  test('with a hard link in running/ gives no prompt', async () => {
    const lab = new QueueLab();
    const { queue } = await running(lab, 'a', 'b');
    linkSync(lab.path('running', 'a.md'), join(lab.base, 'second'));
    rmSync(lab.path('running', 'b.md'));
    symlinkSync('/etc/hostname', lab.path('running', 'b.md'));
    expect(await queue.prompt('a')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('hard link'),
    });
    expect(await queue.prompt('b')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('symbolic link'),
    });
  });
});

test('the newest thirty of each outcome are told, each with its reason', async () => {
  const lab = new QueueLab();
  await (await lab.started()).queue.close();
  for (let i = 0; i < 35; i++) {
    writeFileSync(lab.path('done', `d${i}.md`), '');
    writeFileSync(lab.path('failed', `f${i}.md`), '');
    writeFileSync(lab.path('failed', `f${i}.reason`), `why ${i}\nmore`);
  }
  const { queue } = await lab.started();
  const { finished, done, failed } = queue.facts();
  expect([done, failed, finished.length]).toEqual([35, 35, 60]);
  expect(finished.every(({ atMs }, i) => atMs <= (finished[i - 1]?.atMs ?? Number.POSITIVE_INFINITY))).toBe(
    true,
  );
  const failures = finished.filter(({ outcome }) => outcome === 'failed');
  expect(failures.every(({ id, reason }) => reason === `why ${id.slice(1)}`)).toBe(true);
});
