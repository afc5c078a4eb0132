import { mkdir, readdir, rm, symlink, unlink } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HOUR, limited, openStages, type Stages } from '../support/stages.js';

vi.setConfig({ testTimeout: 120_000 });

let stages: Stages;
beforeAll(async () => {
  const dialog = { FAKE_CLAUDE_AUTO_CONTINUE: '0' };
  const agents = { 'ccl-1': {}, 'ccl-2': { env: dialog }, 'ccl-3': {}, 'ccl-4': {} };
  stages = await openStages(2, () => agents);
});
afterAll(() => stages.end());

describe.concurrent('a link in other hands', () => {
  it('takes a flip by hand for a person’s swap, and goes on where the sessions are limited no more', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise();
      await stage.sandbox.flip('personal');
      await supervisor.says(
        /the link was changed by another hand: work → personal, taken for a person’s swap/,
      );
      const state = await supervisor.holds(
        'personal is active',
        (durable) => durable.activeAccount === 'personal',
      );
      expect(state.flips.at(-1)).toMatchObject({ from: 'work', to: 'personal', origin: 'foreign' });
      expect((await stage.record(sinceMs)).filter((line) => line.event === 'prompt')).toEqual([]);
      expect(supervisor.count(/needs you/)).toBe(0);
    }));

  it('asks the person when a directory stands in its place, does nothing, and takes up again', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const { link } = stage.sandbox;
      const supervisor = await stage.supervise();
      await unlink(link);
      await mkdir(link);
      await supervisor.says(/needs you: the link is a real directory/);
      await stage
        .agent('ccl-1')
        .control({ do: 'step', steps: [{ do: 'limit', resetsInMs: 2 * HOUR }], text: 'go' });
      await stage.agent('ccl-1').shows(/hit your 5-hour limit/);
      await stage.polls(10);
      expect(await stage.prompts('ccl-1', sinceMs)).toEqual(['go']);
      expect(supervisor.count(/ began: /)).toBe(0);
      expect(supervisor.count(/needs you/)).toBe(1);
      await rm(link, { recursive: true });
      await symlink(stage.sandbox.accountDir('work'), link);
      await supervisor.says(/the link is in order again: work/);
      await stage.flippedTo('personal');
      await stage.request('ccl-1', { outcome: 'answered', account: 'personal', sinceMs });
      expect((await readdir(stage.sandbox.home)).filter((name) => name.includes('failover'))).toEqual([]);
    }));
});

describe.concurrent('a session that is not to be typed into', () => {
  it('is said, left alone, and goes on once it is free', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const { tmux } = stage.sandbox;
      const supervisor = await stage.supervise();
      await stage.agent('ccl-4').control({ do: 'step', steps: [{ do: 'permission' }], text: 'rebuild' });
      await stage.agent('ccl-4').shows(/Do you want to proceed\?/);
      await stage.agent('ccl-1').control({ do: 'draft', text: 'half a thought' });
      await stage.agent('ccl-1').shows(/❯\u00a0half a thought/);
      await tmux.tmux('copy-mode', '-t', stage.agent('ccl-2').pane);
      await stage.sandbox.setAccounts({ work: limited() });
      for (const name of ['ccl-1', 'ccl-2', 'ccl-3']) await stage.submit(name);
      await stage.flippedTo('personal');
      await stage.request('ccl-3', { outcome: 'answered', account: 'personal', sinceMs });
      await supervisor.says(/swap work → personal done/, 20_000);
      await supervisor.says(/ccl-1: draft, /);
      await supervisor.says(/ccl-2: .*mode/);
      expect(await stage.agent('ccl-4').screen()).toMatch(/Do you want to proceed\?/);
      expect(await stage.agent('ccl-1').screen()).toContain('half a thought');
      expect(
        await tmux.tmux('display-message', '-p', '-t', stage.agent('ccl-2').pane, '#{pane_in_mode}'),
      ).toBe('1');
      for (const name of ['ccl-1', 'ccl-2']) expect(await stage.prompts(name, sinceMs)).toEqual(['go']);

      await stage.agent('ccl-1').keys('C-u');
      await tmux.tmux('send-keys', '-X', '-t', stage.agent('ccl-2').pane, 'cancel');
      for (const name of ['ccl-1', 'ccl-2']) {
        await stage.request(name, { outcome: 'answered', account: 'personal', sinceMs }, 45_000);
        expect(await stage.prompts(name, sinceMs)).toEqual(['go', 'continue']);
      }
      expect(await stage.prompts('ccl-4', sinceMs)).toEqual(['rebuild']);
    }));
});

describe.concurrent('a new tmux server', () => {
  it('is found, and nothing is typed into panes that only have the ids of the old ones', () =>
    stages.play(async (stage) => {
      const supervisor = await stage.supervise();
      const resetMs = Date.now() + 9_000;
      await stage.sandbox.setAccounts({ work: { limitedUntil: resetMs }, personal: limited() });
      await stage.submit('ccl-2');
      await supervisor.says(/hold: every account is limited/);
      const names = ['ccl-1', 'ccl-2', 'ccl-3', 'ccl-4'];
      const panes = names.map((name) => stage.agent(name).pane).sort();
      await stage.sandbox.tmux.killServer();
      await supervisor.says(/tmux (was not reached|control mode ended)/);
      await stage.enter(Object.fromEntries(names.map((name) => [name, {}])));
      const sinceMs = Date.now();
      await supervisor.says(/ccl-2: session has gone/, 15_000);
      expect(supervisor.count(/tmux .*is connected/)).toBe(2);
      expect(names.map((name) => stage.agent(name).pane).sort()).toEqual(panes);
      await supervisor.says(/work: 5-hour limit is over/, 15_000);
      await stage.polls(10);
      expect((await stage.record(sinceMs)).filter((line) => line.event === 'prompt')).toEqual([]);
    }));
});
