import type { Log } from './adapters/log.js';
import type { Environment } from './adapters/paths.js';
import { resolveSecrets, type Secrets } from './adapters/secrets.js';
import type { Config } from './core/config/schema.js';

export interface SecretsPlace {
  readonly env: Environment;
  /** The configuration file, which may hold secrets or name where they are. */
  readonly file: string;
  readonly log: Log;
}

/** The secrets of a configuration as they are now; from then on none of them will be in the log. */
export function hiddenSecrets(config: Config, { file, env, log }: SecretsPlace): Secrets {
  const secrets = resolveSecrets(config, { file, env });
  log.hide(secrets.all);
  return secrets;
}
