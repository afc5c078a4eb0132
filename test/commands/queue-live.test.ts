import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { QueueView } from '../../src/core/snapshot.js';
import { type Headless, runHeadless } from '../support/supervisor.js';
import { until } from '../support/until.js';
import { type Desk, desk } from './queue-support.js';

vi.setConfig({ testTimeout: 60_000 });

let at: Desk;
let supervisor: Headless;
beforeEach(async () => {
  at = desk();
  supervisor = runHeadless({ env: at.env, config: at.config, stateDir: at.stateDir });
  await supervisor.says(/supervisor started/);
  await until('it answers', async () => (await at.run(['status'])).code === 0);
});
afterEach(() => supervisor.kill());

const view = async (): Promise<QueueView> => JSON.parse((await at.queueRun('list', '--json')).out);
/** Waits until the supervisor has seen the queue so. */
const sees = (what: string, check: (queue: QueueView) => boolean) =>
  until(what, async () => {
    const queue = await view();
    return check(queue) ? queue : null;
  });

it('a task that is added is seen, listed and shown', async () => {
  expect(await at.queueRun('add', 'Mend the test', '--name', 'mend', '--priority', '7')).toEqual({
    code: 0,
    out: 'mend\n',
    err: expect.stringMatching(
      /^The task waits: no pool is configured .* sessions\.pool .*; no account is configured/,
    ),
  });
  const queue = await sees('the task', ({ waiting }) => waiting === 1);
  expect(queue).toMatchObject({ next: 'mend', tasks: [{ id: 'mend', state: 'waiting', priority: 7 }] });
  // Nobody could do it: there is no pool.
  const listed = await at.queueRun('list');
  expect(listed.out).toMatch(/^\* +waiting +mend /m);
  expect(listed.out).toContain('held: no pool is configured');
  expect((await at.queueRun('show', 'mend')).out).toMatch(
    /^id +mend\nstate +waiting\npriority +7\n\nMend the test\n$/,
  );
});

it('cancel and retry are the supervisor’s to do', async () => {
  await at.queueRun('add', 'Mend the test', '--name', 'mend');
  await sees('the task', ({ waiting }) => waiting === 1);
  expect(await at.queueRun('cancel', 'mend')).toEqual({ code: 0, out: 'mend is cancelled\n', err: '' });
  await sees('its end', ({ failed }) => failed === 1);
  expect(at.files('failed')).toEqual(['mend.md', 'mend.reason']);
  expect(await at.queueRun('retry', 'mend')).toMatchObject({ code: 0, err: '' });
  await sees('its return', ({ waiting }) => waiting === 1);
  expect(at.files('inbox')).toEqual(['mend.md']);
});

it('a task for a session that can never be is refused at once; a place of the pool that nobody fills is waited for', async () => {
  const sessions = `sessions: {pool: {prefix: ccl-, size: 2, cwd: ${at.root}}, dedicated: [{name: mine}]}\n`;
  writeFileSync(at.config, readFileSync(at.config, 'utf8') + sessions);
  expect(await at.queueRun('add', 'Mend it', '--session', 'nope')).toEqual({
    code: 3,
    out: '',
    err: 'The task was refused: session: nope is no session of the pool. It has ccl-1 to ccl-2.\n',
  });
  const piped = await at.run(['queue', 'add', '-'], { input: '---\nsession: mine\n---\nMend it\n' });
  expect(piped).toMatchObject({ code: 3, err: expect.stringContaining('mine is a dedicated session') });
  expect(at.files('inbox')).toEqual([]);
  expect(await at.queueRun('add', 'Mend it', '--session', 'ccl-2', '--name', 'x')).toMatchObject({ code: 0 });
});

it('what cannot be done is refused by the supervisor', async () => {
  await at.queueRun('add', 'Mend the test', '--name', 'mend');
  await sees('the task', ({ waiting }) => waiting === 1);
  for (const args of [
    ['release', 'mend'],
    ['retry', 'mend'],
    ['cancel', 'nobody'],
    ['release', 'nobody'],
    ['retry', 'nobody'],
  ]) {
    const ran = await at.queueRun(...args);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toMatch(/^Refused: \S.*\n$/);
  }
  expect(at.files('inbox')).toEqual(['mend.md']);
});
