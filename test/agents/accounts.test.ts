import { stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentSandbox, agentSandbox } from '../support/agents.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;
let sandbox: AgentSandbox;
beforeEach(async () => {
  sandbox = await agentSandbox(['work', 'personal']);
});
afterEach(() => sandbox.end());

async function trail(): Promise<readonly string[]> {
  return (await sandbox.requests()).map((line) => `${line.account} ${line.outcome}`);
}

async function limitWork(): Promise<void> {
  await sandbox.setAccounts({ work: { limitedUntil: Date.now() + HOUR } });
}

describe('which account a request goes out on', () => {
  it('goes out on the other account after a flip, in the same process', async () => {
    await limitWork();
    const agent = await sandbox.start();
    await agent.submit('first');
    await agent.shows(/Continuing automatically/);
    const pid = await agent.pid();
    await sandbox.flip('personal');
    await agent.submit('continue');
    await agent.shows(/● Done\./);
    expect(await trail()).toEqual(['work limited', 'personal answered']);
    expect((await sandbox.requests()).map((line) => line.pid)).toEqual([pid, pid]);
    expect(await agent.screen()).toContain("You've hit your 5-hour limit");
  });

  it('follows the flip in the middle of a working turn', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'loop', everyMs: 50 }] });
    await agent.submit('keep testing');
    await until('a request on work', async () => (await trail()).includes('work answered'));
    await sandbox.flip('personal');
    await until('a request on personal', async () => (await trail()).includes('personal answered'));
  });

  it('keeps the old login when both credentials files have the same mtime, until the file is touched', async () => {
    const file = join(sandbox.accountDir('personal'), '.credentials.json');
    const { mtime } = await stat(join(sandbox.accountDir('work'), '.credentials.json'));
    await utimes(file, mtime, mtime);
    const agent = await sandbox.start({
      turns: [
        { do: 'reply', text: 'one' },
        { do: 'reply', text: 'two' },
      ],
    });
    await sandbox.flip('personal');
    await agent.submit('hello');
    await agent.shows(/● one[\s\S]*done/);
    await utimes(file, new Date(), new Date());
    await agent.submit('again');
    await agent.shows(/● two/);
    expect(await trail()).toEqual(['work answered', 'personal answered']);
  });
});

describe('a login that is read again', () => {
  it('stays on the login of its start in an older version; a restart with --resume uses the new one', async () => {
    await limitWork();
    const agent = await sandbox.start({ version: '2.1.50' });
    await agent.submit('first');
    await agent.shows(/You've hit your limit/);
    await sandbox.flip('personal');
    await agent.submit('continue');
    await until('second refusal', async () => (await trail()).length === 2);
    const conversation = await agent.conversation();
    process.kill(await agent.pid(), 'SIGTERM');
    await agent.shows(/Resume this session with:/);
    const next = await sandbox.start({ version: '2.1.50', args: ['--resume', conversation] });
    await next.shows(/⎿ \u00a0You've hit your limit/);
    await next.submit('continue');
    await next.shows(/● Done\./);
    expect(await trail()).toEqual(['work limited', 'work limited', 'personal answered']);
    expect(await next.conversation()).toBe(conversation);
  });

  it('reads the login again after a 401', async () => {
    const old = await stat(join(sandbox.accountDir('work'), '.credentials.json'));
    await utimes(join(sandbox.accountDir('personal'), '.credentials.json'), old.mtime, old.mtime);
    await sandbox.setAccounts({ work: { login: 'expired' } });
    const agent = await sandbox.start();
    await agent.shows(/manual mode on/);
    await sandbox.flip('personal');
    await agent.submit('hello');
    await agent.shows(/● Done\./);
    expect(await trail()).toEqual(['work login-expired', 'personal answered']);
  });

  it('says that the login has expired, with a placeholder that is no draft', async () => {
    await sandbox.setAccounts({ work: { login: 'expired' } });
    const agent = await sandbox.start();
    await agent.submit('hello');
    await agent.shows(/● Login expired · Please run \/login[\s\S]*❯\u00a0Once fixed, resend your message/);
    expect(await agent.styled()).toMatch(/\x1b\[7mO\x1b\[0;2m.*nce fixed/);
  });
});
