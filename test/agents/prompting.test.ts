import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentSandbox, agentSandbox } from '../support/agents.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;
const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `step ${index}`).join('\n');

let sandbox: AgentSandbox;
beforeEach(async () => {
  sandbox = await agentSandbox();
});
afterEach(() => sandbox.end());

async function prompts(): Promise<readonly (string | undefined)[]> {
  return (await sandbox.log()).filter((line) => line.event === 'prompt').map((line) => line.prompt);
}

describe('typing', () => {
  it('shows a short paste and hides a long one behind a placeholder; both arrive whole', async () => {
    const agent = await sandbox.start();
    await agent.shows(/manual mode on/);
    await agent.paste(lines(3));
    await agent.shows(/❯\u00a0step 0\n {2}step 1\n {2}step 2/);
    await agent.keys('Enter');
    await agent.shows(/● Done\.[\s\S]*\? for shortcuts/);
    await agent.paste(lines(40));
    await agent.shows(/❯\u00a0\[Pasted text #1 \+39 lines\]/);
    await agent.keys('Enter');
    await until('second prompt', async () => (await prompts()).length === 2);
    expect(await prompts()).toEqual([lines(3), lines(40)]);
  });

  it('takes an Enter that comes in one piece with text for a newline', async () => {
    const agent = await sandbox.start();
    await agent.shows(/manual mode on/);
    await agent.paste('one');
    await agent.shows(/❯\u00a0one/);
    await sandbox.tmux.tmux('send-keys', '-t', agent.pane, '-l', ' two\rthree');
    await agent.shows(/❯\u00a0one two\n {2}three/);
    expect(await prompts()).toEqual([]);
    await agent.keys('Enter');
    await until('prompt', async () => (await prompts()).length === 1);
    expect(await prompts()).toEqual(['one two\nthree']);
  });

  it('keeps a draft over a resize and wraps it anew', async () => {
    const agent = await sandbox.start({ cols: 60 });
    await agent.type('a draft that is long enough to need two rows in a narrow pane');
    await sandbox.tmux.tmux('resize-window', '-t', agent.pane, '-x', '40', '-y', '32');
    const screen = await agent.shows(/^─{40}$/m);
    expect(screen).toMatch(/^❯\u00a0a draft that is long enough to need\n {2}two rows in a narrow pane\n─/m);
    expect(screen.match(/Claude Code v/g)).toHaveLength(1);
  });

  it('queues a prompt that is typed while it works', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'reply', text: 'first', ms: 800 }] });
    await agent.submit('one');
    await agent.submit('two');
    await agent.shows(/❯ two\n {2}⎿ {2}Queued/);
    await agent.shows(/● first[\s\S]*❯ two[\s\S]*● Done\./);
  });

  it('puts the prompt back when it is interrupted before its first token, else says so', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'hold' }, { do: 'hold', firstToken: true }] });
    await agent.submit('first thought');
    await agent.shows(/esc to interrupt/);
    await agent.keys('Escape');
    await agent.shows(/❯\u00a0first thought/);
    await agent.keys('Enter');
    await agent.shows(/↓ \d+ tokens/);
    await agent.keys('Escape');
    await agent.shows(/⎿ \u00a0Interrupted · What should Claude do instead\?/);
  });
});

describe('a limit that waits', () => {
  it('is cancelled by Esc, and the limit line gets its hint', async () => {
    await sandbox.setAccounts({ work: { limitedUntil: Date.now() + HOUR } });
    const agent = await sandbox.start();
    await agent.submit('first');
    await agent.shows(/Esc to cancel/);
    await agent.keys('Escape');
    const screen = await agent.shows(/● Automatic continue cancelled · \/rate-limit-options to wait again/);
    expect(screen).not.toContain('Esc to cancel');
    expect(screen).toMatch(/⎿.*\n {5}\/usage-credits to finish/);
  });

  it('goes on by itself after the reset', async () => {
    const resetsAt = Date.now() + 1500;
    await sandbox.setAccounts({ work: { limitedUntil: resetsAt } });
    const agent = await sandbox.start({ env: { FAKE_CLAUDE_AUTO_CONTINUE_LAG_MS: '300' } });
    await agent.submit('first');
    await agent.shows(/Continuing automatically/);
    await agent.shows(/● Usage limit reset · Continuing automatically\n\n● Done\./);
    const [refused, answered] = await sandbox.requests();
    expect(refused).toMatchObject({ outcome: 'limited', origin: 'prompt' });
    expect(answered).toMatchObject({ outcome: 'answered', origin: 'auto-continue' });
    expect(answered?.at).toBeGreaterThanOrEqual(resetsAt + 300);
    expect(await prompts()).toEqual(['first']);
  });
});

describe('the limit dialog', () => {
  beforeEach(() => sandbox.setAccounts({ work: { limitedUntil: Date.now() + 72 * HOUR, kind: 'weekly' } }));

  it.each(['Escape', 'Enter'])(
    'is closed by %s; the limit line stays; text typed before is lost',
    async (key) => {
      const agent = await sandbox.start();
      await agent.submit('first');
      await agent.shows(/What do you want to do\?/);
      await agent.keys('-l', 'continue');
      await agent.keys(key);
      const screen = await agent.hides(/What do you want to do\?|rate-limit-options/);
      expect(screen).toMatch(/⎿ \u00a0You've hit your weekly limit[^\n]*\n\n─+\n❯\u00a0\n─/);
    },
  );

  it('closed, a prompt goes out on the account of the link', async () => {
    const agent = await sandbox.start();
    await agent.submit('first');
    await agent.shows(/What do you want to do\?/);
    await sandbox.flip('personal');
    await agent.keys('Escape');
    await agent.hides(/What do you want to do\?/);
    await agent.submit('continue');
    await agent.shows(/● Done\./);
    expect((await sandbox.requests()).map((line) => line.account)).toEqual(['work', 'personal']);
  });

  it('is drawn without its command in the fullscreen renderer', async () => {
    const agent = await sandbox.start({ env: { FAKE_CLAUDE_FULLSCREEN: '1' } });
    await agent.submit('first');
    const screen = await agent.shows(/▔{100}\n {2}What do you want to do\?/);
    expect(screen).not.toContain('/rate-limit-options');
    expect(await sandbox.tmux.tmux('display-message', '-p', '-t', agent.pane, '#{alternate_on}')).toBe('1');
  });
});
