import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../support/stage.js';
import { BIN, runHeadless } from '../support/supervisor.js';
import { until } from '../support/until.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.enter({ 'ccl-1': {} });
});
afterAll(() => stage.end());
beforeEach(() => stage.reset());

describe('a fault nobody foresaw', () => {
  it.each([
    ['an exception', 'throw new Error("boom")'],
    ['a rejection', 'void Promise.reject(new Error("boom"))'],
  ])('%s is logged, everything is let go, and it ends with 1', async (_, code) => {
    const stateDir = stage.freshStateDir();
    // By a signal that nobody else hears.
    const script = `process.once('SIGWINCH', () => { ${code}; })`;
    const hook = `--import=data:text/javascript,${encodeURIComponent(script)}`;
    const config = await stage.configure();
    const run = runHeadless({ env: { ...stage.env, NODE_OPTIONS: hook }, config, stateDir });
    await run.says(/tmux .*is connected/);
    await stage.configure({ parts: { mode: 'observe' } });
    // The configuration is followed last of all: now everything is wired.
    await run.says(/configuration reloaded: mode/);
    run.signal('SIGWINCH');
    expect(await run.ended).toEqual({ code: 1, signal: null });
    expect(run.count(/error fault: Error: boom/)).toBe(1);
    expect(await readFile(join(stateDir, 'supervisor.log'), 'utf8')).toContain('fault: Error: boom');
    expect(await stage.sandbox.tmux.tmux('list-sessions', '-F', '#{session_name}')).toBe('ccl-1');
    const next = await stage.supervise({ stateDir });
    expect(await next.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('the demo', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('leaves nothing behind when %s ends it', async (signal) => {
    const temporary = join(stage.sandbox.tmux.dir, `demo-${signal}`);
    await mkdir(temporary);
    const child = spawn(process.execPath, [BIN, 'demo', '--headless', '--seconds', '60'], {
      env: { ...stage.env, TMPDIR: temporary },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', (code, by) => resolve({ code, by })));
    const serverPid = await until('its supervisor runs', async () => {
      const [folder] = await readdir(temporary);
      if (folder === undefined) return null;
      const log = await readFile(join(temporary, folder, 'state', 'supervisor.log'), 'utf8').catch(() => '');
      return log.includes('connected') ? folder : null;
    });
    expect(serverPid).toMatch(/^claude-failover-demo-/);
    child.kill(signal);
    expect(await ended).toMatchObject({ by: null });
    expect(await readdir(temporary)).toEqual([]);
  });
});
