import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { QueueView } from '../../src/core/snapshot.js';
import { type Desk, desk } from './queue-support.js';

vi.setConfig({ testTimeout: 60_000 });

const NOBODY = 'No claude-failover runs: the task waits until one does.\n';
const STILL =
  'no pool is configured to do it: add sessions.pool (prefix, size, cwd) to the configuration; no account is configured, so nothing is done: claude-failover adopt, then claude-failover init.\n';
const WAITS = `${NOBODY}The task waits then, too: ${STILL}`;
const view = async (at: Desk): Promise<QueueView> => JSON.parse((await at.queueRun('list', '--json')).out);
const textOf = (at: Desk, folder: string, name: string): string =>
  readFileSync(join(at.queue, folder, name), 'utf8');

describe('queue add, without a supervisor', () => {
  it('takes the words themselves, and prints the id', async () => {
    const at = desk();
    const added = await at.queueRun('add', 'Mend', 'the flaky test');
    expect(added).toMatchObject({ code: 0, err: WAITS });
    const id = added.out.trim();
    expect(at.files('inbox')).toEqual([`${id}.md`]);
    expect(textOf(at, 'inbox', `${id}.md`)).toBe('Mend the flaky test');
  });

  it('takes a file byte for byte, and standard input', async () => {
    const at = desk();
    const text = '---\npriority: 9\n---\n\n\tMend it; then `rm -rf $HOME`;\n';
    writeFileSync(join(at.root, 'task.md'), text);
    expect(await at.run(['queue', 'add', 'task.md', '--name', 'a b'], { cwd: at.root })).toEqual({
      code: 0,
      out: 'a_b\n',
      err: WAITS,
    });
    expect(textOf(at, 'inbox', 'a_b.md')).toBe(text);
    const piped = await at.run(['queue', 'add', '-', '--name', 'a b'], { input: 'Läuft über die Leitung\n' });
    expect(piped).toMatchObject({ code: 0, out: 'a_b~2\n' });
    expect(textOf(at, 'inbox', 'a_b~2.md')).toBe('Läuft über die Leitung\n');
  });

  it('puts its options into the front matter', async () => {
    const at = desk();
    mkdirSync(join(at.root, 'my shop'));
    const conversation = '01234567-89ab-cdef-0123-456789abcdef';
    const options = ['--priority', '8', '--cwd', 'my shop', '--session', 'ccl-1', '--timeout', '1h30m'];
    const more = ['--attempts', '3', '--conversation', conversation, '--name', 'x'];
    const args = ['queue', 'add', ...options, ...more, 'Do it now'];
    expect(await at.run(args, { cwd: at.root })).toMatchObject({ code: 0, out: 'x\n' });
    expect((await at.queueRun('show', 'x')).out).toBe(
      [
        'id            x',
        'state         waiting',
        'priority      8',
        `cwd           ${join(at.root, 'my shop')}`,
        'session       ccl-1',
        'timeout       1h30m',
        'attempts      3',
        `conversation  ${conversation}`,
        '',
        'Do it now',
        '',
      ].join('\n'),
    );
  });

  it.each<readonly [string, readonly string[], string | Uint8Array | undefined, RegExp]>([
    [
      'a key that is not known',
      ['-'],
      '---\nprio: 1\n---\nx',
      /line 2: prio is not a known key\. Did you mean "priority"/,
    ],
    ['a front matter that is not closed', ['-'], '---\npriority: 1\n', /not closed/],
    ['a value out of bounds', ['-'], '---\npriority: 12\n---\nx', /priority must be at most 9, not 12/],
    ['no prompt', ['-'], ' \n\n', /it holds no prompt/],
    ['no UTF-8', ['-'], new Uint8Array([0x78, 0xff]), /standard input is not text in UTF-8/],
    ['a binary file', ['-'], 'a\0b', /binary/],
    ['too much', ['-'], 'x'.repeat(1024 * 1024 + 1), /standard input is larger than 1 MB/],
    ['a long prompt', ['-'], 'x'.repeat(64 * 1024 + 1), /longer than 64 KB/],
    ['a file that is not there', ['taks.md'], undefined, /there is no file taks\.md/],
    ['a directory', ['.'], undefined, /is a directory/],
  ])('refuses %s with the reason, and writes nothing', async (_name, args, input, reason) => {
    const at = desk();
    const ran = await at.run(['queue', 'add', ...args], {
      cwd: at.root,
      ...(input === undefined ? {} : { input }),
    });
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toMatch(/^The task was refused: /);
    expect(ran.err).toMatch(reason);
    expect(at.files('inbox')).toEqual([]);
  });

  it.each([
    [['add'], 'queue add takes a file, - for standard input, or the words'],
    [['add', 'x', '--priority', '12'], '--priority must be at most 9, not 12. See'],
    [['add', 'x', '--session', 'a b'], '--session must be the name of a pool session'],
    [['add', 'x', '--timeout', 'x'], '--timeout must be a duration'],
    [['add', 'x', '--priority', 'high'], '--priority takes a whole number, not "high"'],
    [['add', 'x y', '--cwd', '/nowhere/at/all'], '--cwd takes a directory that is there'],
    [['list', 'x'], 'unexpected argument "x"'],
    [['list', '--name', 'x'], 'queue list takes no --name'],
    [['show'], 'queue show takes the id of one task'],
    [['cancel', 'a', 'b'], 'queue cancel takes the id of one task'],
    [['remove', 'a'], 'queue takes add, list, show, retry, cancel or release'],
    [['constructor'], 'queue takes add, list, show, retry, cancel or release'],
  ])('%j is a wrong command line', async (args, sentence) => {
    const ran = await desk().queueRun(...args);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(sentence);
  });
});

describe('the bare folder', () => {
  it('that is not there is empty, and is not made by looking', async () => {
    const at = desk();
    const listed = await at.queueRun('list');
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toMatch(/^0 waiting, 0 running, 0 done, 0 failed; held: no claude-failover runs/);
    expect(at.files('.')).toEqual([]);
  });

  it('lists first what runs first, and marks it', async () => {
    const at = desk();
    for (const [name, priority] of [
      ['a', '1'],
      ['b', '9'],
      ['c', '5'],
    ] as const)
      await at.queueRun('add', 'Do it', '--name', name, '--priority', priority);
    const listed = await at.queueRun('list');
    expect(
      listed.out
        .split('\n')
        .slice(0, 4)
        .map((line) => line.replace(/ +\d+s$/, '')),
    ).toEqual([
      '   STATE    ID  SESSION  AGE  DETAIL',
      '*  waiting  b   -',
      '   waiting  c   -',
      '   waiting  a   -',
    ]);
    expect(await view(at)).toMatchObject({
      waiting: 3,
      next: 'b',
      tasks: [{ id: 'b', priority: 9 }, {}, {}],
    });
  });

  it('cancel and retry move a task, with its reason', async () => {
    const at = desk();
    await at.queueRun('add', 'Do it', '--name', 'x');
    expect(await at.queueRun('cancel', 'x')).toEqual({ code: 0, out: 'x is cancelled\n', err: '' });
    expect(at.files('failed')).toEqual(['x.md', 'x.reason']);
    expect(textOf(at, 'failed', 'x.reason')).toBe('cancelled by you\n');
    expect((await at.queueRun('show', 'x')).out).toMatch(/^state +failed\nreason +cancelled by you$/m);
    expect((await at.queueRun('list')).out).toMatch(/^ +failed +x +- +\d+s +cancelled by you$/m);
    expect(await at.queueRun('retry', 'x')).toEqual({ code: 0, out: 'x waits again\n', err: '' });
    expect([at.files('inbox'), at.files('failed')]).toEqual([['x.md'], []]);
  });

  it('nobody is there to end what runs, nor to release it', async () => {
    const at = desk();
    await at.queueRun('add', 'Do it', '--name', 'x');
    renameSync(join(at.queue, 'inbox', 'x.md'), join(at.queue, 'running', 'x.md'));
    for (const verb of ['cancel', 'retry']) {
      const ran = await at.queueRun(verb, 'x');
      expect(ran).toMatchObject({ code: 3, out: '' });
      expect(ran.err).toMatch(/^Refused: x is in running\/, and no claude-failover runs/);
    }
    expect((await at.queueRun('release', 'x')).err).toMatch(/^No claude-failover runs with /);
    expect(at.files('running')).toEqual(['x.md']);
    expect((await at.queueRun('list')).out).toMatch(/^ +running +x +- +-$/m);
  });

  it('what is nowhere, or elsewhere, is refused', async () => {
    const at = desk();
    await at.queueRun('add', 'Do it', '--name', 'x');
    expect(await at.queueRun('retry', 'x')).toMatchObject({
      code: 3,
      err: expect.stringContaining('inbox/'),
    });
    expect(await at.queueRun('cancel', '../x')).toMatchObject({ code: 3 });
    expect(await at.queueRun('show', 'y')).toMatchObject({
      code: 3,
      err: 'No task is called y. See claude-failover queue list.\n',
    });
    expect(at.files('inbox')).toEqual(['x.md']);
  });

  it('that cannot be used says so, and is left alone', async () => {
    const at = desk();
    const elsewhere = join(at.root, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, at.queue);
    for (const args of [['list'], ['add', 'Do it'], ['cancel', 'x']]) {
      const ran = await at.queueRun(...args);
      expect(ran).toMatchObject({ code: 3, out: '' });
      expect(ran.err).toMatch(/^The queue folder cannot be used: .*symbolic link/);
    }
    expect(at.files('.')).toEqual([]);
  });

  it('is the one of the configuration; a wrong configuration is named', async () => {
    const at = desk();
    writeFileSync(at.config, 'dispatcher: {queue_dirs: /x}\n');
    const ran = await at.queueRun('list');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/config\.yaml:1:14: dispatcher\.queue_dirs is not a known key/);
  });

  it('shows what a file holds made fit for a terminal', async () => {
    const at = desk();
    const hostile = 'one\u001b[2J\n    two \u009b31m\u202etxet\n\nthree';
    await at.run(['queue', 'add', '-', '--name', 'x'], { input: hostile });
    const { out } = await at.queueRun('show', 'x');
    expect(out).toMatch(/^[\x20-\x7e\n]+$/);
    expect(out).toContain('\n    two');
    expect(out).toMatch(/\n\nthree\n$/);
  });
});
