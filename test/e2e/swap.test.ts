import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HOUR, limited, openStages, type Stages } from '../support/stages.js';

vi.setConfig({ testTimeout: 120_000 });

let stages: Stages;
beforeAll(async () => {
  // The dialog instead of the native wait: nobody but us goes on at a reset.
  const env = { FAKE_CLAUDE_AUTO_CONTINUE: '0' };
  const agents = { 'ccl-1': { env }, 'ccl-2': { env }, vault: { env } };
  stages = await openStages(3, () => agents, ['work', 'personal', 'spare']);
});
afterAll(() => stages.end());

describe.concurrent('a second limit', () => {
  it('inside the cooldown is held back, said so, and acted on at its end', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise({ wish: { quota: { reactivate_cooldown: '6s' } } });
      await stage.sandbox.setAccounts({ work: limited() });
      await stage.submit('ccl-1');
      const flippedAt = await stage.flippedTo('personal');
      await supervisor.says(/swap work → personal done/);
      await stage.sandbox.setAccounts({ personal: limited(3 * HOUR) });
      await stage.submit('ccl-1', 'on');
      await supervisor.says(/\[quota\] swap cooldown active/);
      await supervisor.says(/verdict=deferred trigger_session="ccl-1"/);
      expect(stage.active()).toBe('personal');
      const againAt = await stage.flippedTo('spare');
      expect(againAt - flippedAt).toBeGreaterThan(5_500);
      expect(againAt - flippedAt).toBeLessThan(8_000);
      await stage.request('ccl-1', { outcome: 'answered', account: 'spare', sinceMs });
      expect(await stage.prompts('ccl-1', sinceMs)).toEqual(['go', 'continue', 'on', 'continue']);
      expect(supervisor.count(/\[quota\] swap cooldown active/)).toBe(1);
    }));

  it('with every account limited is a hold, and the way back comes at the reset', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const resetMs = Date.now() + 9_000;
      const supervisor = await stage.supervise();
      await stage.sandbox.setAccounts({
        work: { limitedUntil: resetMs },
        personal: limited(),
        spare: limited(3 * HOUR),
      });
      await stage.submit('ccl-1');
      await stage.submit('vault');
      await supervisor.says(/hold: every account is limited; first back: work/, 8_000);
      const held = await stage.record(sinceMs);
      await stage.flippedTo('work', 10_000);
      const back = await stage.request('ccl-1', { outcome: 'answered', account: 'work', sinceMs }, 15_000);
      expect(back.at).toBeGreaterThanOrEqual(resetMs);
      expect(held.filter((line) => line.outcome === 'answered')).toEqual([]);
      await stage.request('vault', { outcome: 'answered', account: 'work', sinceMs }, 15_000);
      expect(supervisor.count(/\[notify\] hold/)).toBe(1);
      // One refusal each on every account that was tried, and none twice.
      for (const name of ['ccl-1', 'vault']) {
        const refusals = (await stage.record(sinceMs)).filter(
          (line) => line.name === name && line.outcome === 'limited',
        );
        expect(new Set(refusals.map((line) => line.account)).size).toBe(refusals.length);
      }
    }));
});

describe.concurrent('the canary', () => {
  it('finds the target limited: the next account, in the same swap', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise();
      await stage.sandbox.setAccounts({ work: limited(), personal: limited(3 * HOUR) });
      for (const name of ['ccl-1', 'ccl-2', 'vault']) await stage.submit(name);
      await stage.flippedTo('spare');
      await supervisor.says(/swap personal → spare done/, 20_000);
      for (const name of ['ccl-1', 'ccl-2', 'vault']) {
        await stage.request(name, { outcome: 'answered', account: 'spare', sinceMs });
      }
      const onPersonal = (await stage.record(sinceMs)).filter((line) => line.account === 'personal');
      expect(onPersonal.map((line) => line.outcome)).toEqual(['limited']);
      expect(supervisor.count(/ began: /)).toBe(1);
    }));

  it('finds the login dead: the next account', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const supervisor = await stage.supervise();
      await stage.sandbox.setAccounts({ work: limited(), personal: { login: 'expired' } });
      for (const name of ['ccl-1', 'vault']) await stage.submit(name);
      await stage.flippedTo('spare');
      const canary = (await stage.record(sinceMs)).find((line) => line.account === 'personal')?.name ?? '';
      const other = canary === 'ccl-1' ? 'vault' : 'ccl-1';
      await stage.request(other, { outcome: 'answered', account: 'spare', sinceMs });
      await supervisor.says(/\[notify\] login: personal/);
      await stage.request(canary, { outcome: 'answered', account: 'spare', sinceMs });
      const onPersonal = (await stage.record(sinceMs)).filter((line) => line.account === 'personal');
      expect(onPersonal.every((line) => line.name === canary)).toBe(true);
      expect(await stage.prompts(canary, sinceMs)).toEqual(['go', 'continue', 'continue']);
      expect(await stage.prompts(other, sinceMs)).toEqual(['go', 'continue']);
    }));
});

describe.concurrent('another supervisor in the middle', () => {
  it('does one swap for a limit that hit while none ran', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const first = await stage.supervise();
      await first.stop();
      await stage.sandbox.setAccounts({ work: limited() });
      for (const name of ['ccl-1', 'vault']) await stage.submit(name);
      for (const name of ['ccl-1', 'vault']) await stage.agent(name).shows(/What do you want to do\?/);
      const second = await stage.supervise({ stateDir: first.stateDir });
      await stage.flippedTo('personal');
      await second.says(/swap work → personal done/);
      for (const name of ['ccl-1', 'vault'])
        expect(await stage.prompts(name, sinceMs)).toEqual(['go', 'continue']);
    }));

  it('does not swap again for a banner that still stands there', () =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const first = await stage.supervise();
      await stage.sandbox.setAccounts({ work: limited() });
      // A draft keeps the session at its limit line.
      await stage.submit('ccl-1');
      await stage.flippedTo('personal');
      await first.says(/swap work → personal done/);
      await stage.sandbox.setAccounts({ personal: limited(3 * HOUR) });
      await first.stop();
      const prompts = await stage.prompts('ccl-1', sinceMs);
      const second = await stage.supervise({ stateDir: first.stateDir });
      await stage.polls(20);
      expect(second.count(/swap/)).toBe(0);
      expect(stage.active()).toBe('personal');
      expect(await stage.prompts('ccl-1', sinceMs)).toEqual(prompts);
    }));
});
