import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Conf from 'conf';
import { readText } from '../config-document.js';
import { clearTemporaries, syncFolder, temporaryName } from '../durable.js';
import { errorText } from '../errors.js';
import { acquireLock } from '../lock.js';
import type { Environment } from '../paths.js';
import { realOrNull } from '../real-path.js';
import { type ConfigEdit, type EditPlan, type PlannedEdit, planEdit } from './plan.js';

export type Edited =
  | PlannedEdit
  /** A whole sentence: why nothing was written, and what to do. */
  | { readonly ok: false; readonly problems: null; readonly reason: string };

const WAIT_MS = 50;
/** Another writer needs milliseconds. */
const MOST_WAITS = 100;

function no(reason: string): Edited {
  return { ok: false, problems: null, reason };
}

/** The file that a link leads to; null for a link that leads nowhere. */
function targetOf(file: string): string | null {
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  return isThere ? realOrNull(file) : file;
}

/** Why the file must not be replaced though its folder would allow that; null when it may. */
function closed(target: string): string | null {
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const mend = `Nothing was written. Run: chmod u+w ${target}`;
  if ((stats.mode & 0o200) === 0) return `${target} is read-only. ${mend}`;
  try {
    accessSync(target, constants.W_OK);
    return null;
  } catch (error) {
    return `${target} cannot be written: ${errorText(error)}. ${mend}`;
  }
}

/** Conf's part: the whole text on the disk beside the file, for its owner alone. */
function writeBeside(temporary: string, text: string): void {
  const extension = extname(temporary);
  const store = new Conf<Record<string, unknown>>({
    cwd: dirname(temporary),
    configName: basename(temporary, extension),
    fileExtension: extension.slice(1),
    configFileMode: 0o600,
    deserialize: () => ({}),
    serialize: () => text,
  });
  store.store = {};
}

/**
 * Puts the new text in the place of the file, which is no link: mode and owner stay, a new one is its owner's alone.
 * A sentence when the file is no longer what the plan was made for; throws what the file system throws.
 */
export async function putInPlace(target: string, { before, after }: EditPlan): Promise<string | null> {
  const temporary = temporaryName(target);
  try {
    writeBeside(temporary, after.text);
    const stats = statSync(target, { throwIfNoEntry: false });
    if (stats !== undefined) {
      chownSync(temporary, stats.uid, stats.gid);
      chmodSync(temporary, stats.mode & 0o7777);
    }
    if (readText(target) !== before.text)
      return `${target} was changed by somebody else just now. Nothing was written: look at it, then try again.`;
    renameSync(temporary, target);
    await syncFolder(dirname(target));
    return null;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Does the edit to the file (made when missing), unless the result would not be a valid configuration. Readers see the
 * old file or the new one; a link stays one; of two edits at a time one waits; what anyone else wrote meanwhile stays.
 * Never throws.
 */
export async function editConfig(
  path: string,
  edit: ConfigEdit,
  env: Environment = process.env,
): Promise<Edited> {
  const file = resolve(path);
  const first = planEdit(file, edit, env);
  if (!first.ok) return first;
  try {
    const target = targetOf(file);
    if (target === null)
      return no(
        `${file} is a link that leads nowhere. Nothing was written: make the file it leads to, or remove the link.`,
      );
    const reason = closed(target);
    if (reason !== null) return no(reason);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    return await alone(target, async () => {
      const planned = planEdit(file, edit, env);
      if (!planned.ok || planned.plan.after.text === (planned.plan.before.text ?? '')) return planned;
      await clearTemporaries(target);
      const failure = await putInPlace(target, planned.plan);
      return failure === null ? planned : no(failure);
    });
  } catch (error) {
    return no(`${file} was not written: ${errorText(error)}. Mend that, then try again.`);
  }
}

/** Does the work while no other edit of this file is at it. */
async function alone(target: string, work: () => Promise<Edited>): Promise<Edited> {
  for (let waits = 0; ; waits++) {
    const lock = await acquireLock({ kind: 'config', file: target });
    if (lock.type === 'acquired') return work().finally(lock.release);
    if (lock.type === 'failed') return no(`${target} was not written. ${lock.reason}`);
    if (waits >= MOST_WAITS)
      return no(`${target} is being changed by another claude-failover. Nothing was written: try again.`);
    await pause(WAIT_MS);
  }
}
