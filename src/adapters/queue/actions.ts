import { randomBytes } from 'node:crypto';
import { access, constants, lstat, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanText } from '../../core/clean-text.js';
import { type CommandResult, done, refused } from '../../core/commands.js';
import { freeId, taskId } from '../../core/dispatcher/task-id.js';
import { nameFromPrompt } from '../../core/dispatcher/task-name.js';
import type { Done, QueuePort, TaskMove } from '../../core/ports.js';
import { plainWrite, writeTemporary } from '../durable.js';
import { errorText } from '../errors.js';
import type { Arrivals } from './arrivals.js';
import type { Layout } from './layout.js';
import type { Mover } from './moves.js';
import { byteName, type Shelf } from './names.js';
import type { Entry, Shelves } from './shelves.js';
import type { Signals } from './signals.js';
import { checkTask, type Reader, readTask, refusal } from './task-file.js';
import { TEMPORARY } from './tidy.js';

export type Added =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly reason: string };

/** What is told to whoever added it. */
export function addedResult(added: Added): CommandResult {
  return added.ok ? done(`${added.id} waits in the queue`) : refused(added.reason);
}

export interface ActionsOptions {
  readonly layout: Layout;
  readonly shelves: Shelves;
  readonly mover: Mover;
  readonly arrivals: Arrivals;
  readonly signals: Signals;
  readonly reader: Reader;
  readonly wallMs: () => number;
  readonly note: (sentence: string) => void;
}

const DONE: Done = { ok: true };

function no(what: string, why: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `${cleanText(what, 300)}: ${why}` };
}

/** What the queue is asked to do; see `QueuePort`. One at a time, on a folder that was just checked. */
export class Actions {
  readonly #options: ActionsOptions;

  constructor(options: ActionsOptions) {
    this.#options = options;
  }

  async claim(task: string): Promise<Done> {
    const { shelves, signals, layout, arrivals } = this.#options;
    const what = `The task ${task} was not started`;
    const known = shelves.get(task);
    if (known?.waiting === undefined) return no(what, 'it does not wait in inbox/. Look where it is now.');
    const taken = await arrivals.take(known.name);
    if (taken.type === 'refused') return { ok: false, reason: taken.reason };
    if (taken.type === 'none') return no(what, 'it has gone, or is being written just now.');
    const { entry } = taken;
    if (!sameTask(known, entry)) return no(what, 'it was changed meanwhile. What it says now counts.');
    const wrong = await directoryProblem(entry.waiting?.task.cwd);
    if (wrong !== null) return this.#fail(entry, refusal(wrong));
    const place = layout.path('running', byteName(`${task}.md`));
    if ((await lstat(place).catch(() => null)) !== null) return this.#rename(what, entry);
    await signals.remove(task);
    const moved = await this.#options.mover.move({ entry, to: 'running', reason: '' });
    if (!moved.ok) return { ok: false, reason: moved.reason };
    await this.#sync('running', 'inbox');
    return DONE;
  }

  async #fail(entry: Entry, reason: string): Promise<Done> {
    const moved = await this.#options.mover.move({ entry, to: 'failed', reason });
    if (!moved.ok) return { ok: false, reason: moved.reason };
    await this.#sync('failed', 'inbox');
    return { ok: false, reason };
  }

  /** Somebody else put a file into `running/`: it has the name, so the task gets another. */
  #rename(what: string, entry: Entry): Done {
    const { shelves } = this.#options;
    const id = shelves.freeId(entry.id);
    shelves.drop(entry.id);
    if (entry.waiting !== undefined) {
      shelves.put({ ...entry, id, waiting: { ...entry.waiting, task: { ...entry.waiting.task, id } } });
    }
    return no(what, `running/ holds another file of that name. It waits as ${id} now.`);
  }

  async prompt(task: string): ReturnType<QueuePort['prompt']> {
    const { shelves, layout, reader } = this.#options;
    const what = `The prompt of task ${task} cannot be read`;
    const entry = shelves.get(task);
    if (entry?.shelf !== 'running') return no(what, 'it is not in running/. Look where it is now.');
    const read = await readTask(layout.path('running', entry.name), reader);
    switch (read.type) {
      case 'task':
        return { ok: true, text: read.prompt };
      case 'refused':
        return { ok: false, reason: read.reason };
      case 'gone':
        return no(what, 'its file has gone from running/. Somebody else moved it.');
      case 'changing':
        return no(what, 'its file changes while it is read. Leave it alone in running/.');
      case 'later':
        return no(what, `the system refused it (${read.code}). Look at the queue folder.`);
    }
  }

  async move({ task, from, to, reason }: TaskMove): Promise<Done> {
    const { shelves, signals, mover, arrivals } = this.#options;
    const entry = shelves.get(task);
    if (entry?.shelf !== from || from === to) {
      const where = entry === null ? 'nowhere in the queue' : `in ${entry.shelf}/`;
      return no(
        `The task ${task} was not moved from ${from}/ to ${to}/`,
        `it is ${where}. See claude-failover queue list.`,
      );
    }
    const moved = await mover.move({ entry, to, reason });
    if (!moved.ok) return { ok: false, reason: moved.reason };
    if (from === 'running') await signals.remove(task);
    await this.#sync(to, from);
    if (to !== 'inbox') return DONE;
    const taken = await arrivals.take(moved.entry.name, task);
    return taken.type === 'refused' ? { ok: false, reason: taken.reason } : DONE;
  }

  async add(text: string, name?: string): Promise<Added> {
    const { layout, shelves, arrivals } = this.#options;
    const bytes = Buffer.from(text);
    const checked = checkTask(bytes);
    if (!checked.ok) return { ok: false, reason: refusal(checked.reason) };
    const names = new Set<string>();
    let id = taskId(name ?? nameFromPrompt(checked.prompt) ?? this.#newId());
    for (;;) {
      id = freeId(id, (candidate) => names.has(candidate) || shelves.get(candidate) !== null);
      const found = await lstat(layout.path('inbox', byteName(`${id}.md`))).catch(() => null);
      if (found === null) break;
      names.add(id);
    }
    const temporary = await writeTemporary(join(layout.folder('inbox'), TEMPORARY), bytes, plainWrite);
    try {
      await rename(temporary, layout.path('inbox', byteName(`${id}.md`)));
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
    await this.#sync('inbox');
    const taken = await arrivals.take(byteName(`${id}.md`), id);
    return taken.type === 'refused' ? { ok: false, reason: taken.reason } : { ok: true, id };
  }

  /** `task-20260415-101500-3f`: sorts by time. */
  #newId(): string {
    const digits = new Date(this.#options.wallMs()).toISOString().replace(/\D/g, '');
    return `task-${digits.slice(0, 8)}-${digits.slice(8, 14)}-${randomBytes(2).toString('hex')}`;
  }

  /** The rename has happened: that a power cut could still undo it is only worth a note. */
  async #sync(...shelves: readonly Shelf[]): Promise<void> {
    try {
      await this.#options.mover.sync(...shelves);
    } catch (error) {
      const why = cleanText(errorText(error), 300);
      this.#options.note(`The disk did not confirm a change of the queue: ${why}. Look at the disk.`);
    }
  }
}

function sameTask(a: Entry, b: Entry): boolean {
  const header = ({ waiting }: Entry) => JSON.stringify({ ...waiting?.task, arrivedMs: 0 });
  return a.waiting === b.waiting || header(a) === header(b);
}

/** Why nothing can be started there; null when it can. */
async function directoryProblem(cwd: string | undefined): Promise<string | null> {
  if (cwd === undefined) return null;
  const todo = 'Make that directory or mend cwd, and retry';
  try {
    if (!(await stat(cwd)).isDirectory()) return `its cwd ${cwd} is no directory. ${todo}`;
    await access(cwd, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `its cwd cannot be used (${errorText(error)}). ${todo}`;
  }
}
