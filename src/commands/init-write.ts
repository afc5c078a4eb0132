import { constants, copyFileSync, existsSync, mkdirSync, renameSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadConfig } from '../adapters/config-file.js';
import { plainWrite, syncFolder, writeTemporary } from '../adapters/durable.js';
import { errorText } from '../adapters/errors.js';
import { problemLines } from './problem-lines.js';

export type Written =
  | { readonly ok: true; readonly backup: string | null }
  /** `refused`: a file is there already. */
  | { readonly ok: false; readonly refused: boolean; readonly reason: string };

function backupName(path: string): string {
  for (let count = 1; ; count++) {
    const name = `${path}.backup-${count}`;
    if (!existsSync(name)) return name;
  }
}

/**
 * Writes the configuration beside its place, has it checked by the loader that will read it, and renames it in. An
 * existing file is replaced only with `force`, and copied first.
 */
export async function writeConfig(path: string, text: string, force: boolean): Promise<Written> {
  let temporary: string | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    temporary = await writeTemporary(path, Buffer.from(text), plainWrite);
    const loaded = loadConfig({ path: temporary, named: true });
    if (loaded.type === 'invalid')
      return {
        ok: false,
        refused: false,
        reason: `The configuration was not written: it would be wrong:\n${problemLines(loaded)}`,
      };
    const there = existsSync(path);
    if (there && !force)
      return { ok: false, refused: true, reason: `${path} is there already. Nothing was written.` };
    const backup = there ? backupName(path) : null;
    if (backup !== null) copyFileSync(path, backup, constants.COPYFILE_EXCL);
    renameSync(temporary, path);
    temporary = null;
    await syncFolder(dirname(path));
    return { ok: true, backup };
  } catch (error) {
    return {
      ok: false,
      refused: false,
      reason: `${path} was not written: ${errorText(error)}. Mend that, then try again.`,
    };
  } finally {
    if (temporary !== null) unlinkSync(temporary);
  }
}
