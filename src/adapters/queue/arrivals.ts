import { join } from 'node:path';
import type { TaskHeader, WaitingTask } from '../../core/dispatcher/task.js';
import { taskId } from '../../core/dispatcher/task-id.js';
import type { Layout } from './layout.js';
import type { Mover } from './moves.js';
import { type ByteName, nameText } from './names.js';
import type { Entry, Shelves } from './shelves.js';
import { type Happening, Sightings } from './sightings.js';
import { glance, type Reader, readTask, type TaskRead } from './task-file.js';

export interface ArrivalsOptions extends Reader {
  readonly layout: Layout;
  readonly shelves: Shelves;
  readonly mover: Mover;
  readonly home: string;
  readonly note: (sentence: string) => void;
  readonly steadyMs: () => number;
  /** How long a file written in place must stay the same before it is read. */
  readonly settleMs: number;
  /** Whether what is wrong is moved away; else it is only left out. */
  readonly mends: boolean;
}

export type Taken =
  | { readonly type: 'waiting'; readonly entry: Entry; readonly changed: boolean }
  | { readonly type: 'refused'; readonly reason: string }
  /** Still being written, gone, or not to be read just now. */
  | { readonly type: 'none' };

/** Takes files of the inbox in: each becomes a waiting task, goes to `failed/` with a reason, or is looked at again later. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #sightings: Sightings;
  /** What could not even be moved away, with the signature it had. */
  readonly #stuck = new Map<ByteName, string>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
    this.#sightings = new Sightings(options.steadyMs, options.settleMs);
  }

  dueInMs(): number | null {
    return this.#sightings.dueInMs();
  }

  /** Forgets what has gone; answers the names nothing is known of yet. */
  compare(names: ReadonlySet<ByteName>): readonly ByteName[] {
    this.#options.shelves.keepOnly('inbox', names);
    this.#sightings.keepOnly(names);
    for (const name of this.#stuck.keys()) if (!names.has(name)) this.#stuck.delete(name);
    return [...names].filter(
      (name) => this.#options.shelves.named('inbox', name) === null && !this.#stuck.has(name),
    );
  }

  /** What could not be moved away is tried again. */
  retryStuck(): void {
    this.#stuck.clear();
  }

  /** The kernel told of this file. */
  saw(name: ByteName, happening: Happening): void {
    this.#sightings.saw(name, happening);
  }

  /** Looks at a name and reads what is new or has changed. `wantedId`: of a task that came back. */
  async take(name: ByteName, wantedId?: string): Promise<Taken> {
    const { layout, shelves } = this.#options;
    const path = layout.path('inbox', name);
    const seen = await glance(path, this.#options.uid);
    const known = shelves.named('inbox', name);
    if (seen.type === 'gone') return this.#lose(name, known);
    if (seen.type === 'refused') return this.#refuse(name, known, seen.reason);
    if (known?.waiting?.signature === seen.signature)
      return { type: 'waiting', entry: known, changed: false };
    const isWhole = seen.moved && seen.filled;
    const isReady = isWhole || wantedId !== undefined || this.#sightings.isSteady(name, seen);
    if (!isReady) {
      if (known !== null) shelves.drop(known.id);
      return { type: 'none' };
    }
    const read = await readTask(path, this.#options);
    return this.#shelve(name, known, read, wantedId);
  }

  async #shelve(name: ByteName, known: Entry | null, read: TaskRead, wantedId?: string): Promise<Taken> {
    const { shelves, note } = this.#options;
    if (read.type === 'gone') return this.#lose(name, known);
    if (read.type === 'refused') return this.#refuse(name, known, read.reason);
    if (read.type !== 'task') {
      if (read.type === 'later') note(`A task could not be read: ${read.code}. It is tried again.`);
      this.#sightings.restart(name);
      if (known !== null) shelves.drop(known.id);
      return { type: 'none' };
    }
    this.#sightings.forget(name);
    const id = known?.id ?? shelves.freeId(wantedId ?? taskId(nameText(name)));
    const task = this.#waiting(id, read.header, read.mtimeMs);
    const entry: Entry = { id, shelf: 'inbox', name, waiting: { task, signature: read.signature } };
    shelves.put(entry);
    return { type: 'waiting', entry, changed: true };
  }

  #waiting(id: string, header: TaskHeader, arrivedMs: number): WaitingTask {
    const { cwd, ...rest } = header;
    if (cwd === undefined) return { id, arrivedMs, ...rest };
    return {
      id,
      arrivedMs,
      ...rest,
      cwd: cwd.startsWith('~') ? join(this.#options.home, cwd.slice(1)) : cwd,
    };
  }

  #lose(name: ByteName, known: Entry | null): Taken {
    this.#sightings.forget(name);
    if (known !== null) this.#options.shelves.drop(known.id);
    return { type: 'none' };
  }

  /** To `failed/` with the reason; the entry itself is renamed, never what it points to. */
  async #refuse(name: ByteName, known: Entry | null, reason: string): Promise<Taken> {
    const { mover, mends, note } = this.#options;
    this.#sightings.forget(name);
    const entry: Entry = known ?? { id: taskId(nameText(name)), shelf: 'inbox', name };
    if (!mends) {
      this.#lose(name, known);
      return { type: 'refused', reason };
    }
    const moved = await mover.move({ entry, to: 'failed', reason });
    if (moved.ok || moved.gone) return { type: 'refused', reason };
    this.#lose(name, known);
    this.#stuck.set(name, reason);
    note(`${moved.reason} It stays where it is: ${reason}`);
    return { type: 'refused', reason };
  }
}
