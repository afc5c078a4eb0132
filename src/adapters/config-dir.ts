import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where a process keeps its logins: through the link, in one account's own directory, or elsewhere. */
export type ConfigPlace = 'link' | 'elsewhere' | { readonly account: string };

export interface ConfigPlaces {
  readonly link: string | null;
  readonly home: string;
  readonly accounts: readonly { readonly name: string; readonly dir: string }[];
}

/** Follows links only as far as the link itself: what lies behind it changes with every swap. */
function reachesLink(path: string, link: string, hops = 8): boolean {
  if (path === link) return true;
  if (hops === 0) return false;
  try {
    if (!lstatSync(path).isSymbolicLink()) return false;
    return reachesLink(resolve(dirname(path), readlinkSync(path)), link, hops - 1);
  } catch {
    return false;
  }
}

/** `configDir`: `CLAUDE_CONFIG_DIR` of the process, null when unset (then it is `~/.claude`). */
export function placeOf(configDir: string | null, places: ConfigPlaces): ConfigPlace {
  const path = resolve(configDir === null || configDir === '' ? join(places.home, '.claude') : configDir);
  if (places.link !== null && reachesLink(path, places.link)) return 'link';
  try {
    const real = realpathSync(path);
    const account = places.accounts.find((candidate) => candidate.dir === real);
    return account ? { account: account.name } : 'elsewhere';
  } catch {
    return 'elsewhere';
  }
}
