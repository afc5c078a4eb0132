import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { plainWrite, replaceFile, syncFolder, writeTemporary } from '../durable.js';
import { errorCode, errorText } from '../errors.js';
import { CREDENTIALS } from '../link-checks.js';
import { realOrNull } from '../real-path.js';

const MAX_BYTES = 1024 * 1024;

export interface AccountPlace {
  readonly name: string;
  readonly dir: string;
}

/** One real settings file, and the accounts that share it. */
export interface SettingsFile {
  readonly accounts: readonly string[];
  readonly path: string;
  /** null: it is not there yet. */
  readonly text: string | null;
}

export interface Refused {
  readonly accounts: readonly string[];
  readonly path: string;
  /** A whole sentence: what failed, why, what to do. */
  readonly reason: string;
}

interface Found {
  readonly account: string;
  readonly shown: string;
  readonly real: string | null;
  readonly reason: string | null;
}

/** Where a settings file really is; a link is followed. */
function find({ name, dir }: AccountPlace): Found {
  const shown = join(dir, 'settings.json');
  const found = { account: name, shown };
  try {
    const folder = realpathSync(dir);
    try {
      return { ...found, real: realpathSync(shown), reason: null };
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      if (isLink(shown))
        return { ...found, real: null, reason: 'it is a link to nothing. Mend or remove the link' };
      return { ...found, real: join(folder, 'settings.json'), reason: null };
    }
  } catch (error) {
    return { ...found, real: null, reason: `${errorText(error)}. Look at the directory of ${name}` };
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** The settings files of these accounts, each once. `all`: every configured account, in whose directories a shared one may lie. */
export function findSettings(
  chosen: readonly AccountPlace[],
  all: readonly AccountPlace[],
): readonly (SettingsFile | Refused)[] {
  const everywhere = all.map(find);
  const homes = all.flatMap(({ dir }) => realOrNull(dir) ?? []);
  const done = new Set<string>();
  return chosen.flatMap((account): readonly (SettingsFile | Refused)[] => {
    const { shown, real, reason } = find(account);
    if (real === null) {
      const why = `The settings of ${account.name} (${shown}) are left alone: ${reason}.`;
      return [{ accounts: [account.name], path: shown, reason: why }];
    }
    if (done.has(real)) return [];
    done.add(real);
    const sharers = everywhere.filter((one) => one.real === real).map((one) => one.account);
    const isInside = homes.some((home) => real.startsWith(`${home}${sep}`));
    if (!isInside && sharers.length < 2) {
      const why = `The settings of ${account.name} are left alone: ${shown} is a link to ${real}, outside of every account. Put what --dry-run shows there by hand, or put a file in the link's place.`;
      return [{ accounts: sharers, path: real, reason: why }];
    }
    return [read(sharers, real)];
  });
}

function read(accounts: readonly string[], path: string): SettingsFile | Refused {
  const no = (why: string): Refused => ({ accounts, path, reason: `${path} is left alone: ${why}` });
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { accounts, path, text: null };
    if (basename(path) === CREDENTIALS)
      return no('it is a link to the login of an account. Remove the link.');
    if (!stats.isFile()) return no('it is no regular file. Put a file in its place.');
    if (stats.uid !== process.getuid?.())
      return no('it belongs to another user. Change its owner, or run this as that user.');
    if (stats.size > MAX_BYTES) return no('it is larger than 1 MB. Look what fills it.');
    const bytes = readFileSync(path);
    const text = bytes.toString('utf8');
    // What cannot be written back as it was is not touched.
    return Buffer.from(text).equals(bytes) ? { accounts, path, text } : no('it is not UTF-8 text. Mend it.');
  } catch (error) {
    return no(`it cannot be read: ${errorText(error)}. Check its permissions.`);
  }
}

/** What is kept in the state directory of a file we change: its text before, and what we made of it. */
interface Kept {
  readonly path: string;
  /** null: it was not there. */
  readonly before: string | null;
  readonly after: string;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function keptAt(stateDir: string, path: string): string {
  return join(stateDir, 'hooks', `${digest(path).slice(0, 16)}.json`);
}

/** The text before our change, when the file still is what we made of it; undefined when that is not known. */
export function textBefore(stateDir: string, { path, text }: SettingsFile): string | null | undefined {
  try {
    const kept = JSON.parse(readFileSync(keptAt(stateDir, path), 'utf8')) as Kept;
    return text !== null && kept.path === path && kept.after === digest(text) ? kept.before : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts `text` in the place of what was read, whole; null: takes the file away. Answers null, or why nothing was done (a
 * sentence). `before`: what to go back to, kept in the state directory first.
 */
export async function replaceSettings(
  stateDir: string,
  file: SettingsFile,
  text: string | null,
  before: string | null,
): Promise<string | null> {
  const { path } = file;
  try {
    mkdirSync(join(stateDir, 'hooks'), { recursive: true, mode: 0o700 });
    const kept: Kept = { path, before, after: digest(text ?? '') };
    await replaceFile(keptAt(stateDir, path), `${JSON.stringify(kept)}\n`);
    if (text === null) {
      if (readNow(path) !== file.text) return changed(path);
      await unlink(path);
    } else {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      const temporary = await writeTemporary(path, Buffer.from(text), plainWrite);
      try {
        if (stats) chmodSync(temporary, stats.mode & 0o777);
        if (readNow(path) !== file.text) return changed(path);
        await rename(temporary, path);
      } finally {
        rmSync(temporary, { force: true });
      }
    }
    await syncFolder(dirname(path));
    return null;
  } catch (error) {
    return `${path} was not changed: ${errorText(error)}. Check its permissions and the disk.`;
  }
}

/** After a removal there is nothing to go back to; what was kept may hold secrets of the settings. */
export function forgetBefore(stateDir: string, { path }: SettingsFile): void {
  rmSync(keptAt(stateDir, path), { force: true });
}

function readNow(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function changed(path: string): string {
  return `${path} was not changed: somebody else changed it meanwhile. Try again.`;
}
