import { execa } from 'execa';
import type { Target } from './target.js';

export interface SpawnResult {
  readonly rc: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The program is not there at all. */
  readonly missing: boolean;
  /** It did not end within its deadline and was killed. */
  readonly late: boolean;
}

export interface SpawnOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** For its standard input; without it there is none. */
  readonly input?: string;
}

const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs a program to its end, never throws. At the deadline it is killed and its pipes are
 * closed as well: a tmux client hands them to its server, and a stopped server keeps them open after the client's death.
 */
export async function spawnOnce(
  file: string,
  args: readonly string[],
  { env, deadlineMs, input }: SpawnOptions,
): Promise<SpawnResult> {
  const child = execa(file, args, {
    env: { ...env },
    extendEnv: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    maxBuffer: MAX_OUTPUT,
    reject: false,
    stripFinalNewline: false,
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
  }, deadlineMs);
  const result = await child;
  clearTimeout(timer);
  const { stdout = '', stderr = '' } = result;
  return { rc: result.exitCode ?? null, stdout, stderr, missing: result.code === 'ENOENT', late };
}

/** One `tmux` client that never starts a server (`-N`, tmux 3.2). */
export function spawnTmux(target: Target, args: readonly string[], deadlineMs: number): Promise<SpawnResult> {
  return spawnOnce('tmux', ['-N', '-u', ...target.socketArgs, ...args], { env: target.env, deadlineMs });
}
