import { constants, lstat, open, unlink } from 'node:fs/promises';
import { firstLine, reasonText } from '../../core/dispatcher/reason-text.js';
import { errorCode } from '../errors.js';
import type { Layout } from './layout.js';
import { byteName } from './names.js';

const MAX_BYTES = 64 * 1024;

function pathOf(layout: Layout, id: string): Buffer {
  return layout.path('failed', byteName(`${id}.reason`));
}

/**
 * Writes `failed/<id>.reason` (0600), never through an existing name. One that a crash left without its task is
 * replaced. Throws what the file system throws.
 */
export async function writeReason(layout: Layout, id: string, reason: string): Promise<void> {
  const path = pathOf(layout, id);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const create = () => open(path, flags, 0o600);
  const file = await create().catch(async (error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
    await removeReason(layout, id);
    return create();
  });
  try {
    await file.writeFile(reasonText(reason));
  } finally {
    await file.close();
  }
}

/** A directory of that name is not ours to remove. */
export async function canHaveReason(layout: Layout, id: string): Promise<boolean> {
  const stats = await lstat(pathOf(layout, id)).catch(() => null);
  return stats === null || !stats.isDirectory();
}

/** Removes the entry itself when it is a file or a link. */
export async function removeReason(layout: Layout, id: string): Promise<void> {
  const path = pathOf(layout, id);
  const stats = await lstat(path).catch(() => null);
  if (stats !== null && !stats.isDirectory()) await unlink(path);
}

/** Its first line; '' when there is none to be read. */
export async function readReason(layout: Layout, id: string): Promise<string> {
  return firstLine(await readWholeReason(layout, id));
}

/** As it stands in the file, at most 64 KB of it; '' when there is none to be read. */
export async function readWholeReason(layout: Layout, id: string): Promise<string> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(pathOf(layout, id), flags).catch(() => null);
  if (file === null) return '';
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return '';
    const bytes = Buffer.alloc(Math.min(stats.size, MAX_BYTES));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close().catch(() => undefined);
  }
}
