import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { percentile } from './stats.ts';

export const PROGRAM = fileURLToPath(new URL('../../bin/claude-failover.js', import.meta.url));
const RUNS = 15;

/** Milliseconds from start to end of a process: the least and the median of 15, in turns. */
export interface Took {
  readonly min: number;
  readonly median: number;
}

export interface StartupReport {
  readonly version: Took;
  /** Each ends without a supervisor to ask: what is left is its own start. */
  readonly status: Took;
  readonly statusline: Took;
  readonly hook: Took;
  readonly node: Took;
}

const COMMANDS: Readonly<Record<keyof StartupReport, readonly string[]>> = {
  version: [PROGRAM, '--version'],
  status: [PROGRAM, 'status', '--format', 'tmux'],
  statusline: [PROGRAM, 'statusline'],
  hook: [PROGRAM, 'hook', 'Stop'],
  node: ['-e', '0'],
};

/** Nobody's home: no supervisor of the person must be asked. */
function environment(home: string): Record<string, string> {
  const folders = ['HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR', 'TMPDIR'];
  return { PATH: process.env.PATH ?? '', ...Object.fromEntries(folders.map((name) => [name, home])) };
}

function took(args: readonly string[], env: Record<string, string>): number {
  const from = performance.now();
  const { error, signal } = spawnSync(process.execPath, args, { env, input: '{}', encoding: 'utf8' });
  if (error !== undefined || signal !== null)
    throw new Error(`${args.join(' ')} ended with ${error ?? signal}`);
  return performance.now() - from;
}

export function benchStartup(): StartupReport {
  const home = mkdtempSync(join(tmpdir(), 'cf-bench-'));
  const names = Object.keys(COMMANDS) as (keyof StartupReport)[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  try {
    for (let run = 0; run < RUNS; run += 1)
      for (const name of names) times.get(name)?.push(took(COMMANDS[name], environment(home)));
  } finally {
    rmSync(home, { recursive: true });
  }
  const of = (name: keyof StartupReport): Took => {
    const all = times.get(name) ?? [];
    return { min: Math.min(...all), median: percentile(all, 0.5) };
  };
  return {
    version: of('version'),
    status: of('status'),
    statusline: of('statusline'),
    hook: of('hook'),
    node: of('node'),
  };
}
