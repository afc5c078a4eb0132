import { type BigIntStats, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Found } from '../../core/setup/steps.js';
import { errorCode } from '../errors.js';

/** null when nothing is there. Throws when that cannot be told. */
export function statsAt(path: string): BigIntStats | null {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}

/** What stands under a name, links not followed. Throws when that cannot be told. */
export function foundAt(path: string): Found {
  const stats = statsAt(path);
  if (stats === null) return { type: 'none' };
  const ino = `${stats.ino}`;
  if (stats.isSymbolicLink()) return { type: 'link', ino, text: readlinkSync(path) };
  return { type: stats.isDirectory() ? 'directory' : 'file', ino };
}

/** The path with its folder real and its last name as it is; as written while the folder is not there. */
export function namedIn(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}

/** The real path of what is there, and the rest as written. */
export function realAsFar(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realAsFar(folder), basename(path));
  }
}
