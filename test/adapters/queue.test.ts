import { appendFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.js';
import { ids, QueueLab } from './queue-support.js';

const header = (lines: string, prompt = 'do it') => `---\n${lines}\n---\n${prompt}\n`;

describe('the inbox', () => {
  test('is made with its neighbours, for us alone', async () => {
    const lab = new QueueLab();
    const { queue, told } = await lab.started();
    expect(told).toEqual([
      { trouble: null, waiting: [], running: [], done: 0, failed: 0, finished: [], signals: [] },
    ]);
    expect(queue.facts()).toBe(told[0]);
    for (const folder of ['.', 'inbox', 'running', 'done', 'failed', 'signals']) {
      expect(statSync(lab.path(folder)).mode & 0o777).toBe(0o700);
    }
  });

  test('tells nothing before it was looked at, whatever is asked for meanwhile', async () => {
    const lab = new QueueLab();
    const before = await lab.started();
    lab.drop('a.md', 'x');
    before.watcher.emit('all');
    await until('it', () => before.queue.facts().waiting.length === 1);
    expect(await before.queue.claim('a')).toEqual({ ok: true });
    await before.queue.close();
    const { queue, told } = lab.open();
    const moved = queue.move({ task: 'a', from: 'running', to: 'done', reason: '' });
    await queue.start();
    expect(await moved).toMatchObject({ ok: false });
    expect(told.map(({ running }) => running)).toEqual([['a']]);
  });

  test('gives its tasks in their order, with what they say', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('young.md', 'x', 1_000);
    lab.drop('old.md', 'x', 60_000);
    lab.drop('first.md', header('priority: 9\ncwd: ~/src\ntimeout: 5m\nsession: ccl-2\nattempts: 2'));
    lab.drop('notes.txt', 'no task');
    lab.drop('.hidden.md', 'no task');
    const { queue } = await lab.started();
    expect(ids(queue.facts().waiting)).toEqual(['first', 'old', 'young']);
    expect(queue.facts().waiting[0]).toEqual({
      id: 'first',
      arrivedMs: expect.any(Number),
      priority: 9,
      cwd: join(lab.home, 'src'),
      timeout: 300_000,
      session: 'ccl-2',
      attempts: 2,
    });
    const old = queue.facts().waiting[1]?.arrivedMs ?? 0;
    expect(Math.abs(Date.now() - 60_000 - old)).toBeLessThan(30_000);
    expect(lab.names('inbox')).toEqual(['.hidden.md', 'first.md', 'notes.txt', 'old.md', 'young.md']);
  });

  test('takes a removed file off the list, and a changed one for what it says now', async () => {
    const lab = new QueueLab();
    const { queue, watcher } = await lab.started();
    lab.drop('a.md', 'x');
    lab.drop('b.md', 'x');
    watcher.emit('all');
    await until('both', () => queue.facts().waiting.length === 2);
    rmSync(lab.path('inbox', 'a.md'));
    lab.drop('b.md', header('priority: 7'));
    watcher.tell(lab.dir, 'b.md');
    await until('the change', () => queue.facts().waiting[0]?.priority === 7);
    expect(ids(queue.facts().waiting)).toEqual(['b']);
  });

  test('gives a second file of the same name another id', async () => {
    const lab = new QueueLab();
    const { queue, watcher } = await lab.started();
    for (const id of ['a', 'a~2', 'a~3']) {
      lab.drop('a.md', `this is ${id}`);
      watcher.tell(lab.dir, 'a.md');
      await until(id, () => queue.facts().waiting[0]?.id === id);
      expect(await queue.claim(id)).toEqual({ ok: true });
      expect(await queue.prompt(id)).toEqual({ ok: true, text: `this is ${id}` });
    }
    await queue.move({ task: 'a', from: 'running', to: 'done', reason: '' });
    lab.drop('a b.md', 'x');
    lab.drop('a_b.md', 'x');
    watcher.emit('all');
    await until('both', () => queue.facts().waiting.length === 2);
    expect(ids(queue.facts().waiting).toSorted()).toEqual(['a_b', 'a_b~2']);
    expect(lab.names('running')).toEqual(['a~2.md', 'a~3.md']);
    const again = await lab.started();
    expect(again.queue.facts().running).toEqual(['a~2', 'a~3']);
  });
});

describe('a claim', () => {
  test('moves the file, forgets an old signal and is told before it is answered', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('a.md', header('priority: 3', '\n\n  ls; rm -rf / \x1b[201~ C-c\r\nthen $(id)\n\n'));
    lab.signal('a', 'failed long ago');
    const { queue, told } = await lab.started();
    const claimed = queue.claim('a');
    const before = told.length;
    expect(await claimed).toEqual({ ok: true });
    expect(told.length).toBe(before + 1);
    expect(told.at(-1)).toMatchObject({ waiting: [], running: ['a'], signals: [] });
    expect([lab.names('inbox'), lab.names('running'), lab.names('signals')]).toEqual([[], ['a.md'], []]);
    expect(await queue.prompt('a')).toEqual({ ok: true, text: '  ls; rm -rf / [201~ C-c\nthen $(id)' });
    expect(lab.read('running', 'a.md')).toContain('\x1b[201~');
    expect(await queue.claim('a')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('does not wait'),
    });
  });

  test.each([
    ['missing', () => undefined, /cwd cannot be used .*ENOENT.*Make that directory/],
    ['a file', (path: string) => writeFileSync(path, ''), /is no directory/],
  ])('of a task whose directory is %s fails it', async (_what, make, reason) => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    make(join(lab.home, 'src'));
    lab.drop('a.md', header('cwd: ~/src'));
    const { queue } = await lab.started();
    expect(await queue.claim('a')).toEqual({ ok: false, reason: expect.stringMatching(reason) });
    expect([lab.names('inbox'), lab.names('running'), lab.names('failed')]).toEqual([
      [],
      [],
      ['a.md', 'a.reason'],
    ]);
    expect(queue.facts()).toMatchObject({
      failed: 1,
      finished: [{ id: 'a', reason: expect.stringMatching(reason) }],
    });
  });

  test('of a directory behind a link starts there', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    symlinkSync(lab.base, join(lab.home, 'src'));
    lab.drop('a.md', header('cwd: ~/src'));
    const { queue } = await lab.started();
    expect(await queue.claim('a')).toEqual({ ok: true });
  });

  test('of a file changed meanwhile starts a new text, but never with an old front matter', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('a.md', header('priority: 1', 'one'));
    lab.drop('b.md', header('priority: 1', 'one'));
    const { queue } = await lab.started();
    lab.drop('a.md', header('priority: 1', 'two'));
    lab.drop('b.md', header('priority: 1\nsession: ccl-9', 'two'));
    expect(await queue.claim('a')).toEqual({ ok: true });
    expect(await queue.prompt('a')).toEqual({ ok: true, text: 'two' });
    expect(await queue.claim('b')).toEqual({
      ok: false,
      reason: expect.stringContaining('changed meanwhile'),
    });
    expect(queue.facts().waiting).toMatchObject([{ id: 'b', session: 'ccl-9' }]);
    expect(await queue.claim('b')).toEqual({ ok: true });
  });

  test('of a file somebody is writing to again waits for the rest', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('a.md', 'one');
    const { queue } = await lab.started();
    appendFileSync(lab.path('inbox', 'a.md'), ' and more');
    expect(await queue.claim('a')).toEqual({ ok: false, reason: expect.stringContaining('being written') });
    await until('it at rest', () => ids(queue.facts().waiting).includes('a'));
    expect(await queue.claim('a')).toEqual({ ok: true });
    expect(await queue.prompt('a')).toEqual({ ok: true, text: 'one and more' });
  });

  test('of a file that was made a bad one fails it', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('a.md', 'one');
    const { queue } = await lab.started();
    lab.drop('a.md', header('priority: high'));
    expect(await queue.claim('a')).toEqual({
      ok: false,
      reason: expect.stringContaining('priority must be'),
    });
    expect(lab.names('failed')).toEqual(['a.md', 'a.reason']);
  });

  test('never takes the name of a file somebody put into running/', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('a.md', 'mine');
    const { queue } = await lab.started();
    writeFileSync(lab.path('running', 'a.md'), 'theirs');
    expect(await queue.claim('a')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('waits as a~2'),
    });
    expect(await queue.claim('a~2')).toEqual({ ok: true });
    expect([lab.read('running', 'a.md'), lab.read('running', 'a~2.md')]).toEqual(['theirs', 'mine']);
    await until('the other', () => queue.facts().running.length === 2);
  });
});

test('a text is added whole, under a name of its own', async () => {
  const lab = new QueueLab();
  const { queue, told } = await lab.started({ wallMs: () => Date.UTC(2026, 3, 15, 10, 15) });
  expect(await queue.add('first', 'my task/../x')).toEqual({ ok: true, id: 'my_task_.._x' });
  expect(ids(told.at(-1)?.waiting ?? [])).toEqual(['my_task_.._x']);
  expect(await queue.add('second', 'my task/../x.md')).toEqual({ ok: true, id: 'my_task_.._x~2' });
  expect(await queue.add('Mend the flaky test\nin the cart, and the long one in the till')).toEqual({
    ok: true,
    id: 'mend-the-flaky-test-in-the-cart-and-the',
  });
  expect(await queue.add('!!!')).toEqual({
    ok: true,
    id: expect.stringMatching(/^task-20260415-101500-[0-9a-f]{4}$/),
  });
  expect(lab.read('inbox', 'my_task_.._x~2.md')).toBe('second');
  expect(statSync(lab.path('inbox', 'my_task_.._x.md')).mode & 0o777).toBe(0o600);
  for (const bad of ['', ' \n', header('prio: 1'), 'a\0b', 'x'.repeat(70_000)]) {
    expect(await queue.add(bad)).toEqual({
      ok: false,
      reason: expect.stringMatching(/^The task was refused: .*\.$/s),
    });
  }
  writeFileSync(lab.path('inbox', 'unseen.md'), 'theirs');
  expect(await queue.add('mine', 'unseen')).toEqual({ ok: true, id: 'unseen~2' });
  expect(lab.read('inbox', 'unseen.md')).toBe('theirs');
  expect(lab.names('inbox')).toHaveLength(6);
  expect(lab.names('failed')).toEqual([]);
});
