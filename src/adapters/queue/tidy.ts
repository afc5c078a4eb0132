import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '../../core/config/duration.js';
import { PASTE_FOLDER_PREFIX } from '../../core/dispatcher/prompt.js';
import { surplus } from '../../core/dispatcher/surplus.js';
import type { TidyLimits } from '../../core/ports.js';
import { DAY, HOUR } from '../../core/time.js';
import { isTemporaryOf } from '../durable.js';
import type { Layout } from './layout.js';
import { namesIn, nameText } from './names.js';
import { removeReason } from './reasons.js';
import type { Shelves } from './shelves.js';

/** Files of one run, so that nobody waits for it. */
const MAX_REMOVED = 500;
/** What `add` writes before the rename is a temporary of this name. */
export const TEMPORARY = '.claude-failover';

export interface TidyOptions {
  readonly layout: Layout;
  readonly shelves: Shelves;
  readonly uid: number;
  /** The system's folder for temporary files. */
  readonly temporary: string;
}

/** Removes what nobody needs any more, by name and never through a link: see `QueuePort.tidy`. */
export async function tidyQueue(options: TidyOptions, limits: TidyLimits): Promise<readonly string[]> {
  const did: string[] = [];
  const done = await tidyEnded(options, 'done', limits, MAX_REMOVED);
  const failed = await tidyEnded(options, 'failed', limits, MAX_REMOVED - done.removed);
  did.push(...done.did, ...failed.did);
  const { nowMs } = limits;
  const signals = await sweep(options, options.layout.folder('signals'), nowMs - DAY, (name) => {
    return options.shelves.get(nameText(name))?.shelf !== 'running';
  });
  if (signals > 0) did.push(`Removed ${count(signals, 'signal')} nobody waits for.`);
  const reasons = await sweep(options, options.layout.folder('failed'), nowMs - DAY, (name) => {
    return name.endsWith('.reason') && options.shelves.named('failed', `${name.slice(0, -7)}.md`) === null;
  });
  if (reasons > 0) did.push(`Removed ${count(reasons, 'reason')} of tasks that are not there.`);
  const left = await sweep(options, options.layout.folder('inbox'), nowMs - HOUR, (name) =>
    isTemporaryOf(TEMPORARY, name),
  );
  const pasted = await sweepPasteFolders(options, nowMs - HOUR);
  if (left + pasted > 0) did.push(`Removed ${count(left + pasted, 'temporary file')} of ours.`);
  return did;
}

async function tidyEnded(
  { layout, shelves, uid }: TidyOptions,
  shelf: 'done' | 'failed',
  limits: TidyLimits,
  most: number,
): Promise<{ readonly removed: number; readonly did: readonly string[] }> {
  const did: string[] = [];
  const { maxAgeMs, maxCount } = limits[shelf];
  const files = [...shelves.all(shelf)].flatMap(({ id, ended }) =>
    ended?.regular === true ? [{ id, endedMs: ended.atMs }] : [],
  );
  const chosen = surplus(files, { nowMs: limits.nowMs, maxAgeMs, maxCount }, most);
  const remove = async (ids: readonly string[]): Promise<number> => {
    let gone = 0;
    for (const id of ids) {
      const entry = shelves.get(id);
      if (entry === null || !(await removeFile(layout.path(shelf, entry.name), uid, limits.nowMs))) continue;
      shelves.drop(id);
      if (shelf === 'failed') await removeReason(layout, id).catch(() => undefined);
      gone += 1;
    }
    return gone;
  };
  const old = await remove(chosen.old);
  if (old > 0)
    did.push(`Removed ${count(old, 'task')} from ${shelf}/: older than ${formatDuration(maxAgeMs)}.`);
  const many = await remove(chosen.many);
  if (many > 0) did.push(`Removed ${count(many, 'task')} from ${shelf}/: the newest ${maxCount} are kept.`);
  return { removed: old + many, did };
}

/** Only a regular file of ours that has not changed since `beforeMs` goes. */
async function removeFile(path: Buffer, uid: number, beforeMs: number): Promise<boolean> {
  try {
    const stats = await lstat(path);
    if (!stats.isFile() || stats.uid !== uid || stats.ctimeMs > beforeMs) return false;
    await unlink(path);
    return true;
  } catch {
    return false;
  }
}

async function sweep(
  options: TidyOptions,
  folder: string,
  beforeMs: number,
  isOurs: (name: string) => boolean,
): Promise<number> {
  let gone = 0;
  for (const name of (await namesIn(folder)).filter(isOurs).slice(0, MAX_REMOVED)) {
    const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
    if (await removeFile(path, options.uid, beforeMs)) gone += 1;
  }
  return gone;
}

/** What a kill in the middle of typing left: a folder of ours that holds at most the one file `text`. */
async function sweepPasteFolders({ temporary, uid }: TidyOptions, beforeMs: number): Promise<number> {
  let gone = 0;
  const names = await readdir(temporary).catch(() => []);
  for (const name of names.filter((candidate) => candidate.startsWith(PASTE_FOLDER_PREFIX))) {
    const path = join(temporary, name);
    try {
      const stats = await lstat(path);
      if (!stats.isDirectory() || stats.uid !== uid || stats.ctimeMs > beforeMs) continue;
      const inside = await readdir(path);
      if (inside.some((entry) => entry !== 'text')) continue;
      for (const entry of inside) await removeFile(Buffer.from(join(path, entry)), uid, beforeMs);
      await rmdir(path);
      gone += 1;
    } catch {
      // It went away meanwhile, or is not to be removed: the next run looks again.
    }
  }
  return gone;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
