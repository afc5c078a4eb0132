import type { WaitingTask } from '../../core/dispatcher/task.js';
import { freeId } from '../../core/dispatcher/task-id.js';
import type { ByteName, Shelf } from './names.js';

/** One file of the queue as it is remembered: never its text. */
export interface Entry {
  readonly id: string;
  readonly shelf: Shelf;
  readonly name: ByteName;
  /** Of those in `inbox/`. */
  readonly waiting?: { readonly task: WaitingTask; readonly signature: string };
  /** Of those in `done/` and `failed/`. */
  readonly ended?: {
    /** The file's ctime, wall ms: a rename sets it. */
    readonly atMs: number;
    /** Anything else (a directory that was refused) is only ever looked at. */
    readonly regular: boolean;
  };
}

/** What is in the folders, by id and by name. An id belongs to one file of all four. */
export class Shelves {
  readonly #byId = new Map<string, Entry>();
  readonly #byName: Readonly<Record<Shelf, Map<ByteName, Entry>>> = {
    inbox: new Map(),
    running: new Map(),
    done: new Map(),
    failed: new Map(),
  };
  #version = 0;

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get(id: string): Entry | null {
    return this.#byId.get(id) ?? null;
  }

  named(shelf: Shelf, name: ByteName): Entry | null {
    return this.#byName[shelf].get(name) ?? null;
  }

  all(shelf: Shelf): Iterable<Entry> {
    return this.#byName[shelf].values();
  }

  count(shelf: Shelf): number {
    return this.#byName[shelf].size;
  }

  freeId(wanted: string): string {
    return freeId(wanted, (id) => this.#byId.has(id));
  }

  /** Takes the place of whatever had this id. */
  put(entry: Entry): void {
    this.drop(entry.id);
    this.#byId.set(entry.id, entry);
    this.#byName[entry.shelf].set(entry.name, entry);
    this.#version += 1;
  }

  drop(id: string): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#byId.delete(id);
    this.#byName[entry.shelf].delete(entry.name);
    this.#version += 1;
  }

  /** Forgets what is no longer among these names. */
  keepOnly(shelf: Shelf, names: ReadonlySet<ByteName>): void {
    for (const entry of [...this.all(shelf)]) if (!names.has(entry.name)) this.drop(entry.id);
  }
}
