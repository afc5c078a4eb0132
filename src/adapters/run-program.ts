import { execa } from 'execa';
import type { Environment } from './paths.js';

export interface ProgramResult {
  /** Exit code, null when it was ended or never ran. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** There is no such program on the PATH of `env`. */
  readonly missing: boolean;
  /** It did not end in time and was killed. */
  readonly late: boolean;
}

export interface ProgramOptions {
  /** Its whole environment; variables that are undefined are left out. */
  readonly env: Environment;
  readonly withinMs: number;
  /** At most this much is kept of what it says. */
  readonly maxBytes?: number;
}

function defined(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Runs another program to its end without a shell and without input; never throws. At its deadline it is killed, and its
 * pipes are closed too: a child of its own may hold them open.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  { env, withinMs, maxBytes = 1024 * 1024 }: ProgramOptions,
): Promise<ProgramResult> {
  const child = execa(file, args, {
    env: defined(env),
    extendEnv: false,
    stdin: 'ignore',
    maxBuffer: maxBytes,
    reject: false,
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
  }, withinMs);
  const { exitCode, stdout = '', stderr = '', code } = await child;
  clearTimeout(timer);
  return { code: exitCode ?? null, stdout, stderr, missing: code === 'ENOENT', late };
}

/** Variables that programs need to find their files, other programs and the user's session bus; no others are lent to them. */
const LENT = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'XDG_CONFIG_HOME',
  'DBUS_SESSION_BUS_ADDRESS',
];

/** The part of our environment that another program may have: no secret of the configuration is in it. */
export function lentEnvironment(env: Environment): Record<string, string> {
  return defined(Object.fromEntries(LENT.map((name) => [name, env[name]])));
}
