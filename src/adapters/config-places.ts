import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import type { Finding } from '../core/config/explain.js';
import type { Path } from '../core/config/lookup.js';
import type { Config } from '../core/config/schema.js';

function look(path: string, how: (path: string) => Stats): Stats | null {
  try {
    return how(path);
  } catch {
    return null;
  }
}

function folder(path: Path, dir: string, mend: string): readonly Finding[] {
  const stats = look(dir, statSync);
  if (stats === null) return [{ path, message: `is not there (${dir}): ${mend}` }];
  return stats.isDirectory() ? [] : [{ path, message: `is not a directory (${dir}): ${mend}` }];
}

function linkFindings({ accounts }: Config): readonly Finding[] {
  if (accounts.list.length === 0) return [];
  const path = ['accounts', 'link'];
  const found = (message: string) => [{ path, message }];
  const stats = look(accounts.link, lstatSync);
  if (stats === null) return found(`is not there (${accounts.link}): point it to an account's directory`);
  if (!stats.isSymbolicLink())
    return found(`is no symbolic link (${accounts.link}): see "claude-failover adopt"`);
  try {
    const target = realpathSync(accounts.link);
    if (accounts.list.some(({ dir }) => dir === target)) return [];
    return found(`points to ${target}, which is no account's directory`);
  } catch {
    return found(`points nowhere (${accounts.link}): point it to an account's directory`);
  }
}

/** Places a right configuration names and the disk does not have, and a file that others may write. Paths absolute. */
export function placeFindings(config: Config, file: string): readonly Finding[] {
  const { pool, dedicated } = config.sessions;
  const mode = look(file, statSync)?.mode ?? 0;
  const open = 'can be written by others, who then choose the commands that run as you. Run: chmod go-w';
  return [
    ...((mode & 0o022) === 0 ? [] : [{ path: [], message: `${open} ${file}` }]),
    ...linkFindings(config),
    ...config.accounts.list.flatMap(({ dir }, index) =>
      folder(['accounts', 'list', index, 'dir'], dir, 'make it, or name another one'),
    ),
    ...(pool ? folder(['sessions', 'pool', 'cwd'], pool.cwd, 'its sessions cannot start') : []),
    ...dedicated.flatMap(({ cwd }, index) =>
      cwd === undefined ? [] : folder(['sessions', 'dedicated', index, 'cwd'], cwd, 'it cannot start'),
    ),
  ];
}
