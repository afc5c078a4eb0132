import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TmuxPort } from '../../src/core/ports.js';
import { classify } from '../../src/core/quota/classify.js';
import { createTmux } from '../../src/tmux/index.js';
import { type AgentSandbox, agentSandbox } from '../support/agents.js';
import { targetOf } from './support/lab.js';

let sandbox: AgentSandbox;
let client: TmuxPort;
beforeEach(async () => {
  sandbox = await agentSandbox();
  client = createTmux({
    socketPath: sandbox.tmux.socketPath,
    env: sandbox.tmux.env,
    recognise: (screen, cols) => classify(screen, { capturedAtMs: Date.now(), zone: 'UTC', cols }),
  });
});
afterEach(async () => {
  await client.close();
  await sandbox.end();
});

const HOUR = 3_600_000;
const answered = async (): Promise<readonly unknown[]> =>
  (await sandbox.requests()).map((line) => [line.account, line.outcome]);

/** The scripted agent on its real screens, recognised by the product's own recogniser. */
describe('an agent at its limit', () => {
  it.each(['1.0.128', '2.0.60', '2.1.50', '2.1.150', '2.1.330'])(
    '%s goes on after `continue`',
    async (version) => {
      await sandbox.setAccounts({ work: { limitedUntil: Date.now() + 2 * HOUR, kind: 'five-hour' } });
      const agent = await sandbox.start({ version, cols: 60 });
      await agent.submit('write tests for add()');
      await agent.shows(/resets|reset at/);
      await sandbox.setAccounts({ work: {} });
      const target = await targetOf(client, agent.pane);
      expect(await client.type(target, 'continue', { closeDialog: true })).toEqual({ outcome: 'submitted' });
      await agent.shows(/Done\./);
      expect(await answered()).toEqual([
        ['work', 'limited'],
        ['work', 'answered'],
      ]);
    },
  );

  it('has its dialog closed only when told to', async () => {
    await sandbox.setAccounts({ work: { limitedUntil: Date.now() + 72 * HOUR, kind: 'weekly' } });
    const agent = await sandbox.start({ cols: 40 });
    await agent.submit('write tests for add()');
    await agent.shows(/What do you want to do/);
    await sandbox.flip('personal');
    const target = await targetOf(client, agent.pane);
    const untouched = await client.type(target, 'continue', { closeDialog: false });
    expect(untouched).toMatchObject({ outcome: 'refused', cause: 'dialog' });
    expect(await client.type(target, 'continue', { closeDialog: true })).toEqual({ outcome: 'submitted' });
    await agent.shows(/Done\./);
    expect((await answered()).at(-1)).toEqual(['personal', 'answered']);
  });

  it('gets a task of many lines whole', async () => {
    const agent = await sandbox.start();
    const task = Array.from({ length: 40 }, (_, n) => `${n}: "do"; it's $HOME #{pid} é🦊`).join('\n');
    const target = await targetOf(client, agent.pane);
    expect(await client.type(target, task, { closeDialog: false })).toEqual({ outcome: 'submitted' });
    await agent.shows(/Done\./);
    const prompts = (await sandbox.log()).filter((line) => line.event === 'prompt');
    expect(prompts.map((line) => line.prompt)).toEqual([task]);
  });

  it.each(['1.0.128', '2.1.330'])('gets 64 KB whole (%s)', async (version) => {
    const agent = await sandbox.start({ version });
    const line = `Escape C-c "do"; it's $HOME #{pid} é🦊;\n`;
    const task = line.repeat(Math.floor((64 * 1024) / Buffer.byteLength(line))).trimEnd();
    const target = await targetOf(client, agent.pane);
    expect(await client.type(target, task, { closeDialog: false })).toEqual({ outcome: 'submitted' });
    await agent.shows(/Done\./);
    const prompts = (await sandbox.log()).filter((line) => line.event === 'prompt');
    expect(prompts.map((line) => line.prompt)).toEqual([task]);
  });

  it('keeps a draft and a running turn to itself', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'hold' }] });
    await agent.type('half a thought');
    const target = await targetOf(client, agent.pane);
    const draft = await client.type(target, 'continue', { closeDialog: true });
    expect(draft).toMatchObject({ outcome: 'refused', cause: 'draft' });
    await agent.keys('Enter');
    await agent.shows(/esc to interrupt/);
    const busy = await client.type(target, 'continue', { closeDialog: true });
    expect(busy).toMatchObject({ outcome: 'refused', cause: 'busy' });
    expect((await sandbox.log()).filter((line) => line.event === 'prompt')).toHaveLength(1);
  });
});
