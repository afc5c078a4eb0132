import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './until.js';

const run = promisify(execFile);

/** A tmux of the test's own: socket, home and configuration (none) in a temporary folder. */
export interface PrivateTmux {
  /** Temporary folder; removed by `end`. The test may put its own files here. */
  readonly dir: string;
  /** For `createTmux({socketPath})`. */
  readonly socketPath: string;
  /** The environment panes and commands get: PATH, HOME (= dir), TERM, LANG, SHELL, TMUX_TMPDIR; never TMUX. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs one tmux command and gives its output without the last newline; throws when tmux refuses it. */
  tmux(...args: string[]): Promise<string>;
  /** Starts the server with one detached session `name` of `cols` x `rows` running `argv` (default: `tail -f /dev/null`). Gives the pane id. */
  start(options?: { name?: string; cols?: number; rows?: number; argv?: readonly string[] }): Promise<string>;
  /** Pid of the server; throws when none runs. */
  serverPid(): Promise<number>;
  /** Kills the server with SIGKILL and waits until it has gone. */
  killServer(): Promise<void>;
  /** Ends everything: server (also a stopped one), folder. Call it in `afterEach`. */
  end(): Promise<void>;
}

/** A process that has ended and waits for its parent (`Z`) still takes signals. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has gone already, which is what was wanted.
  }
}

/**
 * Makes a private tmux; no server runs until `start`. Servers are remembered by pid and ended by pid, so that
 * nothing of another test, and never the person's own server, is touched.
 */
export async function privateTmux(): Promise<PrivateTmux> {
  const dir = await mkdtemp(join(tmpdir(), 'cf-tmux-'));
  const socketPath = join(dir, 'socket');
  const pids = new Set<number>();
  const env = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: dir,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    SHELL: '/bin/sh',
    TMUX_TMPDIR: dir,
  };
  const tmux = async (...args: string[]): Promise<string> => {
    const argv = ['-u', '-S', socketPath, '-f', '/dev/null', ...args];
    const { stdout } = await run('tmux', argv, { env, timeout: 10_000, maxBuffer: 64 * 1024 * 1024 });
    return stdout.replace(/\n$/, '');
  };
  const serverPid = async (): Promise<number> => {
    const pid = Number(await tmux('-N', 'display-message', '-p', '#{pid}'));
    // 0 as a pid would be ourselves and all we have started.
    if (!(pid > 0)) throw new Error('no tmux server tells its pid');
    return pid;
  };
  const finish = async (pid: number, first: NodeJS.Signals): Promise<void> => {
    signal(pid, first);
    signal(pid, 'SIGCONT');
    await until('tmux server gone', () => !alive(pid), 3_000).catch(() => signal(pid, 'SIGKILL'));
    await until('killed tmux server gone', () => !alive(pid));
  };
  return {
    dir,
    socketPath,
    env,
    tmux,
    serverPid,
    async start(options = {}) {
      const size = ['-x', String(options.cols ?? 80), '-y', String(options.rows ?? 24)];
      const argv = options.argv ?? ['tail', '-f', '/dev/null'];
      const name = options.name ?? 'main';
      const pane = await tmux('new-session', '-d', '-P', '-F', '#{pane_id}', '-s', name, ...size, ...argv);
      pids.add(await serverPid());
      return pane;
    },
    async killServer() {
      await finish(await serverPid(), 'SIGKILL');
    },
    async end() {
      // The program under test may have started the server itself.
      const own = await serverPid().catch(() => null);
      if (own !== null) pids.add(own);
      for (const pid of pids) if (alive(pid)) await finish(pid, 'SIGTERM');
      await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
