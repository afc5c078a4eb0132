import { access, constants, lstat, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DiskFacts, FolderFacts } from '../../core/doctor/disk.js';
import { expandPath } from '../paths.js';
import type { DoctorContext } from './context.js';

const QUEUE_FOLDERS = ['inbox', 'running', 'done', 'failed', 'signals'] as const;

async function allows(path: string): Promise<boolean> {
  return access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function space(path: string): Promise<Pick<FolderFacts, 'freeBytes' | 'freeFiles'>> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(path);
    // Some file systems (btrfs) do not count files.
    return { freeBytes: bavail * bsize, freeFiles: files > 0 ? ffree / files : null };
  } catch {
    return { freeBytes: null, freeFiles: null };
  }
}

async function statOrNull(path: string) {
  return stat(path).catch(() => null);
}

/** The folder, or where it would be made. */
async function folderFacts(path: string): Promise<FolderFacts> {
  const stats = await statOrNull(path);
  if (stats !== null) {
    const state = !stats.isDirectory() ? 'no-directory' : (await allows(path)) ? 'there' : 'unwritable';
    return { path, state, owner: stats.uid, mode: stats.mode & 0o777, ...(await space(path)) };
  }
  let above = dirname(path);
  let found = await statOrNull(above);
  while (found === null && above !== dirname(above)) {
    above = dirname(above);
    found = await statOrNull(above);
  }
  const makeable = found?.isDirectory() === true && (await allows(above));
  return { path, state: makeable ? 'absent' : 'unmakeable', owner: null, mode: 0, ...(await space(above)) };
}

export async function gatherDisk({ config, env, home, stateDir }: DoctorContext): Promise<DiskFacts> {
  const fallback = expandPath('$XDG_DATA_HOME/claude-failover/queue', { home, env, base: home });
  const queue = config?.dispatcher.queue_dir ?? fallback;
  const root = await statOrNull(queue);
  const split: string[] = [];
  const links: string[] = [];
  for (const name of QUEUE_FOLDERS) {
    const own = await lstat(join(queue, name)).catch(() => null);
    if (own?.isSymbolicLink() === true) links.push(name);
    else if (own !== null && root !== null && own.dev !== root.dev) split.push(name);
  }
  const [state, queueDir] = await Promise.all([folderFacts(stateDir), folderFacts(queue)]);
  return { uid: process.getuid?.() ?? -1, stateDir: state, queueDir, split, links };
}
