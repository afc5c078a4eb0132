import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentSandbox, agentSandbox } from '../support/agents.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;
let sandbox: AgentSandbox;
beforeEach(async () => {
  sandbox = await agentSandbox();
});
afterEach(() => sandbox.end());

async function sessionFile(pid: number): Promise<Record<string, unknown> | null> {
  const text = await readFile(join(sandbox.accountDir('work'), 'sessions', `${pid}.json`), 'utf8').catch(
    () => null,
  );
  return text === null ? null : JSON.parse(text);
}

describe('the life of a session', () => {
  it('is a process named claude below the shell of its pane', async () => {
    const agent = await sandbox.start();
    const pid = await agent.pid();
    expect((await readFile(`/proc/${pid}/comm`, 'utf8')).trim()).toBe('claude');
    expect(
      await sandbox.tmux.tmux('display-message', '-p', '-t', agent.pane, '#{pane_current_command}'),
    ).toBe('claude');
  });

  it('tells its state in sessions/<pid>.json and removes the file at the end', async () => {
    await sandbox.setAccounts({ work: { limitedUntil: Date.now() + 72 * HOUR, kind: 'weekly' } });
    const agent = await sandbox.start();
    const pid = await agent.pid();
    const conversation = await agent.conversation();
    await until('idle', async () => (await sessionFile(pid))?.status === 'idle');
    await agent.submit('hello');
    await until('dialog open', async () => (await sessionFile(pid))?.waitingFor === 'dialog open');
    expect(await sessionFile(pid)).toMatchObject({
      pid,
      sessionId: conversation,
      cwd: sandbox.cwd,
      status: 'waiting',
    });
    process.kill(pid, 'SIGTERM');
    await until('file gone', async () => (await sessionFile(pid)) === null);
  });

  it('stays in the account of its start when the link moves', async () => {
    const agent = await sandbox.start();
    const pid = await agent.pid();
    await sandbox.flip('personal');
    await agent.submit('hello');
    await agent.shows(/● Done\./);
    expect(await sessionFile(pid)).toMatchObject({ status: 'idle' });
    await expect(readdir(join(sandbox.accountDir('personal'), 'sessions'))).rejects.toThrow();
  });
});

describe('the end of a session', () => {
  it('ends soon after SIGTERM, with 143 and the way back', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'hold' }] });
    await agent.submit('work for ever');
    await agent.shows(/esc to interrupt/);
    const pid = await agent.pid();
    process.kill(pid, 'SIGTERM');
    const end = await until('exit line', async () =>
      (await sandbox.log()).find((line) => line.event === 'exit'),
    );
    expect(end).toMatchObject({ pid, code: 143 });
    await agent.shows(
      new RegExp(`Resume this session with:\\nclaude --resume ${await agent.conversation()}`),
    );
  });

  it.each(['C-c', 'C-d'])('ends at the second %s, not at the first', async (key) => {
    const agent = await sandbox.start();
    await agent.shows(/manual mode on/);
    await agent.keys(key);
    await agent.shows(/Press Ctrl-[CD] again to exit/);
    await agent.keys(key);
    await agent.shows(/Resume this session with:/);
  });

  it('ends at /exit', async () => {
    const agent = await sandbox.start();
    await agent.submit('/exit');
    await agent.shows(/Resume this session with:/);
    expect(await sandbox.requests()).toEqual([]);
  });
});

describe('a conversation', () => {
  it('is not found when its id is unknown, nor in an account that does not share its projects', async () => {
    const agent = await sandbox.start({ args: ['say hello'] });
    await agent.shows(/● Done\./);
    const id = await agent.conversation();
    const alone = join(sandbox.home, 'alone');
    await mkdir(alone);
    const missing = (wanted: string) => ({
      out: `No conversation found with session ID: ${wanted}\n`,
      code: 1,
    });
    expect(await sandbox.run(['--resume', id], { CLAUDE_CONFIG_DIR: alone })).toEqual(missing(id));
    const unknown = '11111111-2222-4333-8444-555555555555';
    expect(await sandbox.run(['--resume', unknown])).toEqual(missing(unknown));
    expect((await sandbox.run(['--resume', id])).out).toContain('must be a terminal');
  });

  it('takes the conversation id it is given', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const agent = await sandbox.start({ args: ['--session-id', id, 'say hello'] });
    await agent.shows(/❯ say hello\n\n● Done\./);
    expect(await agent.conversation()).toBe(id);
    expect((await agent.transcript()).map((row) => row.type)).toEqual(['user', 'assistant']);
  });

  it('redraws the old limit at --resume and goes on in the same file', async () => {
    await sandbox.setAccounts({ work: { limitedUntil: Date.now() + HOUR } });
    const agent = await sandbox.start();
    await agent.submit('first');
    await agent.shows(/Continuing automatically/);
    await agent.keys('C-c');
    await agent.shows(/again to exit/);
    await agent.keys('C-c');
    await agent.shows(/Resume this session/);
    await sandbox.setAccounts({ work: {} });
    const id = await agent.conversation();
    const before = await agent.transcript();
    const next = await sandbox.start({ args: ['--resume', id] });
    const screen = await next.shows(/❯ first\n {2}⎿ \u00a0You've hit your 5-hour limit/);
    expect(screen).toContain('● Usage limit reached · set to continue automatically');
    expect(screen).not.toContain('Esc to cancel');
    await next.submit('continue');
    await next.shows(/● Done\./);
    const rows = await next.transcript();
    expect(rows.slice(0, before.length)).toEqual(before);
    expect(rows.slice(before.length).map((row) => [row.type, row.sessionId])).toEqual([
      ['user', id],
      ['assistant', id],
    ]);
  });

  it('answers without a terminal with -p and --version', async () => {
    expect(await sandbox.run(['--version'])).toEqual({ out: '2.1.330 (Claude Code)\n', code: 0 });
    expect(await sandbox.run(['-p', 'hello'])).toEqual({ out: 'Done.\n', code: 0 });
    await sandbox.setAccounts({ work: { limitedUntil: Date.now() + HOUR } });
    const refused = await sandbox.run(['-p', 'hello']);
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/^You've hit your 5-hour limit · resets .*\(UTC\)\n$/);
  });
});
