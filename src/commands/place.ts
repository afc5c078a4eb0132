import { join, resolve } from 'node:path';
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
