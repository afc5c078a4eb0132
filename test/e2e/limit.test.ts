import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Supervised } from '../support/stage.js';
import { HOUR, limited, openStages, type Stages } from '../support/stages.js';

vi.setConfig({ testTimeout: 120_000 });

let stages: Stages;
beforeAll(async () => {
  stages = await openStages(3, (stage) => ({
    'ccl-1': {},
    vault: {},
    'ccl-2': {},
    'ccl-3': {},
    stranger: {},
    'ccl-4': { env: { CLAUDE_CONFIG_DIR: stage.sandbox.accountDir('work') } },
  }));
});
afterAll(() => stages.end());

/** Hits of this session, newest last, as `state: why`. */
async function hitsOf(supervisor: Supervised, name: string): Promise<readonly string[]> {
  const state = await supervisor.holds('a state', () => true);
  return state.hits.filter((hit) => hit.sessionName === name).map((hit) => `${hit.state}: ${hit.why}`);
}

describe.concurrent('a real limit', () => {
  it('flips the link at once and brings the limited sessions back, and nobody else is touched', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      await stage.agent('ccl-2').control({ do: 'step', steps: [{ do: 'hold' }], text: 'a long turn' });
      await stage.agent('ccl-2').shows(/esc to interrupt/);
      const supervisor = await stage.supervise();
      const before = await Promise.all(['ccl-1', 'vault'].map((name) => stage.agent(name).pid()));
      await stage.sandbox.setAccounts({ work: limited() });
      for (const name of ['stranger', 'ccl-4', 'vault', 'ccl-1']) {
        await stage.submit(name, `go ${name}`);
      }
      const refused = await stage.request('ccl-1', { outcome: 'limited', account: 'work', sinceMs });
      const flippedAt = await stage.flippedTo('personal', 5_000);
      for (const name of ['ccl-1', 'vault']) {
        await stage.request(name, { outcome: 'answered', account: 'personal', sinceMs });
      }
      await supervisor.says(/swap work → personal done/, 20_000);
      expect(flippedAt - refused.at).toBeLessThan(2_000);
      for (const name of ['ccl-1', 'vault']) {
        expect(await stage.prompts(name, sinceMs)).toEqual([`go ${name}`, 'continue']);
      }
      for (const name of ['stranger', 'ccl-4'])
        expect(await stage.prompts(name, sinceMs)).toEqual([`go ${name}`]);
      expect(await stage.prompts('ccl-2', sinceMs)).toEqual(['a long turn']);
      expect(await stage.prompts('ccl-3', sinceMs)).toEqual([]);
      expect(await Promise.all(['ccl-1', 'vault'].map((name) => stage.agent(name).pid()))).toEqual(before);
      expect((await stage.record(sinceMs)).filter((line) => line.event === 'start')).toEqual([]);
    }));

  it('closes the dialog of a weekly limit once and goes on', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise();
      await stage.sandbox.setAccounts({ work: { ...limited(50 * HOUR), kind: 'weekly' } });
      await stage.submit('ccl-1');
      await stage.agent('ccl-1').shows(/What do you want to do\?/);
      await stage.request('ccl-1', { outcome: 'answered', account: 'personal', sinceMs });
      await supervisor.says(/swap work → personal done/);
      expect(await stage.prompts('ccl-1', sinceMs)).toEqual(['go', 'continue']);
      expect(await hitsOf(supervisor, 'ccl-1')).toEqual(['acted: transcript row']);
    }));
});

describe.concurrent('what only looks like a limit', () => {
  it('does nothing over many polls of HTTP 500 that speak of a rate limit', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise();
      const message = "Internal server error: this request would exceed your account's rate limit";
      const steps = [{ do: 'error', status: 500, message, times: 8, retries: 7, waitMs: 80 }] as const;
      const names = ['ccl-1', 'ccl-2', 'ccl-3', 'vault'];
      for (const name of names)
        await stage.agent(name).control({ do: 'step', steps: [...steps], text: 'go' });
      for (const name of names) await stage.agent(name).shows(/API Error: 500/, 15_000);
      await stage.polls(10);
      expect(stage.active()).toBe('work');
      for (const name of names) expect(await stage.prompts(name, sinceMs)).toEqual(['go']);
      expect(supervisor.count(/swap|verdict=(suspected|confirmed)/)).toBe(0);
    }));

  it('takes a reply that reads like the limit line for a reply', () =>
    stages.play(async (stage) => {
      const supervisor = await stage.supervise();
      const text = "You've hit your 5-hour limit · resets 11pm (UTC)";
      await stage
        .agent('ccl-1')
        .control({ do: 'step', steps: [{ do: 'reply', text, ms: 50 }], text: 'quote' });
      await supervisor.says(/limit-like text vetoed, transcript: a reply/);
      expect(supervisor.count(/verdict=vetoed trigger_session="ccl-1"/)).toBe(1);
      await stage.polls(10);
      expect(supervisor.count(/verdict=(suspected|confirmed)/)).toBe(0);
      expect(stage.active()).toBe('work');
    }));

  it('absorbs a limit line without a reset time that goes away', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise({ wish: { quota: { confirm_after: '20s' } } });
      const steps = [
        { do: 'limit', vanishAfterMs: 4_000 },
        { do: 'reply', ms: 50 },
      ] as const;
      await stage.agent('ccl-1').control({ do: 'step', steps: [...steps], text: 'go' });
      await supervisor.says(/verdict=suspected trigger_session="ccl-1"/);
      await supervisor.says(/verdict=absorbed trigger_session="ccl-1"/);
      expect(stage.active()).toBe('work');
      expect(await stage.prompts('ccl-1', sinceMs)).toEqual(['go']);
    }));

  it('confirms a limit line without a reset time that stays', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise({ wish: { quota: { confirm_after: '2s' } } });
      const steps = [
        { do: 'limit', row: false },
        { do: 'reply', ms: 50 },
      ] as const;
      await stage.agent('ccl-1').control({ do: 'step', steps: [...steps], text: 'go' });
      await supervisor.says(/verdict=suspected trigger_session="ccl-1"/);
      await supervisor.says(/verdict=confirmed trigger_session="ccl-1"/);
      await stage.request('ccl-1', { outcome: 'answered', account: 'personal', sinceMs });
      expect(await stage.prompts('ccl-1', sinceMs)).toEqual(['go', 'continue']);
    }));
});
