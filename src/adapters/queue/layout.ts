import type { BigIntStats } from 'node:fs';
import { access, constants, lstat, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cleanText } from '../../core/clean-text.js';
import { errorCode, errorText } from '../errors.js';
import { notApart } from './apart.js';
import { type ByteName, FOLDERS, type Folder } from './names.js';

export interface LayoutOptions {
  readonly dir: string;
  readonly forbidden: readonly string[];
  readonly uid: number;
}

/** The folders of the queue: where they are and whether they may be used. */
export class Layout {
  readonly dir: string;
  readonly #options: LayoutOptions;
  #identity = '';

  constructor(options: LayoutOptions) {
    this.dir = resolve(options.dir);
    this.#options = options;
  }

  /** Of the folders found by the last good check: another one when any of them was made anew. */
  get identity(): string {
    return this.#identity;
  }

  folder(folder: Folder): string {
    return join(this.dir, folder);
  }

  /** As bytes: a name need not be valid UTF-8. */
  path(folder: Folder, name: ByteName): Buffer {
    return Buffer.concat([Buffer.from(`${this.folder(folder)}/`), Buffer.from(name, 'latin1')]);
  }

  /**
   * Why the queue cannot be used just now, a sentence; null when it can. `make`: folders that are missing are made
   * (0700); without it a missing folder counts as an empty one.
   */
  async check(make: boolean): Promise<string | null> {
    try {
      const account = await notApart(this.dir, this.#options.forbidden);
      if (account !== null) {
        return say(`${this.dir} and the account directory or link ${account} lie within each other`, MOVE);
      }
      const top = await this.#checkOne(this.dir, make, null);
      if (typeof top === 'string') return top;
      const found = [birthOf(top)];
      for (const folder of FOLDERS) {
        const own = await this.#checkOne(this.folder(folder), make, top?.dev ?? null);
        if (typeof own === 'string') return own;
        found.push(birthOf(own));
      }
      this.#identity = `${top?.dev}:${found.join(':')}`;
      return null;
    } catch (error) {
      return say(errorText(error), 'Look at the folder and at who may write there');
    }
  }

  /** null when it is missing; a sentence when it cannot be used. `dev`: the device it must be on. */
  async #checkOne(path: string, make: boolean, dev: bigint | null): Promise<BigIntStats | string | null> {
    const stats = await this.#statOrMake(path, make);
    if (stats === null) return null;
    const wrong = folderProblem(path, stats, { uid: this.#options.uid, dev });
    if (wrong !== null) return wrong;
    const refused = await access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused === null) return stats;
    return say(`${path} is not open to us for writing (${errorCode(refused)})`, 'Give us the rights to it');
  }

  async #statOrMake(path: string, make: boolean) {
    const stat = () => lstat(path, { bigint: true });
    try {
      return await stat();
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      if (!make) return null;
      await mkdir(path, { recursive: true, mode: 0o700 });
      return stat();
    }
  }
}

/** What its entry alone tells against it, a sentence. `dev`: the device it must be on, null for any. */
export function folderProblem(
  path: string,
  stats: BigIntStats,
  wanted: { readonly uid: number; readonly dev: bigint | null },
): string | null {
  if (stats.isSymbolicLink()) return say(`${path} is a symbolic link`, 'Put a directory in its place');
  if (!stats.isDirectory()) return say(`${path} is no directory`, 'Move it away');
  if (Number(stats.uid) !== wanted.uid) return say(`${path} belongs to user ${stats.uid}, not to us`, MOVE);
  if ((stats.mode & 0o2n) !== 0n) return say(`anybody may write into ${path}`, 'Run chmod o-w on it');
  if (wanted.dev === null || stats.dev === wanted.dev) return null;
  return say(`${path} is on another file system than the rest`, 'Keep the whole queue on one');
}

/** A folder made anew may well get the inode of the one removed. */
function birthOf(stats: BigIntStats | null): string {
  return stats === null ? '' : `${stats.ino}@${stats.birthtimeNs}`;
}

const MOVE = 'Set dispatcher.queue_dir to a directory of your own';

function say(why: string, todo: string): string {
  return `The queue folder cannot be used: ${cleanText(why, 1_000)}. ${todo}.`;
}
