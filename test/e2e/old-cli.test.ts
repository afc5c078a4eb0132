import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Stage } from '../support/stage.js';

const HOUR = 3_600_000;
const VERSIONS = { 'old-1': '1.0.60', 'old-2': '2.0.60' } as const;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const agents = Object.entries(VERSIONS).map(([name, version]) => [name, { version }] as const);
  await stage.enter(Object.fromEntries(agents));
  await stage.grownUp();
});
afterAll(() => stage.end());

it('restarts CLIs that keep their login, in the same pane with the same conversation', async () => {
  const sinceMs = Date.now();
  const dedicated = Object.entries(VERSIONS).map(([name, version]) => ({
    name,
    command: stage.command,
    env: { ...stage.sandbox.env, FAKE_CLAUDE_VERSION: version, FAKE_CLAUDE_NAME: name },
  }));
  const supervisor = await stage.supervise({ wish: { dedicated } });
  const names = Object.keys(VERSIONS);
  const conversations = await Promise.all(names.map((name) => stage.agent(name).conversation()));
  const pids = await Promise.all(names.map((name) => stage.agent(name).pid()));
  await stage.sandbox.setAccounts({ work: { limitedUntil: Date.now() + 2 * HOUR } });
  for (const name of names) await stage.submit(name);
  await stage.flippedTo('personal');
  for (const name of names) {
    await stage.request(name, { outcome: 'answered', account: 'personal', sinceMs }, 25_000);
  }
  await supervisor.says(/swap work → personal done/, 20_000);
  for (const [index, name] of names.entries()) {
    const lines = (await stage.record(sinceMs)).filter((line) => line.name === name);
    expect(lines.filter((line) => line.event === 'start')).toMatchObject([
      { resumed: true, account: 'personal' },
    ]);
    expect(new Set(lines.map((line) => line.conversation))).toEqual(new Set([conversations[index]]));
    expect(await stage.agent(name).pid()).not.toBe(pids[index]);
    expect(await stage.prompts(name, sinceMs)).toEqual(['go', 'continue']);
    await stage.agent(name).shows(/Done\./);
  }
});
