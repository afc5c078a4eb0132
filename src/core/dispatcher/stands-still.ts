import type { Settings } from '../engine/settings.js';
import type { Mode } from '../snapshot.js';

/** `mode`, `paused`: of the running supervisor, else of the configuration. */
interface Stand {
  readonly settings: Pick<Settings, 'pool' | 'accounts'>;
  readonly mode: Mode;
  readonly paused: boolean;
}

/** What keeps every task waiting until a person does something, each with what to do; a cooldown or a limit ends by itself and is none. */
export function standsStill({ settings, mode, paused }: Stand): readonly string[] {
  const { pool, accounts } = settings;
  return [
    ...(pool === null
      ? ['no pool is configured to do it: add sessions.pool (prefix, size, cwd) to the configuration']
      : pool.size === 0
        ? ['the pool has no session: raise sessions.pool.size']
        : []),
    ...(accounts.length === 0
      ? ['no account is configured, so nothing is done: claude-failover adopt, then claude-failover init']
      : mode === 'observe'
        ? ['in mode observe nothing is done: set mode: auto, or run claude-failover mode auto']
        : []),
    ...(paused ? ['dispatch is paused: claude-failover resume'] : []),
  ];
}
