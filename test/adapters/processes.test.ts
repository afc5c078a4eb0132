import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { steadyMs } from '../../src/adapters/clock.js';
import { readStat } from '../../src/adapters/proc-files.js';
import { createProcesses } from '../../src/adapters/processes.js';
import { until } from '../support/until.js';
import { agentBelow, processes, script, world } from './processes-support.js';

describe('the agent of a pane', () => {
  test('below a shell, with its identity, directory and account', async () => {
    const { pane, cwd } = world();
    const shell = pane('claude; true', { CLAUDE_CONFIG_DIR: '/x/y' });
    const [pid = 0] = await shell.printed(1);
    const agent = await agentBelow(shell);
    expect(agent).toEqual({
      pid,
      startTicks: readStat(pid)?.startTicks,
      startedSteadyMs: expect.any(Number),
      cwd,
      configDir: '/x/y',
      loginByEnvironment: false,
      task: null,
    });
    expect(Math.abs(steadyMs() - (agent?.startedSteadyMs ?? 0))).toBeLessThan(20_000);
  });

  test('the pane’s own process', async () => {
    const { pane } = world();
    const own = pane('exec claude');
    expect(await own.printed(1)).toEqual([own.pid]);
    expect(await agentBelow(own)).toMatchObject({ pid: own.pid, configDir: null });
  });

  test('a program named claude that is no script', async () => {
    const { pane, bin } = world();
    copyFileSync('/bin/sleep', join(bin, 'claude'));
    chmodSync(join(bin, 'claude'), 0o755);
    const shell = pane('claude 1000; true');
    expect(await until('the program', () => agentBelow(shell))).toMatchObject({ cwd: expect.any(String) });
  });

  test('the outermost of nested ones', async () => {
    const { pane } = world();
    const shell = pane('claude; true', { CHILD: 'claude; true' });
    const pids = await shell.printed(2);
    expect((await agentBelow(shell))?.pid).toBe(Math.min(...pids));
  });

  test('below a wrapper script that is called claude too', async () => {
    const { pane, bin } = world();
    mkdirSync(join(bin, 'outer'));
    script(join(bin, 'outer', 'claude'), `#!/bin/sh\n'${bin}/claude'\ntrue\n`);
    const shell = pane(`'${bin}/outer/claude'; true`);
    const [pid] = await shell.printed(1);
    expect((await agentBelow(shell))?.pid).toBe(pid);
  });

  test.each([
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'CLAUDE_CODE_OAUTH_TOKEN',
    'CLAUDE_CODE_USE_BEDROCK',
    'CLAUDE_CODE_USE_VERTEX',
  ])('login by %s is known, its value is not kept', async (name) => {
    const { pane } = world();
    const [keyed, empty] = [
      pane('claude; true', { [name]: 'value-1' }),
      pane('claude; true', { [name]: '' }),
    ];
    await Promise.all([keyed.printed(1), empty.printed(1)]);
    const agent = await agentBelow(keyed);
    expect(agent?.loginByEnvironment).toBe(true);
    expect(JSON.stringify(agent)).not.toContain('value-1');
    expect((await agentBelow(empty))?.loginByEnvironment).toBe(false);
  });
});

describe('no agent', () => {
  test('a shell, a program, claude -p, and a pane that is gone', async () => {
    const { pane } = world();
    const panes = [pane('sleep 1000; true'), pane('exec sleep 1000'), pane('claude -p hello; true')];
    await panes[2]?.printed(1);
    const found = await processes().agents([...panes.map(({ pid }) => pid), 2 ** 22 + 1]);
    expect([...found.values()]).toEqual([null, null, null, null]);
    expect(found.size).toBe(4);
  });

  test('below ssh and its like', async () => {
    const { pane, bin } = world();
    script(join(bin, 'ssh'), '#!/bin/sh\nclaude\ntrue\n');
    const shell = pane('ssh host; true');
    await shell.printed(1);
    expect(await agentBelow(shell)).toBeNull();
  });

  test('of another user', async () => {
    const { pane } = world();
    const shell = pane('claude; true');
    await shell.printed(1);
    expect(await agentBelow(shell, createProcesses({ steadyMs, uid: 4_242 }))).toBeNull();
  });
});

test('comings and goings are seen by the same port', async () => {
  const { pane, bin } = world();
  const shell = pane(`until [ -e '${bin}/go' ]; do sleep 0.05; done; claude; exec sleep 1000`);
  const port = processes();
  expect(await agentBelow(shell, port)).toBeNull();
  writeFileSync(join(bin, 'go'), '');
  const agent = await until('the agent', () => agentBelow(shell, port));
  expect(await port.terminate(agent.pid, agent.startTicks, 5_000)).toBe(true);
  await until('its end', async () => (await agentBelow(shell, port)) === null);
});

describe.each(['linux', 'darwin'] as const)('ending a process on %s', (platform) => {
  const port = () => createProcesses({ steadyMs, platform });

  test('found, ended, and not taken for another', async () => {
    const { pane } = world();
    const shell = pane('claude; exec sleep 1000');
    const [pid = 0] = await shell.printed(1);
    const processes = port();
    const agent = await until('the agent', () => agentBelow(shell, processes));
    expect(agent.pid).toBe(pid);
    expect(await processes.terminate(agent.pid, agent.startTicks + 100_000, 50)).toBe(true);
    expect(readStat(pid)).not.toBeNull();
    expect(await processes.terminate(agent.pid, agent.startTicks, 5_000)).toBe(true);
    expect(readStat(pid)?.zombie ?? true).toBe(true);
    expect(await processes.terminate(agent.pid, agent.startTicks, 50)).toBe(true);
  });

  test('one that does not want to end is left, and said', async () => {
    const { pane } = world();
    const shell = pane('claude; true', { STUBBORN: '1' });
    const [pid = 0] = await shell.printed(1);
    const processes = port();
    const agent = await until('the agent', () => agentBelow(shell, processes));
    expect(await processes.terminate(agent.pid, agent.startTicks, 100)).toBe(false);
    expect(readStat(pid)?.zombie).toBe(false);
  });
});

describe.each(['linux', 'darwin'] as const)('a bare shell on %s', (platform) => {
  const port = (uid?: number) => createProcesses({ steadyMs, platform, ...(uid !== undefined && { uid }) });
  /** Waits for input that does not come. */
  const prompt = (dir: string) => `mkfifo '${dir}/in'; exec sh 3<>'${dir}/in' <&3`;

  test('is a shell that waits, with nothing below it', async () => {
    const { pane, bin } = world();
    const shell = pane(prompt(bin));
    await until('the prompt', () => port().isBareShell(shell.pid));
    expect(await port(4_242).isBareShell(shell.pid)).toBe(false);
    expect(await port().isBareShell(2 ** 22 + 1)).toBe(false);
  });

  test('is seen by the same port to take a program, and to be bare again', async () => {
    const { pane, bin } = world();
    const shell = pane(prompt(bin));
    const processes = port();
    await until('the prompt', () => processes.isBareShell(shell.pid));
    writeFileSync(join(bin, 'in'), 'claude &\n');
    const [agent = 0] = await shell.printed(1);
    expect(await processes.isBareShell(shell.pid)).toBe(false);
    process.kill(agent, 'SIGKILL');
    await until('the prompt', () => processes.isBareShell(shell.pid));
  });

  test('is none while it runs a script, though nothing is below it', async () => {
    const { pane, bin } = world();
    script(
      join(bin, 'work'),
      `#!/bin/sh\nmkfifo '${bin}/in'\nexec 3<>'${bin}/in'\necho pid 1\nread -r line <&3\n`,
    );
    const panes = [pane(`exec sh '${bin}/work'`), pane('exec sleep 1000'), pane('claude; true')];
    await Promise.all([panes[0]?.printed(1), panes[2]?.printed(1)]);
    for (const { pid } of panes) expect(await port().isBareShell(pid)).toBe(false);
  });
});
