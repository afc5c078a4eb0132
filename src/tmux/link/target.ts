import { realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { PaneId } from '../../core/ids.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Which tmux server is meant. `socketName: 'default'` inside tmux means the server we are in. */
export interface SocketChoice {
  readonly socketName?: string;
  readonly socketPath?: string;
}

/** The choice of `tmux.socket` in the configuration: a path, or a name. */
export function socketOf(socket = 'default'): SocketChoice {
  return socket.startsWith('/') ? { socketPath: socket } : { socketName: socket };
}

/** A chosen server: how its clients are started, and our own pane if we are in it. */
export interface Target {
  /** `-L name` or `-S path`. */
  readonly socketArgs: readonly string[];
  /** The whole environment of every tmux process we start. */
  readonly env: Readonly<Record<string, string>>;
  /** Our pane and the pid of the server it belongs to; null outside the chosen server. */
  readonly own: { readonly pane: PaneId; readonly serverPid: number } | null;
}

/** Nothing else reaches a tmux process: what a client holds, `update-environment` may hand on to panes. */
const PASSED = ['PATH', 'HOME', 'TERM', 'LANG', 'LC_ALL', 'LC_CTYPE', 'SHELL', 'USER', 'TMUX_TMPDIR'];

function scrubbed(env: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of PASSED) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

function samePath(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return a === b;
  }
}

/** `$TMUX` is `path,server pid,session`; the path may hold commas. */
function inside(env: Environment): { path: string; serverPid: number; pane: PaneId } | null {
  const parts = /^(.+),(\d+),\d+$/s.exec(env.TMUX ?? '');
  const pane = env.TMUX_PANE ?? '';
  if (parts === null || !/^%\d+$/.test(pane)) return null;
  return { path: parts[1] ?? '', serverPid: Number(parts[2]), pane: pane as PaneId };
}

/** Chooses the server. Only `default` looks at `$TMUX`: a named server is that server wherever we run. */
export function chooseTarget(choice: SocketChoice, env: Environment): Target {
  const here = inside(env);
  const name = choice.socketName ?? 'default';
  const kept = scrubbed(env);
  if (choice.socketPath === undefined && name === 'default' && here !== null) {
    return { socketArgs: ['-S', here.path], env: kept, own: { pane: here.pane, serverPid: here.serverPid } };
  }
  const folder = join(env.TMUX_TMPDIR ?? '/tmp', `tmux-${userInfo().uid}`);
  const path = choice.socketPath ?? join(folder, name);
  const own = here !== null && samePath(path, here.path) ? here : null;
  return {
    socketArgs: choice.socketPath === undefined ? ['-L', name] : ['-S', path],
    env: kept,
    own: own === null ? null : { pane: own.pane, serverPid: own.serverPid },
  };
}
