import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
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

const sessions = async (): Promise<readonly string[]> =>
  (await stage.sandbox.tmux.tmux('list-sessions', '-F', '#{session_name}')).split('\n');

describe('SIGTERM', () => {
  it('ends it within five seconds with 0, and leaves nothing behind', async () => {
    const supervisor = await stage.supervise();
    expect((await sessions()).some((name) => name.startsWith('_claude-failover-'))).toBe(true);
    const since = performance.now();
    expect(await supervisor.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - since).toBeLessThan(5_000);
    expect(await sessions()).toEqual(['ccl-1']);
    const beside = await readdir(stage.sandbox.home);
    expect(beside.filter((name) => name.includes('failover'))).toEqual([]);
    const left = await readdir(supervisor.stateDir);
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining(['journal.jsonl', 'state.json', 'supervisor.log']));
    const next = await stage.supervise({ stateDir: supervisor.stateDir });
    await next.stop();
  });

  it('ends it in time while the tmux server is stopped', async () => {
    const supervisor = await stage.supervise();
    const server = await stage.sandbox.tmux.serverPid();
    process.kill(server, 'SIGSTOP');
    try {
      const since = performance.now();
      expect(await supervisor.stop()).toEqual({ code: 0, signal: null });
      expect(performance.now() - since).toBeLessThan(10_000);
    } finally {
      process.kill(server, 'SIGCONT');
    }
  });

  it('ends it at once while it starts', async () => {
    const config = await stage.configure();
    const starting = runHeadless({ env: stage.env, config, stateDir: stage.freshStateDir() });
    await starting.says(/supervisor started/);
    expect(await starting.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('two at once', () => {
  it('refuses the second with 75, over the same state or over the same link', async () => {
    const first = await stage.supervise();
    const config = await stage.configure();
    for (const stateDir of [first.stateDir, stage.freshStateDir()]) {
      const second = runHeadless({ env: stage.env, config, stateDir });
      expect(await second.ended).toEqual({ code: 75, signal: null });
      expect(second.lines().join('\n')).toContain(`(pid ${first.pid})`);
    }
    await first.stop();
  });

  it('lets exactly one of many run', async () => {
    const config = await stage.configure();
    const stateDir = stage.freshStateDir();
    const all = Array.from({ length: 5 }, () => runHeadless({ env: stage.env, config, stateDir }));
    const codes: (number | null)[] = [];
    for (const one of all) void one.ended.then(({ code }) => codes.push(code));
    await until('all but one have ended', () => codes.length === all.length - 1, 20_000);
    expect(new Set(codes)).toEqual(new Set([75]));
    await Promise.all(all.map((one) => one.stop()));
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
  });
});

describe('a bad configuration', () => {
  const bad = 'mode: auto\nquota:\n  poll_intervall: 1s\n';

  it('is 78 without a screen, with file, line and key', async () => {
    const config = join(stage.sandbox.tmux.dir, 'bad.yaml');
    await writeFile(config, bad);
    const stateDir = stage.freshStateDir();
    const run = runHeadless({ env: stage.env, config, stateDir });
    expect(await run.ended).toEqual({ code: 78, signal: null });
    expect(run.lines().join('\n')).toMatch(/bad\.yaml:3:\d+: quota\.poll_intervall .*poll_interval/);
    expect(run.lines().at(-1)).toMatch(/^claude-failover was not started: the configuration is wrong\. \S/);
    await expect(readdir(stateDir)).rejects.toThrow();
  });

  it('is 1 for the dashboard', async () => {
    const config = join(stage.sandbox.tmux.dir, 'bad.yaml');
    await writeFile(config, bad);
    const line = '"$@"; echo "exit=$?"; exec tail -f /dev/null';
    const argv = ['sh', '-c', line, 'sh', process.execPath, BIN, '--config', config];
    const pane = await stage.sandbox.tmux.start({ name: 'board', cols: 160, argv });
    const screen = await until('its exit code', async () => {
      const text = await stage.sandbox.tmux.tmux('capture-pane', '-p', '-J', '-t', pane);
      return text.includes('exit=') ? text : null;
    });
    expect(screen).toMatch(/bad\.yaml:3:\d+: quota\.poll_intervall/);
    expect(screen).toContain('exit=1');
    await stage.sandbox.tmux.tmux('kill-session', '-t', '=board');
  });

  it('that comes by an edit is said and not taken over', async () => {
    const supervisor = await stage.supervise();
    const config = await stage.configure();
    await writeFile(config, `${await readFile(config, 'utf8')}\nqueue: {}\n`);
    await supervisor.says(/configuration not taken over: .*config\.yaml:\d+:\d+: queue /);
    await stage.configure({ quota: { confirm_after: '2s' } });
    await supervisor.says(/configuration reloaded: quota/);
    await supervisor.stop();
  });
});

describe('what may be missing or broken', () => {
  it('runs on without tmux and says what to do', async () => {
    const bin = await mkdtemp(join(tmpdir(), 'cf-path-'));
    await symlink(process.execPath, join(bin, 'node'));
    const run = runHeadless({
      env: { ...stage.env, PATH: bin },
      config: await stage.configure(),
      stateDir: stage.freshStateDir(),
    });
    await run.says(/tmux was not started: it is not on PATH\. Install it/);
    expect(await run.stop()).toEqual({ code: 0, signal: null });
    await rm(bin, { recursive: true });
  });

  it('says that a state directory cannot be made, in one sentence', async () => {
    const file = join(stage.sandbox.tmux.dir, 'a-file');
    await writeFile(file, '');
    for (const stateDir of [file, join(file, 'below')]) {
      const run = runHeadless({ env: stage.env, config: await stage.configure(), stateDir });
      expect(await run.ended).toEqual({ code: 1, signal: null });
      expect(run.lines()).toHaveLength(1);
      expect(run.lines()[0]).toContain(file);
    }
  });

  it('sets a cut state aside and goes on with the one before it', async () => {
    const first = await stage.supervise();
    await first.stop();
    const path = join(first.stateDir, 'state.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 200));
    const second = await stage.supervise({ stateDir: first.stateDir });
    await second.says(/state\.json: it is not complete JSON.*state\.corrupt\.1/);
    expect(await readdir(first.stateDir)).toContain('state.corrupt.1');
    await second.stop();
  });

  it('only observes over a state of a newer version, and leaves it as it is', async () => {
    const first = await stage.supervise();
    await first.stop();
    const path = join(first.stateDir, 'state.json');
    const newer = JSON.stringify({ schema: 99, epoch: 1, seq: 1, checksum: '', state: {} });
    await writeFile(path, newer);
    const sinceMs = Date.now();
    const second = await stage.supervise({ stateDir: first.stateDir });
    await second.says(/newer version/);
    await stage
      .agent('ccl-1')
      .control({ do: 'step', steps: [{ do: 'limit', resetsInMs: 7_200_000 }], text: 'go' });
    await second.says(/verdict=confirmed/);
    await stage.polls(10);
    expect(second.count(/ began: /)).toBe(0);
    expect(stage.active()).toBe('work');
    expect(await stage.prompts('ccl-1', sinceMs)).toEqual(['go']);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(await readFile(path, 'utf8')).toBe(newer);
  });
});

it('is quiet when idle: nothing is written', async () => {
  const supervisor = await stage.supervise();
  const snapshot = async (): Promise<readonly string[]> =>
    Promise.all(
      ['journal.jsonl', 'state.json', 'supervisor.log'].map((name) =>
        readFile(join(supervisor.stateDir, name), 'utf8'),
      ),
    );
  const before = await until('a quiet state', async () => {
    const first = await snapshot();
    await stage.polls(3);
    return JSON.stringify(first) === JSON.stringify(await snapshot()) ? first : null;
  });
  await stage.polls(20);
  expect(await snapshot()).toEqual(before);
});

it('prints its version without starting anything', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, '--version'], {
    env: { ...stage.env },
  });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
  await mkdir(dirname(stage.freshStateDir()), { recursive: true });
});
