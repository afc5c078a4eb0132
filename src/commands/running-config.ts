import { loadConfig, locateConfig } from '../adapters/config-file.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { readOwner } from '../adapters/lock.js';
import type { Config } from '../core/config/schema.js';

/** The configuration of the supervisor that runs there, as its file stands; null when there is none, or a wrong one. */
export function runningConfig({ stateDir, env }: Whereabouts): Config | null {
  const told = readOwner(stateDir)?.config ?? null;
  const location = told === null ? locateConfig(null, env) : { path: told, named: false };
  const loaded = loadConfig(location, env);
  return loaded.type === 'ok' ? loaded.config : null;
}
