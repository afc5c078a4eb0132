import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classify } from '../../src/core/quota/classify.js';
import type { Verdict } from '../../src/core/quota/reading.js';
import { type AgentOptions, type AgentSandbox, agentSandbox } from '../support/agents.js';

let sandbox: AgentSandbox;
beforeEach(async () => {
  sandbox = await agentSandbox();
});
afterEach(() => sandbox.end());

function verdict(screen: string, cols: number): Verdict {
  return classify(screen, { capturedAtMs: Date.now(), zone: 'UTC', cols }).verdict;
}

describe('drawing in place', () => {
  it('leaves every line once, in order, when the conversation is longer than the pane', async () => {
    const agent = await sandbox.start({
      rows: 12,
      turns: [[{ do: 'loop', everyMs: 30, count: 20 }, { do: 'reply' }]],
    });
    await agent.submit('keep testing');
    await agent.shows(/● Done\.[\s\S]*\? for shortcuts/);
    const all = await sandbox.tmux.tmux('capture-pane', '-p', '-S', '-', '-t', agent.pane);
    const rounds = [...all.matchAll(/● Bash\(npm test -- round-(\d+)\)/g)].map((match) => Number(match[1]));
    expect(rounds).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(all.match(/Claude Code v/g)).toHaveLength(1);
    expect(all.match(/esc to interrupt/g)).toBeNull();
  });

  it('draws everything anew when a line changes that has scrolled away', async () => {
    await sandbox.setAccounts({ work: { limitedUntil: Date.now() + 3_600_000 } });
    const agent = await sandbox.start({ rows: 8 });
    await agent.submit('go');
    await agent.shows(/Esc to cancel/);
    await agent.keys('Escape');
    await agent.shows(/● Automatic continue cancelled/);
    const all = await sandbox.tmux.tmux('capture-pane', '-p', '-S', '-', '-t', agent.pane);
    expect(all).toMatch(
      /⎿.*\n {5}\/usage-credits to finish.*\n\n● Usage limit reached[^\n]*\n\n● Automatic continue/,
    );
    expect(all.match(/● Usage limit reached/g)).toHaveLength(1);
  });

  it('is drawn anew, once, at every width from 40 on', async () => {
    const agent = await sandbox.start({ cols: 100, turns: [{ do: 'reply', text: 'a word '.repeat(30) }] });
    await agent.submit('say it');
    await agent.shows(/● a word[\s\S]*\? for shortcuts/);
    for (const cols of [40, 63, 120]) {
      await sandbox.tmux.tmux('resize-window', '-t', agent.pane, '-x', String(cols), '-y', '32');
      const screen = await agent.shows(new RegExp(`^─{${cols}}\\n❯\\u00a0\\n─{${cols}}$`, 'm'));
      expect(screen.match(/● a word/g)).toHaveLength(1);
      expect(Math.max(...screen.split('\n').map((row) => row.length))).toBeLessThanOrEqual(cols);
    }
  });
});

describe('screens that are no limit', () => {
  const busy = { do: 'hold', firstToken: true } as const;
  const cases: readonly (readonly [Verdict, RegExp, AgentOptions])[] = [
    ['working', /esc to interrupt/, { turns: [busy] }],
    ['working', /esc to interrupt/, { version: '2.1.150', turns: [busy] }],
    ['working', /esc to interrupt/, { version: '2.0.60', turns: [busy] }],
    ['working', /esc to interrupt/, { version: '1.0.60', turns: [busy] }],
    ['idle', /● Done\.[\s\S]*\? for shortcuts/, {}],
    ['idle', /● Done\.[\s\S]*\? for shortcuts/, { version: '1.0.60' }],
    ['waiting-permission', /Do you want to proceed/, { turns: [{ do: 'permission' }] }],
    ['waiting-permission', /Do you want to proceed/, { version: '1.0.60', turns: [{ do: 'permission' }] }],
    ['transient-error', /API Error: 500/, { turns: [{ do: 'error', retries: 0 }] }],
    ['transient-error', /API Error: 500/, { version: '2.0.60', turns: [{ do: 'error', retries: 0 }] }],
    [
      'transient-error',
      /not your usage limit/,
      { version: '2.1.150', turns: [{ do: 'error', status: 429, retries: 0 }] },
    ],
    ['auth-error', /Login expired/, { turns: [{ do: 'error', status: 401 }] }],
    ['billing-error', /Credit balance/, { turns: [{ do: 'error', status: 400 }] }],
  ];

  it.each(cases)('%s is classified so (%s)', async (expected, pattern, options) => {
    const agent = await sandbox.start(options);
    await agent.submit('go');
    expect(verdict(await agent.shows(pattern), 100)).toBe(expected);
  });
});
