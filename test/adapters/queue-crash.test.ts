import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.js';
import { ids, QueueLab } from './queue-support.js';

const SHELVES = ['inbox', 'running', 'done', 'failed'];

/** Every task's text with the places it is at. */
function whereabouts(lab: QueueLab): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const shelf of SHELVES) {
    for (const name of lab.names(shelf).filter((entry) => entry.endsWith('.md'))) {
      const text = lab.read(shelf, name);
      found.set(text, [...(found.get(text) ?? []), `${shelf}/${name}`]);
    }
  }
  return found;
}

test('killed at any moment, no task is lost, doubled or overwritten', async () => {
  const lab = new QueueLab();
  await (await lab.started()).queue.close();
  const texts = Array.from({ length: 20 }, (_, n) => `task number ${n}`);
  // Names that collide once they are cleaned.
  for (const [n, text] of texts.entries()) {
    lab.drop(n % 2 === 0 ? `task ${n}.md` : `task_${n - 1}.md`, text);
  }
  const worker = fileURLToPath(new URL('queue-worker.mjs', import.meta.url));
  const module = new URL('../../dist/adapters/queue/queue.js', import.meta.url).href;
  for (let round = 0; round < 12; round++) {
    const child = spawn(process.execPath, [worker, module, lab.dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    let lines = 0;
    child.stdout.on('data', (bytes: Buffer) => {
      lines += bytes.toString().split('\n').length - 1;
    });
    await until('some moves', () => lines > round, 20_000);
    child.kill('SIGKILL');
    await exited;
    const found = whereabouts(lab);
    for (const text of texts) expect([text, found.get(text)?.length]).toEqual([text, 1]);
    for (const [text, places] of found) {
      expect([text, places.length]).toEqual([text, 1]);
      expect(text).toMatch(/^task number \d+$|^added \d+-\d+$/);
    }
  }
  const { queue } = await lab.started();
  const { waiting, running, done, failed } = queue.facts();
  const total = SHELVES.flatMap((shelf) => lab.names(shelf).filter((name) => name.endsWith('.md'))).length;
  expect(waiting.length + running.length + done + failed).toBe(total);
});

/** The folder as a crash between two steps of one move leaves it. */
describe('a crash', () => {
  test('between the reason and the rename: the move is made anew', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    writeFileSync(lab.path('running', 'a.md'), 'x');
    writeFileSync(lab.path('failed', 'a.reason'), 'half a rea');
    const { queue } = await lab.started();
    expect(queue.facts()).toMatchObject({ running: ['a'], failed: 0, finished: [] });
    expect(await queue.move({ task: 'a', from: 'running', to: 'failed', reason: 'whole' })).toEqual({
      ok: true,
    });
    expect([lab.names('failed'), lab.read('failed', 'a.reason')]).toEqual([['a.md', 'a.reason'], 'whole\n']);
  });

  test('after the rename: the task is where it went, and the move is refused', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    writeFileSync(lab.path('done', 'a.md'), 'x');
    lab.signal('a');
    const { queue } = await lab.started();
    expect(queue.facts()).toMatchObject({ running: [], done: 1, signals: [] });
    expect(await queue.move({ task: 'a', from: 'running', to: 'done', reason: '' })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('it is in done/'),
    });
  });

  test('before an old reason or signal was removed: neither counts for the task that came back', async () => {
    const lab = new QueueLab();
    const { queue } = await lab.started();
    await queue.add('x', 'a');
    writeFileSync(lab.path('failed', 'a.reason'), 'long over');
    lab.signal('a', 'failed long ago');
    expect(await queue.claim('a')).toEqual({ ok: true });
    expect(lab.names('signals')).toEqual([]);
    expect(await queue.move({ task: 'a', from: 'running', to: 'failed', reason: 'new' })).toEqual({
      ok: true,
    });
    expect(lab.read('failed', 'a.reason')).toBe('new\n');
  });

  test('in the middle of adding: the half of it is no task', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    writeFileSync(lab.path('inbox', '.claude-failover.0123456789abcdef.tmp'), 'hal');
    const { queue, notes } = await lab.started();
    expect(queue.facts()).toMatchObject({ waiting: [], failed: 0 });
    expect(notes).toEqual([]);
  });

  test('with a task in running/: it is told, and everything can be done with it', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    for (const name of ['a', 'b', 'c d']) {
      lab.drop(`${name}.md`, `this is ${name}`);
      renameSync(lab.path('inbox', `${name}.md`), lab.path('running', `${name}.md`));
    }
    const { queue } = await lab.started();
    expect(queue.facts().running).toEqual(['a', 'b', 'c_d']);
    expect(await queue.prompt('c_d')).toEqual({ ok: true, text: 'this is c d' });
    expect(await queue.move({ task: 'c_d', from: 'running', to: 'inbox', reason: '' })).toEqual({ ok: true });
    expect(await queue.move({ task: 'a', from: 'running', to: 'failed', reason: 'x' })).toEqual({ ok: true });
    expect(await queue.move({ task: 'b', from: 'running', to: 'done', reason: '' })).toEqual({ ok: true });
    expect(ids(queue.facts().waiting)).toEqual(['c_d']);
    expect(SHELVES.map((shelf) => lab.names(shelf))).toEqual([
      ['c_d.md'],
      [],
      ['b.md'],
      ['a.md', 'a.reason'],
    ]);
  });
});
