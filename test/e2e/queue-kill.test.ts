import { afterEach, expect, it, vi } from 'vitest';
import { openQueueStage, type QueueStage } from '../support/queue-stage.js';
import { until } from '../support/until.js';

vi.setConfig({ testTimeout: 150_000 });
let queue: QueueStage;

afterEach(async (context) => {
  if (context.task.result?.state === 'fail') await queue.stage.tell();
  await queue.end();
});

it('killed at random moments: every task ends once, nothing is submitted twice', async () => {
  queue = await openQueueStage();
  let supervisor = await queue.supervise(3, { turn: { do: 'reply', ms: 150 } });
  const names = Array.from({ length: 12 }, (_, index) => `t${index}`);
  for (const name of names) await queue.drop(`${name}.md`, `prompt of ${name}`);
  const ended = async () => [...(await queue.ids('done')), ...(await queue.ids('failed'))];
  for (const share of [2, 5, 8]) {
    await until(`${share} tasks ended`, async () => (await ended()).length >= share, 60_000);
    await supervisor.kill();
    supervisor = await queue.supervise(3, { turn: { do: 'reply', ms: 150 } });
  }
  await until('all tasks ended', async () => (await ended()).length === names.length, 120_000);
  expect([...(await ended())].sort()).toEqual([...names].sort());
  const prompts = (await queue.prompts()).map((line) => line.prompt);
  expect(prompts).toHaveLength(new Set(prompts).size);
  for (const id of await queue.ids('failed'))
    expect(await queue.reason(id)).toMatch(/^unconfirmed|before it began/);
});
