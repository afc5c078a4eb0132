import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openQueueStage, type QueueStage } from '../support/queue-stage.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;
vi.setConfig({ testTimeout: 150_000 });
let queue: QueueStage;

afterEach(async (context) => {
  if (context.task.result?.state === 'fail') await queue.stage.tell();
  await queue.end();
});

describe('the queue', () => {
  it('makes its pool, does every task once in a process of its own, and says so', async () => {
    queue = await openQueueStage();
    const supervisor = await queue.supervise(2, { turn: { do: 'reply', ms: 200 } });
    const names = Array.from({ length: 6 }, (_, index) => `task-${index}`);
    for (const name of names) await queue.drop(`${name}.md`, `do ${name}\nand say so`);
    for (const name of names) await queue.isIn(name, 'done');
    const prompts = await queue.prompts();
    expect(prompts.map((line) => line.prompt).sort()).toEqual(names.map((name) => `do ${name}\nand say so`));
    expect(new Set(prompts.map((line) => line.conversation)).size).toBe(6);
    await until('each end is told', () => supervisor.count(/task task-\d done/) === 6);
    expect(await queue.ids('running')).toEqual([]);
  });

  it('starts the tmux server when there is none, and brings the pool back when it dies', async () => {
    queue = await openQueueStage();
    const supervisor = await queue.supervise(1);
    await queue.drop('first.md', 'one');
    await queue.isIn('first', 'done');
    await queue.stage.sandbox.tmux.killServer();
    await supervisor.says(/ccl-1 is made, goes on with conversation/, 40_000);
    await queue.drop('second.md', 'two');
    await queue.isIn('second', 'done', 40_000);
  });

  it('goes by the front matter: directory, priority, environment', async () => {
    queue = await openQueueStage();
    const there = join(queue.stage.sandbox.home, 'a place; with $(touch x) blanks');
    await mkdir(there);
    await queue.supervise(1, { turn: { do: 'tool', command: 'pwd', output: 'ok' } });
    await queue.drop('there.md', `---\ncwd: ${JSON.stringify(there)}\npriority: 9\n---\n\nlook around\n`);
    await queue.isIn('there', 'done');
    const starts = (await queue.stage.record()).filter((line) => line.event === 'start');
    expect(starts.at(-1)?.name).toBe('a place; with $(touch x) blanks');
    expect((await queue.prompts()).map((line) => line.prompt)).toEqual(['look around']);
  });

  it('declines what the CLI offers at its start, and does the task', async () => {
    queue = await openQueueStage();
    const supervisor = await queue.supervise(1, { startup: 'auto-mode' });
    await queue.drop('offered.md', 'get on with it');
    await queue.isIn('offered', 'done', 60_000);
    expect(supervisor.count(/declined "Make auto mode/)).toBeGreaterThan(0);
    expect((await queue.prompts()).map((line) => line.prompt)).toEqual(['get on with it']);
  });

  it('a limit in the middle: the task goes on over the swap, typed once', async () => {
    queue = await openQueueStage();
    const supervisor = await queue.supervise(1, {
      turn: [{ do: 'loop', everyMs: 300, count: 30 }, { do: 'reply' }],
    });
    await queue.drop('long.md', 'the long one');
    await supervisor.says(/task long began/, 30_000);
    await queue.stage.grownUp();
    await queue.stage.sandbox.setAccounts({ work: { limitedUntil: Date.now() + 2 * HOUR } });
    await queue.stage.flippedTo('personal', 40_000);
    await queue.isIn('long', 'done', 60_000);
    expect((await queue.prompts()).map((line) => line.prompt)).toEqual(['the long one', 'continue']);
  });

  it('a process that dies in the middle: failed, with the end of its screen', async () => {
    queue = await openQueueStage();
    await queue.supervise(1, {
      turn: [
        { do: 'tool', output: 'some work', ms: 300 },
        { do: 'exit', code: 3 },
      ],
    });
    await queue.drop('dies.md', 'die');
    await queue.isIn('dies', 'failed');
    const reason = await queue.reason('dies');
    expect(reason).toMatch(/^its session ended in the middle \(exit status 3\)\n/);
    expect(reason).toMatch(/● Bash\(npm test\)/);
    expect(await queue.prompts()).toHaveLength(1);
  });

  it('a signal file ends it; one that works too long is told', async () => {
    queue = await openQueueStage();
    const supervisor = await queue.supervise(1, {
      turn: { do: 'hold' },
      parts: { watcher: { timeout: '2s' } },
    });
    await queue.drop('quiet.md', 'hold');
    await supervisor.says(/task quiet has worked for .* retry, cancel or release it/, 30_000);
    await writeFile(join(queue.dir, 'signals', 'quiet'), 'failed could not find the file\n');
    await queue.isIn('quiet', 'failed');
    expect(await queue.reason('quiet')).toMatch(/^it reported: could not find the file\n/);
  });
});
