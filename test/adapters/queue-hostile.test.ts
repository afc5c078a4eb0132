import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { glance, readTask } from '../../src/adapters/queue/task-file.js';
import { until } from '../support/until.js';
import { ids, picture, QueueLab } from './queue-support.js';
import { temporaryFolder } from './support.js';

const RISKY = 'rm -rf "$HOME" `id` $(id) | > x; C-c Enter #{pane_id} \\;\n';

/** What the file holds, and what is typed for it. */
const READABLE: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['shell.md', RISKY, RISKY.trimEnd()],
  ['paste-end.md', 'before\x1b[201~\r/exit\r\x03after', 'before[201~\n/exit\nafter'],
  ['crlf.md', '---\r\npriority: 1\r\n---\r\na\r\nb\r\n', 'a\nb'],
  ['bom.md', '\ufeffa', 'a'],
  ['keys.md', 'C-c M-x Escape Enter Tab ;', 'C-c M-x Escape Enter Tab ;'],
  ['command.md', '/exit', '/exit'],
  ['tabs.md', 'a\tb\n\n\tc', 'a\tb\n\n\tc'],
  ['wide.md', '日本語 🦊 é', '日本語 🦊 é'],
  ['long.md', 'x'.repeat(65_536), 'x'.repeat(65_536)],
  ['-rf.md', 'dash', 'dash'],
  ['two\nlines.md', 'newline', 'newline'],
  ['a..b.md', 'dots', 'dots'],
  ['$(touch x);#{q}.md', 'name', 'name'],
  [`${'n'.repeat(252)}.md`, 'long name', 'long name'],
];

/** What the file holds, and what a person reads about it. */
const UNREADABLE: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['empty.md', '', /it is empty\. Write into it/],
  ['blank.md', ' \n\t\n', /holds no prompt/],
  ['header-only.md', '---\npriority: 1\n---\n', /holds no prompt/],
  ['nul.md', 'a\0b', /binary file/],
  ['binary.md', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]), /binary file/],
  ['latin1.md', Uint8Array.from([0x67, 0xfc, 0x6e]), /not text in UTF-8/],
  ['utf16.md', Buffer.from('\ufeffhello', 'utf16le'), /UTF-16/],
  ['long-prompt.md', 'x'.repeat(65_537), /longer than 64 KB/],
  ['open-header.md', '---\npriority: 1\n', /not closed by a line ---/],
  ['key.md', '---\nprio: 1\n---\nx', /prio is not a known key\. Did you mean "priority"\?/],
  ['value.md', '---\npriority: 99\n---\nx', /priority must be at most 9, not 99/],
  ['yaml.md', '---\n[{[{[{\n---\nx', /line 2: is not of the form/],
];

async function refusedKinds(lab: QueueLab): Promise<ReadonlyMap<string, RegExp>> {
  const secret = join(lab.base, 'secret');
  const inbox = (name: string) => lab.path('inbox', name);
  symlinkSync(join(secret, 'key'), inbox('link.md'));
  symlinkSync(secret, inbox('link-to-folder.md'));
  symlinkSync('/nowhere/at all', inbox('dangling.md'));
  linkSync(join(secret, 'linked'), inbox('hard.md'));
  execFileSync('mkfifo', [inbox('pipe.md')]);
  mkdirSync(inbox('folder.md'));
  writeFileSync(join(inbox('folder.md'), 'inside.md'), 'x');
  writeFileSync(inbox('huge.md'), '');
  truncateSync(inbox('huge.md'), 1024 ** 3);
  const server = createServer().listen(inbox('socket.md'));
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return new Map([
    ['link', /symbolic link/],
    ['link-to-folder', /symbolic link/],
    ['dangling', /symbolic link/],
    ['hard', /hard link/],
    ['pipe', /no regular file/],
    ['folder', /it is a directory/],
    ['huge', /larger than 1 MB/],
    ['socket', /no regular file/],
  ]);
}

function withSecret(lab: QueueLab): string {
  const secret = join(lab.base, 'secret');
  mkdirSync(secret);
  writeFileSync(join(secret, 'key'), 'do not touch', { mode: 0o600 });
  writeFileSync(join(secret, 'linked'), 'nor this');
  return secret;
}

const INVALID_NAME = Buffer.from([0x62, 0xff, 0xfe, 0x2e, 0x6d, 0x64]);

test('a folder of hostile files: each is taken as it is or fails with a reason, and nothing outside is touched', async () => {
  const lab = new QueueLab();
  const secret = withSecret(lab);
  const { queue, notes, watcher } = await lab.started();
  for (const [name, content] of [...READABLE, ...UNREADABLE]) lab.drop(name, content);
  const kinds = await refusedKinds(lab);
  writeFileSync(Buffer.concat([Buffer.from(`${lab.path('inbox')}/`), INVALID_NAME]), 'bytes');
  const before = picture(secret);
  watcher.emit('all');

  const expected = READABLE.length + 1;
  await until('everything looked at', () => {
    const { waiting, failed } = queue.facts();
    return waiting.length === expected && failed === UNREADABLE.length + kinds.size;
  });
  expect(lab.names('failed').filter((name) => name.endsWith('.md'))).toHaveLength(
    UNREADABLE.length + kinds.size,
  );
  for (const [name, , reason] of UNREADABLE) {
    expect(lab.read('failed', name.replace('.md', '.reason'))).toMatch(reason);
  }
  for (const [id, reason] of kinds) expect(lab.read('failed', `${id}.reason`)).toMatch(reason);
  for (const name of lab.names('failed').filter((entry) => entry.endsWith('.reason'))) {
    expect(lab.read('failed', name)).toMatch(/^The task was refused: [^\n]+\. [A-Z][^\n]+\.\n$/);
  }

  const typed: string[] = [];
  for (const id of ids(queue.facts().waiting)) {
    expect(id).not.toMatch(/[\s\p{C}/]|^[-.]/u);
    expect(await queue.claim(id)).toEqual({ ok: true });
    const prompt = await queue.prompt(id);
    if (prompt.ok) typed.push(prompt.text);
    expect(await queue.move({ task: id, from: 'running', to: 'done', reason: '' })).toEqual({ ok: true });
  }
  expect(typed.toSorted()).toEqual([...READABLE.map(([, , text]) => text), 'bytes'].toSorted());
  expect(queue.facts()).toMatchObject({ trouble: null, waiting: [], running: [], done: expected });
  expect(picture(secret)).toBe(before);
  expect(notes).toEqual([]);
});

describe('a file that is being written', () => {
  test('in drips is taken whole, once it has come to rest', async () => {
    const lab = new QueueLab();
    let steady = 0;
    const { queue, told, watcher } = await lab.started({ steadyMs: () => steady, settleMs: 2_000 });
    const file = openSync(lab.path('inbox', 'drip.md'), 'w');
    const scanned = async (name: string) => {
      lab.drop(name, 'x');
      watcher.emit('all');
      await until(name, () => ids(queue.facts().waiting).includes(name.slice(0, -3)));
    };
    for (const [n, text] of ['---\n', 'priority: 9\n', '---\n', 'do ', 'it all'].entries()) {
      writeSync(file, text);
      watcher.tell(lab.dir, 'drip.md', 'change');
      steady += 1_500;
      await scanned(`other-${n}.md`);
    }
    closeSync(file);
    steady += 1_999;
    await scanned('almost.md');
    expect(told.flatMap(({ waiting }) => ids(waiting))).not.toContain('drip');
    steady += 1;
    watcher.emit('all');
    await until('the drip', () => queue.facts().waiting[0]?.id === 'drip');
    expect(await queue.claim('drip')).toEqual({ ok: true });
    expect(await queue.prompt('drip')).toEqual({ ok: true, text: 'do it all' });
    expect(queue.facts().failed).toBe(0);
  });

  test('and renamed within one tick of the clock is known by what the kernel told', async () => {
    const lab = new QueueLab();
    let steady = 0;
    const { queue, watcher } = await lab.started({ steadyMs: () => steady, settleMs: 3_600_000 });
    const made = join(lab.base, 'made');
    for (const name of ['moved.md', 'placed.md']) {
      // Times that do not tell a rename: only what is told of the names differs.
      writeFileSync(made, name);
      execFileSync('touch', ['-d', '2099-01-01', made]);
      renameSync(made, lab.path('inbox', name));
      watcher.tell(lab.dir, name, 'rename');
    }
    watcher.tell(lab.dir, 'placed.md', 'change');
    lab.drop('other.md', 'x');
    watcher.emit('all');
    await until('a scan', () => queue.facts().waiting.length === 1);
    steady += 60;
    watcher.emit('all');
    await until('the moved one', () => queue.facts().waiting.length === 2);
    expect(ids(queue.facts().waiting).toSorted()).toEqual(['moved', 'other']);
  });

  test('by link and unlink is not refused for its second name', async () => {
    const lab = new QueueLab();
    const { queue, watcher } = await lab.started({ settleMs: 3_600_000 });
    const made = join(lab.base, 'made');
    writeFileSync(made, 'x');
    linkSync(made, lab.path('inbox', 'linked.md'));
    lab.drop('other.md', 'x');
    watcher.emit('all');
    await until('a scan', () => queue.facts().waiting.length === 1);
    renameSync(made, join(lab.base, 'elsewhere'));
    execFileSync('rm', [join(lab.base, 'elsewhere')]);
    watcher.emit('all');
    await until('the linked one', () => queue.facts().waiting.length === 2);
    expect(queue.facts().failed).toBe(0);
  });
});

test('a file of somebody else is refused, by its owner alone', async () => {
  const path = join(temporaryFolder(), 'a.md');
  writeFileSync(path, 'x');
  const uid = (process.getuid?.() ?? 0) + 1;
  const refused = { type: 'refused', reason: expect.stringMatching(/it belongs to user \d+, not to us/) };
  expect(await glance(Buffer.from(path), uid)).toEqual(refused);
  expect(await readTask(Buffer.from(path), { uid, open })).toEqual(refused);
  if (process.getuid?.() === 0) {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('theirs.md', 'x');
    chownSync(lab.path('inbox', 'theirs.md'), 65_534, 65_534);
    await lab.started();
    expect(lab.read('failed', 'theirs.reason')).toMatch(/belongs to user 65534/);
  }
});

describe('a file the system does not give', () => {
  const refusing = (code: string, times = Number.POSITIVE_INFINITY) => {
    let left = times;
    return (path: Buffer, flags: number) => {
      left -= 1;
      if (left < 0 || !path.toString().endsWith('a.md')) return open(path, flags);
      return Promise.reject(Object.assign(new Error('refused'), { code }));
    };
  };

  test.each(['EACCES', 'EPERM'])('for lack of rights (%s) fails', async (code) => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('a.md', 'x');
    lab.drop('b.md', 'x');
    const { queue } = await lab.started({ open: refusing(code) });
    expect(ids(queue.facts().waiting)).toEqual(['b']);
    expect(lab.read('failed', 'a.reason')).toMatch(/it cannot be read \(E.*\)\. Give us the rights/);
  });

  test('for a while (EMFILE) is tried again, and that is said', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    lab.drop('a.md', 'x');
    const { queue, notes } = await lab.started({ open: refusing('EMFILE', 2) });
    expect(queue.facts()).toMatchObject({ waiting: [], failed: 0 });
    await until('it', () => queue.facts().waiting.length === 1);
    expect(notes).toEqual(['A task could not be read: EMFILE. It is tried again.']);
  });
});
