import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentSandbox, agentSandbox } from '../support/agents.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;
const LIMIT_LINE = "You've hit your 5-hour limit · resets 11am (Europe/Paris)";

let sandbox: AgentSandbox;
beforeEach(async () => {
  sandbox = await agentSandbox();
});
afterEach(() => sandbox.end());

async function outcomes(): Promise<readonly (string | undefined)[]> {
  return (await sandbox.requests()).map((line) => line.outcome);
}

describe('errors that are no limit', () => {
  it('retries a 500 that speaks of a rate limit, then goes on', async () => {
    const agent = await sandbox.start({ turns: [[{ do: 'error', times: 2, waitMs: 300 }, { do: 'reply' }]] });
    await agent.submit('go');
    await agent.shows(/✻ API error · retrying in 1s · attempt 1\/2[\s\S]*esc to interrupt/);
    await agent.shows(/● Done\./);
    expect(await outcomes()).toEqual(['server-error', 'server-error', 'answered', 'answered']);
    expect(await agent.screen()).not.toContain('API Error');
  });

  it('gives up after its retries; the row of its transcript is no usage limit', async () => {
    const agent = await sandbox.start({ turns: [[{ do: 'error', waitMs: 20 }]] });
    await agent.submit('go');
    await agent.shows(
      /● API Error: 500 Internal server error: upstream rate limit[\s\S]*❯\u00a0Resend your message/,
    );
    expect((await agent.transcript()).at(-1)).toMatchObject({
      type: 'assistant',
      isApiErrorMessage: true,
      error: 'server_error',
      apiErrorStatus: 500,
      message: { model: '<synthetic>' },
    });
    expect((await agent.transcript()).at(-1)).not.toHaveProperty('quotaLimits');
  });

  it('prints the server’s JSON in an older version', async () => {
    const agent = await sandbox.start({
      version: '2.0.60',
      turns: [{ do: 'error', retries: 0, message: 'rate limit service unavailable' }],
    });
    await agent.submit('go');
    await agent.shows(
      /⎿ \u00a0API Error: 500 \{"type":"error","error":\{"type":"api_error","message":"rate limit service\n? *unavailable"\}\}/,
    );
  });

  it('says at a plain 429 that it is not the usage limit, but 1.0.60 says it is', async () => {
    await sandbox.setAccounts({ work: { server: '429' } });
    const env = { CLAUDE_CODE_MAX_RETRIES: '0' };
    const agent = await sandbox.start({ env });
    await agent.submit('go');
    await agent.shows(/● API Error: Server is temporarily limiting requests \(not your usage limit\)/);
    const old = await sandbox.start({ version: '1.0.60', env });
    await old.submit('go');
    await old.shows(/⎿ \u00a0Claude usage limit reached\.$/m);
    expect((await old.transcript()).at(-1)).toMatchObject({
      message: { content: [{ text: 'Claude AI usage limit reached|0' }] },
    });
  });
});

describe('lookalikes', () => {
  it('draws a reply that is a limit line like the limit; the transcript tells', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'reply', text: LIMIT_LINE }] });
    await agent.submit('what does the monitor look for?');
    await agent.shows(
      /❯ what does.*\n {2}⎿ \u00a0You've hit your 5-hour limit · resets 11am \(Europe\/Paris\)\n\n✻ /,
    );
    const row = (await agent.transcript()).at(-1);
    expect(row).toMatchObject({ message: { model: 'claude-opus-5-5', stop_reason: 'end_turn' } });
    expect(row).not.toHaveProperty('isApiErrorMessage');
  });

  it('draws a reply that quotes it as a reply', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'reply', text: `The log says: ${LIMIT_LINE}` }] });
    await agent.submit('what does the log say?');
    await agent.shows(/● The log says: You've hit your 5-hour limit/);
  });

  it('shows a limit without reset time that goes away by itself', async () => {
    const agent = await sandbox.start({
      turns: [
        [
          { do: 'limit', vanishAfterMs: 700 },
          { do: 'reply', text: 'It went on.' },
        ],
      ],
    });
    await agent.submit('go');
    await agent.shows(/⎿ \u00a0You've hit your 5-hour limit\n[\s\S]*\? for shortcuts/);
    const screen = await agent.shows(/● It went on\./);
    expect(screen).not.toContain('5-hour limit');
    expect((await agent.transcript()).map((row) => row.type)).toEqual(['user', 'assistant']);
  });
});

describe('work', () => {
  it('asks for permission and waits; No ends the turn', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'permission', command: 'make all' }] });
    await agent.submit('rebuild');
    await agent.shows(/● Bash\(make all\)\n {2}⎿ \u00a0Waiting…\n\n─+\n Bash command[\s\S]*❯ 1\. Yes/);
    await agent.keys('Escape');
    await agent.shows(/● Bash\(make all\)\n {2}⎿ \u00a0Interrupted · What should Claude do instead\?\n\n─/);
  });

  it('goes on after Yes', async () => {
    const agent = await sandbox.start({ turns: [[{ do: 'permission', output: 'built' }, { do: 'reply' }]] });
    await agent.submit('rebuild');
    await agent.shows(/Do you want to proceed\?/);
    await agent.keys('Enter');
    await agent.shows(/⎿ \u00a0built\n\n● Done\./);
  });

  it('runs into the limit by itself in the middle of its work, and takes the work up again', async () => {
    const agent = await sandbox.start({ turns: [{ do: 'loop', everyMs: 50 }] });
    await agent.submit('keep testing');
    await until('some work', async () => (await outcomes()).length > 3);
    await sandbox.setAccounts({ work: { limitedUntil: Date.now() + HOUR } });
    await agent.shows(/⎿ \u00a042 passing\n {2}⎿ \u00a0You've hit your 5-hour limit/);
    const count = (await outcomes()).length;
    await sandbox.flip('personal');
    await agent.submit('continue');
    await until('work on the other account', async () => (await sandbox.requests()).length > count + 2);
    expect((await sandbox.requests()).slice(count).map((line) => line.account)).toContain('personal');
  });

  it('obeys the remote control', async () => {
    const agent = await sandbox.start();
    await agent.control({ do: 'submit', text: 'from afar' });
    await agent.shows(/❯ from afar\n\n● Done\./);
    await agent.control({ do: 'step', steps: [{ do: 'reply', text: 'Scripted.' }], text: 'now this' });
    await agent.shows(/❯ now this\n\n● Scripted\./);
    await agent.control({ do: 'draft', text: 'half a thou' });
    await agent.shows(/❯\u00a0half a thou/);
    await agent.control({ do: 'exit', code: 3 });
    const end = await until('exit line', async () =>
      (await sandbox.log()).find((line) => line.event === 'exit'),
    );
    expect(end).toMatchObject({ code: 3 });
  });

  it('can begin with a dialog that takes every key', async () => {
    const agent = await sandbox.start({ startup: 'auto-mode' });
    await agent.shows(/Make auto mode your default permission mode\?[\s\S]*❯ Yes, set auto mode/);
    await agent.keys('-l', 'hello');
    await agent.keys('Escape');
    await agent.shows(/❯\u00a0\n─/);
  });
});

describe('limit rows of the transcript', () => {
  it.each([
    ['2.1.330', { apiError: 'usage_limit_reached', apiErrorStatus: 429, error: 'rate_limit' }, 'quotaLimits'],
    ['2.1.150', { apiErrorStatus: 429, error: 'rate_limit' }, 'apiErrorStatus'],
    ['2.0.60', { error: 'rate_limit' }, 'error'],
    ['1.0.128', {}, 'isApiErrorMessage'],
    ['1.0.60', {}, 'isApiErrorMessage'],
  ])('%s has the fields of its version and no later ones', async (version, fields, newest) => {
    const resetsAt = Date.now() + HOUR;
    await sandbox.setAccounts({ work: { limitedUntil: resetsAt } });
    const agent = await sandbox.start({ version });
    await agent.submit('first');
    await agent.shows(/⎿/);
    const row = (await agent.transcript()).find((each) => each.isApiErrorMessage === true);
    expect(row).toMatchObject({ type: 'assistant', version, ...fields });
    const order = ['isApiErrorMessage', 'error', 'apiErrorStatus', 'quotaLimits'];
    for (const later of order.slice(order.indexOf(newest) + 1)) expect(row).not.toHaveProperty(later);
    if (version === '1.0.60') {
      const text = `Claude AI usage limit reached|${Math.ceil(resetsAt / 1000)}`;
      expect(row).toMatchObject({ message: { content: [{ text }] } });
    }
    if (version === '2.1.330') {
      expect(row).toMatchObject({
        quotaLimits: { rateLimitType: 'five_hour', resetsAt: Math.ceil(resetsAt / 1000) },
      });
    }
  });
});
