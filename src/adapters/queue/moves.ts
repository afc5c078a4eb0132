import { lstat, rename } from 'node:fs/promises';
import { cleanText } from '../../core/clean-text.js';
import { freeId } from '../../core/dispatcher/task-id.js';
import { syncFolder } from '../durable.js';
import { errorCode, errorText } from '../errors.js';
import { oneByOne } from './in-parallel.js';
import type { Layout } from './layout.js';
import { type ByteName, byteName, type Shelf } from './names.js';
import { canHaveReason, removeReason, writeReason } from './reasons.js';
import type { Entry, Shelves } from './shelves.js';

export type Moved =
  | { readonly ok: true; readonly entry: Entry }
  /** Nothing has changed. `gone`: the file is not where it was. */
  | { readonly ok: false; readonly gone: boolean; readonly reason: string };

export interface Move {
  readonly entry: Entry;
  readonly to: Shelf;
  /** For `failed`. */
  readonly reason: string;
}

/** Moves files between the folders, each by one rename to a name nobody has, and remembers where they are. */
export class Mover {
  readonly #layout: Layout;
  readonly #shelves: Shelves;
  /** Between the look at a name and the rename to it no other move may take that name. */
  readonly #inTurn = oneByOne();

  constructor(layout: Layout, shelves: Shelves) {
    this.#layout = layout;
    this.#shelves = shelves;
  }

  /** A file that went to `inbox/` is not remembered until it is read again. See `sync` for what a power cut leaves. */
  move(request: Move): Promise<Moved> {
    return this.#inTurn(() => this.#move(request));
  }

  async #move(request: Move): Promise<Moved> {
    const { entry, to, reason } = request;
    const from = this.#layout.path(entry.shelf, entry.name);
    try {
      const { id, name } = await this.#freePlace(entry, to);
      if (to === 'failed') await writeReason(this.#layout, id, reason);
      try {
        await rename(from, this.#layout.path(to, name));
      } catch (error) {
        if (to === 'failed') await removeReason(this.#layout, id).catch(() => undefined);
        throw error;
      }
      const moved = await this.#remember(entry, { id, shelf: to, name });
      if (entry.shelf === 'failed') await removeReason(this.#layout, entry.id).catch(() => undefined);
      return { ok: true, entry: moved };
    } catch (error) {
      const gone = errorCode(error) === 'ENOENT';
      if (gone) this.#forget(entry);
      const why = gone
        ? `it is no longer in ${entry.shelf}/. Somebody else moved it`
        : `${cleanText(errorText(error), 1_000)}. Look at the queue folder`;
      return { ok: false, gone, reason: `The task ${entry.id} was not moved to ${to}/: ${why}.` };
    }
  }

  /** Makes what was moved outlive a power cut. */
  async sync(...shelves: readonly Shelf[]): Promise<void> {
    for (const shelf of shelves) await syncFolder(this.#layout.folder(shelf));
  }

  async #remember(entry: Entry, place: Pick<Entry, 'id' | 'shelf' | 'name'>): Promise<Entry> {
    const ended = await this.ended(place.shelf, place.name);
    const moved: Entry = { ...place, ...ended };
    this.#forget(entry);
    // Waiting ones are remembered by whoever reads them.
    if (place.shelf !== 'inbox') this.#shelves.put(moved);
    return moved;
  }

  /** What is to be known of a file in `done/` and `failed/`; null when it is not there. */
  async ended(shelf: Shelf, name: ByteName): Promise<Pick<Entry, 'ended'> | null> {
    const stats = await lstat(this.#layout.path(shelf, name)).catch(() => null);
    if (stats === null) return null;
    if (shelf !== 'done' && shelf !== 'failed') return {};
    return { ended: { atMs: stats.ctimeMs, regular: stats.isFile() } };
  }

  /** In the inbox the id stays and the name gives way; elsewhere the name is the id. */
  async #freePlace(entry: Entry, to: Shelf): Promise<{ readonly id: string; readonly name: string }> {
    const taken = new Set<string>();
    for (;;) {
      const id = freeId(entry.id, (candidate) => taken.has(candidate) || this.#isOther(candidate, entry));
      const name = byteName(`${id}.md`);
      const found = await lstat(this.#layout.path(to, name)).catch(() => null);
      const isFree = found === null && (to !== 'failed' || (await canHaveReason(this.#layout, id)));
      if (isFree) return { id: to === 'inbox' ? entry.id : id, name };
      taken.add(id);
    }
  }

  #isOther(id: string, entry: Entry): boolean {
    const held = this.#shelves.get(id);
    return held !== null && !(held.shelf === entry.shelf && held.name === entry.name);
  }

  #forget(entry: Entry): void {
    if (!this.#isOther(entry.id, entry)) this.#shelves.drop(entry.id);
  }
}
