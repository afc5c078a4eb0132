import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../src/adapters/http/client.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { openStage, type Stage, type Supervised } from '../support/stage.js';
import { until } from '../support/until.js';
import { command, type Ran } from './support.js';

vi.setConfig({ testTimeout: 60_000 });

let stage: Stage;
let supervisor: Supervised;

/** Runs a command against the supervisor of this test. */
const run = (...args: readonly string[]): Promise<Ran> =>
  command([...args, '--state-dir', supervisor.stateDir], { env: stage.env });
const snapshot = async (): Promise<Snapshot> => JSON.parse((await run('status', '--json')).out);

beforeAll(async () => {
  stage = await openStage(['work', 'personal', 'gone']);
  rmSync(stage.sandbox.accountDir('gone'), { recursive: true });
  await stage.enter({ 'ccl-1': {} });
});
afterAll(() => stage.end());
beforeEach(async () => {
  await stage.reset();
  supervisor = await stage.supervise();
});

describe('with a running supervisor', () => {
  it('status tells how it stands, as text and as JSON', async () => {
    const text = await run('status');
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toMatch(/^account +work$/m);
    expect(text.out).toMatch(/^mode +auto$/m);
    expect(text.out).toMatch(/^personal +free/m);
    expect(text.out).toMatch(/^ccl-1 +idle +pool +work +-/m);
    expect(text.out).not.toMatch(/[ \t]$/m);
    expect(await snapshot()).toMatchObject({ schemaVersion: 1, activeAccount: 'work', mode: 'auto' });
  });

  it('its health is good over the socket', async () => {
    expect(await ask(join(supervisor.stateDir, 'control.sock'), 'GET', '/health')).toEqual({
      type: 'answer',
      status: 200,
      body: { status: 'ok', reasons: [] },
    });
  });

  it('pause, resume and mode are obeyed at once', async () => {
    expect(await run('pause')).toEqual({ code: 0, out: 'dispatch is paused\n', err: '' });
    expect((await snapshot()).paused).toBe(true);
    expect((await run('status')).out).toMatch(/^dispatch +paused$/m);
    expect(await run('resume')).toMatchObject({ code: 0, err: '' });
    expect(await run('mode', 'observe')).toEqual({ code: 0, out: 'mode is observe\n', err: '' });
    expect(await snapshot()).toMatchObject({ paused: false, mode: 'observe' });
  });

  it('what cannot be done is 3, with the reason', async () => {
    const refused = { code: 3, out: '' };
    expect(await run('swap', 'nobody')).toMatchObject({
      ...refused,
      err: 'Refused: no account is called nobody. Configured: work, personal, gone.\n',
    });
    // What was typed comes back clean.
    expect((await run('swap', 'a\u001b[2J\u009b1mb')).err).toMatch(/^[\x20-\x7e]+\n$/);
    expect(await run('dismiss')).toMatchObject({ ...refused, err: expect.stringMatching(/^Refused: no /) });
    expect(await run('dismiss', '--undo')).toMatchObject(refused);
    expect(await run('unpark', 'ccl-1')).toMatchObject({
      ...refused,
      err: 'Refused: ccl-1 is not parked.\n',
    });
    expect(await run('unpark', 'nope')).toMatchObject({
      ...refused,
      err: 'Refused: no session of the configuration is called nope. Parked: none.\n',
    });
  });

  it('swap waits for the end and says how it ended', async () => {
    // A process younger than 15 s is waited for.
    await stage.grownUp();
    const swapped = await run('swap', 'personal');
    expect(swapped).toMatchObject({ code: 0, err: '' });
    expect(swapped.out).toMatch(/^swap to personal started\nswap work → personal done in /);
    expect(stage.active()).toBe('personal');
    expect(await snapshot()).toMatchObject({ lastSwap: { to: 'personal', origin: 'person' } });
  });

  it('swap with --no-wait only starts it', async () => {
    await stage.grownUp();
    expect(await run('swap', '--no-wait')).toEqual({ code: 0, out: 'swap to personal started\n', err: '' });
    await stage.flippedTo('personal');
  });

  it('swap that is not done is 1, with the reason', async () => {
    await stage.grownUp();
    const refused = await run('swap', 'gone');
    expect(refused).toMatchObject({ code: 1, out: 'swap to gone started\n' });
    expect(refused.err).toMatch(/^swap work → gone refused: /m);
    expect(stage.active()).toBe('work');
  });

  it('why says why a session is taken for what it is, by name and by pane', async () => {
    const byName = await run('why', 'ccl-1');
    expect(byName).toMatchObject({ code: 0, err: '' });
    expect(byName.out).toMatch(/^ccl-1 \(%\d+, pool\): idle/);
    expect(byName.out.split('\n').length).toBeGreaterThan(2);
    const pane = /%\d+/.exec(byName.out)?.[0] ?? '';
    expect((await run('why', pane)).out.split('\n')[0]).toContain(pane);
    expect((await run('why')).out).toContain('next account  personal: ');
    expect(await run('why', 'ccl-9')).toEqual({
      code: 3,
      out: '',
      err: 'No session is called ccl-9. There are: ccl-1.\n',
    });
  });

  it('a hit is listed, dismissed and taken back', async () => {
    // In this mode a hit is put off: the person can dismiss it.
    await run('mode', 'observe');
    const limit = { do: 'limit', resetsInMs: 7_200_000 } as const;
    await stage.agent('ccl-1').control({ do: 'step', steps: [limit], text: 'go' });
    const hit = await until('a hit that waits', async () =>
      (await snapshot()).hits.find((one) => one.dismissable),
    );
    expect((await run('why', 'ccl-1')).out).toContain(`hit ${hit.id}: deferred, `);
    expect(await run('dismiss', 'another')).toMatchObject({
      code: 3,
      err: 'Refused: no hit is called another. claude-failover why names them.\n',
    });
    expect(await run('dismiss')).toMatchObject({ code: 0, out: 'dismissed the hit of ccl-1\n' });
    expect((await snapshot()).hits[0]?.state).toBe('dismissed');
    expect(await run('dismiss', '--undo')).toMatchObject({ code: 0 });
    expect(await run('dismiss', '--all')).toMatchObject({ code: 0 });
  });

  it('its end takes the socket along', async () => {
    expect(await supervisor.stop()).toMatchObject({ code: 0 });
    expect(await run('status')).toMatchObject({ code: 3 });
    expect(readdirSync(supervisor.stateDir)).not.toContain('control.sock');
  });

  it('one that was killed is none, and the next one answers again', async () => {
    await supervisor.kill();
    expect(await run('status')).toMatchObject({ code: 3, out: '' });
    supervisor = await stage.supervise({ stateDir: supervisor.stateDir });
    expect(await run('status')).toMatchObject({ code: 0 });
  });
});
