import { open } from 'node:fs/promises';
import type { TaskHeader } from '../../core/dispatcher/task.js';
import { taskId } from '../../core/dispatcher/task-id.js';
import { Layout } from './layout.js';
import { byteName, isTaskName, namesIn, nameText, type Shelf } from './names.js';
import { readWholeReason } from './reasons.js';
import { readTask } from './task-file.js';

/** One task as its file tells it. */
export interface TaskLook {
  readonly shelf: Shelf;
  /** What its file says; a sentence when that cannot be told. */
  readonly task: { readonly header: TaskHeader; readonly prompt: string } | string;
  /** Why it failed, several lines; '' when nothing is said. */
  readonly reason: string;
}

const SHELVES: readonly Shelf[] = ['running', 'inbox', 'failed', 'done'];

/** Reads one task wherever it is; null when it is nowhere. Changes nothing. Throws when a folder cannot be read. */
export async function lookAtTask(dir: string, id: string): Promise<TaskLook | null> {
  const uid = process.getuid?.() ?? -1;
  const layout = new Layout({ dir, forbidden: [], uid });
  for (const shelf of SHELVES) {
    const names = (await namesIn(layout.folder(shelf))).filter(isTaskName);
    // Our own names are the id; a file in the inbox may have one that its id was only made of.
    const name =
      names.find((one) => one === byteName(`${id}.md`)) ?? names.find((one) => taskId(nameText(one)) === id);
    if (name === undefined) continue;
    const read = await readTask(layout.path(shelf, name), { uid, open });
    if (read.type === 'gone') continue;
    const reason = shelf === 'failed' ? await readWholeReason(layout, id) : '';
    if (read.type === 'task') return { shelf, task: { header: read.header, prompt: read.prompt }, reason };
    return {
      shelf,
      task: read.type === 'refused' ? read.reason : 'Its file cannot be read just now.',
      reason,
    };
  }
  return null;
}
