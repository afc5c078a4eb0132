import {
  chmodSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { notApart } from '../../src/adapters/queue/apart.js';
import { folderProblem } from '../../src/adapters/queue/layout.js';
import { until } from '../support/until.js';
import { ids, picture, QueueLab } from './queue-support.js';
import { temporaryFolder } from './support.js';

/** What is wrong with the folder, what is said, and how it is mended. */
const TROUBLES: readonly (readonly [string, (lab: QueueLab) => () => void, RegExp])[] = [
  [
    'is a link',
    (lab) => {
      const elsewhere = join(lab.base, 'elsewhere');
      mkdirSync(join(elsewhere, 'inbox'), { recursive: true });
      writeFileSync(join(elsewhere, 'inbox', 'theirs.md'), 'x');
      renameSync(lab.dir, `${lab.dir}.old`);
      symlinkSync(elsewhere, lab.dir);
      return () => {
        rmSync(lab.dir);
        renameSync(`${lab.dir}.old`, lab.dir);
      };
    },
    /queue is a symbolic link\. Put a directory/,
  ],
  [
    'is a dangling link',
    (lab) => {
      renameSync(lab.dir, `${lab.dir}.old`);
      symlinkSync(join(lab.base, 'nowhere'), lab.dir);
      return () => {
        rmSync(lab.dir);
        renameSync(`${lab.dir}.old`, lab.dir);
      };
    },
    /queue is a symbolic link\. Put a directory/,
  ],
  [
    'has a link for an inbox',
    (lab) => {
      const elsewhere = join(lab.base, 'elsewhere');
      mkdirSync(elsewhere);
      writeFileSync(join(elsewhere, 'theirs.md'), 'x');
      renameSync(lab.path('inbox'), join(lab.base, 'kept'));
      symlinkSync(elsewhere, lab.path('inbox'));
      return () => {
        rmSync(lab.path('inbox'));
        renameSync(join(lab.base, 'kept'), lab.path('inbox'));
      };
    },
    /inbox is a symbolic link/,
  ],
  [
    'has a file for done/',
    (lab) => {
      rmSync(lab.path('done'), { recursive: true });
      writeFileSync(lab.path('done'), 'x');
      return () => rmSync(lab.path('done'));
    },
    /done is no directory\. Move it away/,
  ],
  [
    'may be written by anybody',
    (lab) => {
      chmodSync(lab.path('inbox'), 0o777);
      return () => chmodSync(lab.path('inbox'), 0o700);
    },
    /anybody may write into .*inbox\. Run chmod o-w/,
  ],
];

describe('a queue folder that', () => {
  test.each(TROUBLES)(
    '%s is not touched, named in one sentence, and taken up when it is mended',
    async (_what, spoil, said) => {
      const lab = new QueueLab();
      const { queue, watcher } = await lab.started();
      lab.drop('a.md', 'x');
      lab.drop('b.md', 'x');
      watcher.emit('all');
      await until('the tasks', () => queue.facts().waiting.length === 2);
      await queue.claim('a');
      const mend = spoil(lab);
      const before = picture(lab.base);
      const sentence = expect.stringMatching(said);
      expect(await queue.claim('b')).toEqual({ ok: false, reason: sentence });
      expect(await queue.prompt('a')).toEqual({ ok: false, reason: sentence });
      expect(await queue.move({ task: 'a', from: 'running', to: 'done', reason: '' })).toEqual({
        ok: false,
        reason: sentence,
      });
      expect(await queue.add('x')).toEqual({ ok: false, reason: sentence });
      const limit = { maxAgeMs: 0, maxCount: 0 };
      expect(await queue.tidy({ nowMs: Date.now() + 1e9, done: limit, failed: limit })).toEqual([sentence]);
      expect(queue.facts()).toMatchObject({ trouble: sentence, running: ['a'], waiting: [{ id: 'b' }] });
      expect(queue.facts().trouble).toMatch(/^The queue folder cannot be used: [^\n]+\. [^\n]+\.$/);
      expect(picture(lab.base)).toBe(before);
      mend();
      watcher.emit('all');
      await until('it is taken up', () => queue.facts().trouble === null);
      expect(await queue.claim('b')).toEqual({ ok: true });
    },
  );

  test('belongs to somebody else is not used', async () => {
    const lab = new QueueLab();
    await (await lab.started()).queue.close();
    const { queue } = await lab.started({ uid: (process.getuid?.() ?? 0) + 1 });
    expect(queue.facts().trouble).toMatch(/queue belongs to user \d+, not to us\. Set dispatcher\.queue_dir/);
  });

  test('is on several file systems is not used', () => {
    const stats = lstatSync('/dev', { bigint: true });
    const { dev } = lstatSync(temporaryFolder(), { bigint: true });
    const uid = Number(stats.uid);
    expect(folderProblem('/q/done', stats, { uid, dev })).toMatch(/done is on another file system/);
    expect(folderProblem('/q/done', stats, { uid, dev: stats.dev })).toBeNull();
  });
});

describe('a queue and an account', () => {
  test.each([
    ['the queue in an account', 'acc/queue', 'acc'],
    ['the queue is the account', 'acc', 'acc'],
    ['the account in the queue', 'queue', 'queue/acc'],
    ['the queue in what the link points to', 'acc/queue', 'link'],
    ['the queue below the link', 'link/queue', 'acc'],
    ['the link in the queue', 'queue', 'queue/link'],
    ['an account that is not there yet', 'new/queue', 'new'],
  ])('%s', async (_what, queue, account) => {
    const base = realpathSync(temporaryFolder());
    mkdirSync(join(base, 'acc'));
    symlinkSync('acc', join(base, 'link'));
    mkdirSync(join(base, 'queue'));
    symlinkSync('../acc', join(base, 'queue', 'link'));
    expect(await notApart(join(base, queue), ['/elsewhere', join(base, account)])).toBe(join(base, account));
  });

  test('beside each other are apart, also by names that begin alike', async () => {
    const base = temporaryFolder();
    mkdirSync(join(base, 'acc'));
    symlinkSync('acc', join(base, 'link'));
    const others = [join(base, 'acc'), join(base, 'link'), join(base, 'queue-2')];
    expect(await notApart(join(base, 'queue'), others)).toBeNull();
    expect(await notApart(join(base, 'acc-queue'), others)).toBeNull();
  });

  test('within each other: nothing is made there', async () => {
    const lab = new QueueLab();
    const account = join(lab.base, 'data');
    mkdirSync(account);
    const { queue } = await lab.started({ forbidden: [account] });
    expect(queue.facts().trouble).toMatch(/lie within each other\. Set dispatcher\.queue_dir/);
    expect(await queue.add('x')).toMatchObject({ ok: false });
    expect(ids(queue.facts().waiting)).toEqual([]);
    expect(picture(account)).toBe('');
  });
});
