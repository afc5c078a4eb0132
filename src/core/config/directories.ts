import type { Config } from './schema.js';

/** Where logins and conversations lie: the link, and every account's directory. None without a configuration. */
export function directoriesOf(config: Config | null): readonly string[] {
  return config ? [config.accounts.link, ...config.accounts.list.map(({ dir }) => dir)] : [];
}
