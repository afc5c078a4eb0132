import { join, resolve } from 'node:path';
import type { LoadedConfig } from '../adapters/config-file.js';
import { type Environment, homeFolder, xdgFolder } from '../adapters/paths.js';

/** What `--config` and `--state-dir` said. */
export interface Place {
  readonly config: string | null;
  readonly stateDir: string | null;
}

export function stateDirOf(flag: string | null, env: Environment): string {
  if (flag !== null) return resolve(flag);
  return join(xdgFolder('XDG_STATE_HOME', { home: homeFolder(env), env }), 'claude-failover');
}

/** `file:line: key message`, one line for each problem. */
export function problemLines(loaded: Extract<LoadedConfig, { type: 'invalid' }>): string {
  return loaded.problems
    .map((problem) => {
      const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
      return `${place}: ${[problem.key, problem.message].filter((part) => part !== '').join(' ')}\n`;
    })
    .join('');
}
