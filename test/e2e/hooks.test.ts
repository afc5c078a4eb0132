import { realpathSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askSupervisor } from '../../src/adapters/http/client.js';
import type { Reply } from '../../src/adapters/http/reply.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { openStage, type Stage } from '../support/stage.js';
import { until } from '../support/until.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.enter({ 'ccl-1': {} });
});
afterAll(() => stage.end());

it('what a status line tells reaches status and engine; what nobody can have told does not', async () => {
  const supervisor = await stage.supervise({ wish: { mode: 'observe', quota: { proactive: 90 } } });
  const where = { stateDir: supervisor.stateDir, env: stage.env };
  const tell = (body: object): Promise<Reply> => askSupervisor(where, 'POST', '/heard', { body });
  const status = async (): Promise<Snapshot> => {
    const reply = await askSupervisor(where, 'GET', '/status');
    return (reply.type === 'answer' ? reply.body : {}) as Snapshot;
  };
  const agent = stage.agent('ccl-1');
  const conversation = await agent.conversation();
  const pid = await agent.pid();
  const body = {
    event: 'statusline',
    session_id: conversation,
    transcript_path: `${stage.sandbox.link}/projects/-x/${conversation}.jsonl`,
    pids: [1, pid],
    sent_at: Date.now(),
    api_ms: 1,
    five_hour: { used_percentage: 91, resets_at: Math.round(Date.now() / 1_000) + 7_200 },
  };
  await until('the session', async () =>
    // Until it listens there is no status at all.
    (await status()).sessions?.some((session) => session.conversation === conversation),
  );
  expect(
    await tell({ ...body, session_id: 'other', transcript_path: '/a/projects/x/other.jsonl' }),
  ).toMatchObject({
    status: 409,
  });
  expect(await tell({ ...body, api_ms: 'x' })).toMatchObject({ status: 400 });
  expect((await status()).accounts[0]?.headroom).toEqual([]);
  expect(await tell(body)).toMatchObject({ status: 200, body: { account: 'work', state: 'observe' } });
  await supervisor.says(/observe: would swap to personal \(work has used 91% of its 5-hour window/);
  expect((await status()).accounts[0]?.headroom).toMatchObject([{ kind: 'five-hour', usedPercent: 91 }]);
  expect(realpathSync(stage.sandbox.link)).toBe(realpathSync(stage.sandbox.accountDir('work')));
});
