import { readdirSync, renameSync, rmdirSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AdoptRecord } from '../../core/setup/adopt-record.js';
import { type Step, type Undo, undoOf } from '../../core/setup/steps.js';
import { errorCode, errorText } from '../errors.js';
import { foundAt, statsAt } from './look.js';
import { type Seam, syncFolders } from './perform.js';

export type Undone =
  /** `kept`: paths of what came in the meantime, where it is now. `gone`: what was to be brought back and is not there. */
  | { readonly ok: true; readonly kept: readonly string[]; readonly gone: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** A free name beside `path`. */
function keptName(path: string, id: string): string {
  for (let count = 1; ; count++) {
    const name = `${path}.kept-${id}${count === 1 ? '' : `-${count}`}`;
    if (statsAt(name) === null) return name;
  }
}

class Undoing {
  readonly kept: string[] = [];
  readonly gone: string[] = [];
  readonly touched: string[] = [];
  readonly #record: AdoptRecord;

  constructor(record: AdoptRecord) {
    this.#record = record;
  }

  step(step: Step, seam: () => void): void {
    const undo = undoOf(step, foundAt, this.#record.link);
    if (undo.type === 'nothing') return;
    if (undo.type === 'gone') {
      this.gone.push(undo.path);
      return;
    }
    seam();
    this.#act(undo, seam);
  }

  #act(undo: Exclude<Undo, { readonly type: 'nothing' | 'gone' }>, seam: () => void): void {
    switch (undo.type) {
      case 'unlink':
        unlinkSync(undo.path);
        this.touched.push(dirname(undo.path));
        break;
      case 'remove':
        this.#remove(undo.dir);
        break;
      case 'rename':
        if (undo.occupant) {
          const aside = keptName(undo.to, this.#record.id);
          renameSync(undo.to, aside);
          this.kept.push(aside);
          seam();
        }
        this.#rename(undo.from, undo.to);
        break;
    }
  }

  /** What was kept inside of it is found under the new name from now on. */
  #rename(from: string, to: string): void {
    try {
      renameSync(from, to);
    } catch (error) {
      // The folder of a link was removed since: the link stays where it was kept.
      if (errorCode(error) !== 'ENOENT' || statsAt(dirname(to)) !== null) throw error;
      this.kept.push(from);
      return;
    }
    this.touched.push(dirname(from), dirname(to));
    for (const [index, path] of this.kept.entries())
      if (path.startsWith(`${from}/`)) this.kept[index] = `${to}${path.slice(from.length)}`;
  }

  #remove(dir: string): void {
    try {
      rmdirSync(dir);
      this.touched.push(dirname(dir));
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
      if (!this.kept.some((path) => path.startsWith(`${dir}/`))) this.kept.push(dir);
    }
  }
}

/** Directories that hold the same names as before get their time back; where a name came or went, the new time is true. */
function restoreTimes(times: AdoptRecord['times']): void {
  for (const { dir, mtimeNs, names } of times) {
    const stats = statsAt(dir);
    if (stats === null || !stats.isDirectory()) continue;
    if (readdirSync(dir).sort().join('/') !== [...names].sort().join('/')) continue;
    utimesSync(dir, statSync(dir).atime, Number(mtimeNs) / 1e9);
  }
}

/**
 * Takes every step back that was done, the last one first. What the file system shows decides, so it may be called
 * again after any interruption. Nothing but links of ours and empty directories of ours is removed.
 */
export async function undoSteps(record: AdoptRecord, seam: Seam = () => undefined): Promise<Undone> {
  const undoing = new Undoing(record);
  try {
    for (const [index, step] of [...record.steps.entries()].reverse()) undoing.step(step, () => seam(index));
    restoreTimes(record.times);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return { ok: false, reason: errorText(error) };
  }
  await syncFolders(undoing.touched);
  return { ok: true, kept: undoing.kept, gone: undoing.gone };
}
