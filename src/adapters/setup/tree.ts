import { type Dirent, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Moved } from '../../core/setup/adopt-plan.js';
import { type Moves, movedText } from '../../core/setup/moved-links.js';
import { statsAt } from './look.js';

export type ScannedTree =
  | { readonly ok: true; readonly moved: readonly Moved[] }
  | { readonly ok: false; readonly reason: string };

/** What a name that is no UTF-8 holds once it has been decoded. */
const MANGLED = '\ufffd';

function at(path: string): string | boolean {
  try {
    const stats = lstatSync(path);
    return stats.isSymbolicLink() ? readlinkSync(path) : stats.isDirectory();
  } catch {
    return false;
  }
}

/** Finds every link below the directory that would lead elsewhere after the moves. Follows no link, opens no file. */
export function scanTree(moves: Moves): ScannedTree {
  const scan: Scan = { moves, moved: [], folders: [moves.root] };
  const { moved, folders } = scan;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const refused = visit(entry, folder, scan);
      if (refused !== null) return { ok: false, reason: refused };
    }
  }
  return { ok: true, moved };
}

interface Scan {
  readonly moves: Moves;
  readonly moved: Moved[];
  /** Not looked into yet. */
  readonly folders: string[];
}

function visit(entry: Dirent, folder: string, { moves, moved, folders }: Scan): string | null {
  if (!entry.isDirectory() && !entry.isSymbolicLink()) return null;
  const path = join(folder, entry.name);
  if (entry.name.includes(MANGLED) && statsAt(path) === null)
    return `A name in ${folder} is not UTF-8, so what is behind it cannot be looked at. Rename it.`;
  if (entry.isDirectory()) {
    folders.push(path);
    return null;
  }
  const text = readlinkSync(path);
  const next = movedText(path, text, moves, at);
  if (next === null) return null;
  if (`${text}${next}`.includes(MANGLED))
    return `${path} leads to a name that is not UTF-8. Make that link absolute.`;
  moved.push({ path, ino: `${statsAt(path)?.ino ?? ''}`, text: next });
  return null;
}

/** The times of directories whose entries will change, as the record keeps them. */
export function timesOf(
  dirs: Iterable<string>,
): readonly { dir: string; mtimeNs: string; names: string[] }[] {
  return [...new Set(dirs)].flatMap((dir) => {
    const stats = statsAt(dir);
    return stats === null ? [] : [{ dir, mtimeNs: `${stats.mtimeNs}`, names: readdirSync(dir) }];
  });
}

/** The directories whose entries an adoption changes and an undo brings back. */
export function changedDirs(root: string, moved: readonly Moved[]): readonly string[] {
  return [root, ...moved.map(({ path }) => dirname(path))];
}
