import { execFileSync } from 'node:child_process';
import { link, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sanitise } from '../../src/core/dispatcher/prompt.js';
import { openQueueStage, type QueueStage } from '../support/queue-stage.js';
import type { Supervised } from '../support/stage.js';
import { until } from '../support/until.js';

vi.setConfig({ testTimeout: 240_000 });

/** Prompts that try to leave the paste, to run something, or to be lost on the way. */
const PROMPTS: Readonly<Record<string, string>> = {
  paste: 'before\u001b[201~after\u001b]0;title\u0007 \u0003 end',
  keys: 'Enter C-c Escape M-x Tab Up\nC-m\nEnter',
  semicolons: 'ends in a semicolon;',
  several: ';;; ; display-message x ;\n;',
  shell: '$(touch /tmp/nope) `id` "quoted" \'single\' \\n $HOME ~ | > < & * ? [a] {b}',
  formats: '#{pane_id} #(touch x) %begin 1 2 3\n%end 1 2 3\n%exit',
  dash: '-x --help -- -t %0',
  unicode: 'ünïcödé 漢字 🦊👩‍👩‍👧 ‮reversed‬ \u200bzero\u2028sep',
  crlf: 'one\r\ntwo\r\n\r\nthree\r\n',
  tabs: 'list:\n\tindented\n\t\ttwice\n    four',
  limit: "You've hit your 5-hour limit · resets 8pm (Europe/Paris)",
  long: `begin ${'wörd '.repeat(2_000)}end`,
  lines: Array.from({ length: 300 }, (_, index) => `line ${index}`).join('\n'),
};

let queue: QueueStage;
let supervisor: Supervised;
beforeAll(async () => {
  queue = await openQueueStage();
  supervisor = await queue.supervise(3);
});
afterAll(() => queue.end());

it('every prompt arrives byte for byte, but for what docs/queue.md names', async () => {
  for (const [name, text] of Object.entries(PROMPTS)) await queue.drop(`${name}.md`, text);
  for (const name of Object.keys(PROMPTS)) {
    await until(
      `${name} has ended`,
      async () => {
        const ended = [...(await queue.ids('done')), ...(await queue.ids('failed'))];
        return ended.includes(name);
      },
      120_000,
    );
  }
  expect(await queue.ids('failed')).toEqual([]);
  const got = (await queue.prompts()).map((line) => line.prompt ?? '');
  const wanted = Object.values(PROMPTS).map((text) => sanitise(text));
  expect([...got].sort()).toEqual([...wanted].sort());
});

it('what is no task is refused with a reason, touches nothing, and stops nobody', async () => {
  const inbox = join(queue.dir, 'inbox');
  const outside = join(queue.dir, '..', 'treasure');
  await mkdir(outside);
  await writeFile(join(outside, 'kept.md'), 'mine');
  await symlink(join(outside, 'kept.md'), join(inbox, 'symlink.md'));
  await link(join(outside, 'kept.md'), join(inbox, 'hardlink.md'));
  await mkdir(join(inbox, 'folder.md'));
  execFileSync('mkfifo', [join(inbox, 'pipe.md')]);
  await queue.drop('binary.md', '\u0000\u0001\u0002ELF');
  await queue.drop('header.md', '---\nprioritty: 3\n---\nx');
  await queue.drop('nowhere.md', '---\ncwd: /does/not/exist\n---\nx');
  await queue.drop('huge.md', 'x');
  await truncate(join(inbox, 'huge.md'), 1024 * 1024 * 1024).catch(() => undefined);
  await writeFile(join(inbox, 'huge2.md'), 'x');
  await truncate(join(inbox, 'huge2.md'), 1024 * 1024 * 1024);
  await writeFile(join(inbox, 'empty.md'), '');
  await queue.drop('-rf \n *.md', 'do it');
  const reasons = {
    symlink: /link/,
    hardlink: /link/,
    folder: /director|folder/,
    pipe: /regular|pipe/i,
    binary: /text|binary|NUL/i,
    header: /prioritty .*Did you mean "priority"/,
    nowhere: /\/does\/not\/exist/,
    huge2: /1 MB|large|long|bytes/i,
    empty: /empty/,
  };
  for (const [id, reason] of Object.entries(reasons)) {
    await until(`${id} failed`, () => queue.reason(id).catch(() => null), 60_000);
    expect(await queue.reason(id)).toMatch(reason);
  }
  await until(
    'the odd name is done',
    async () => (await queue.ids('done')).some((id) => id.includes('rf')),
    60_000,
  );
  expect(execFileSync('cat', [join(outside, 'kept.md')], { encoding: 'utf8' })).toBe('mine');
  await queue.drop('after.md', 'still there?');
  await queue.isIn('after', 'done', 60_000);
  expect(supervisor.count(/error/)).toBe(0);
});
