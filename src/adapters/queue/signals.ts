import type { BigIntStats } from 'node:fs';
import { lstat, open, unlink } from 'node:fs/promises';
import { cleanText } from '../../core/clean-text.js';
import { readSignal } from '../../core/dispatcher/signal-text.js';
import type { TaskSignal } from '../../core/dispatcher/task.js';
import type { Layout } from './layout.js';
import { type ByteName, byteName, namesIn, nameText } from './names.js';
import type { Shelves } from './shelves.js';
import { Steadiness } from './steadiness.js';
import { OPEN_FLAGS, signatureOf, wasMoved } from './task-file.js';

const MAX_BYTES = 4096;
/** `echo why > file` makes an empty file first: an empty one counts once it has stayed so. */
const SETTLE_MS = 500;

export interface SignalsOptions {
  readonly layout: Layout;
  readonly shelves: Shelves;
  readonly uid: number;
  readonly steadyMs: () => number;
  readonly note: (sentence: string) => void;
  readonly settleMs: number;
}

interface Seen {
  readonly signature: string;
  /** null: it says nothing that counts. */
  readonly signal: TaskSignal | null;
}

/** What running tasks say of themselves in `signals/`. Anything else in that folder is left alone. */
export class Signals {
  readonly #options: SignalsOptions;
  readonly #steadiness: Steadiness;
  #seen: ReadonlyMap<ByteName, Seen> = new Map();
  #list: readonly TaskSignal[] = [];

  constructor(options: SignalsOptions) {
    this.#options = options;
    this.#steadiness = new Steadiness(options.steadyMs);
  }

  /** The same list as long as nothing changed. */
  get list(): readonly TaskSignal[] {
    return this.#list;
  }

  dueInMs(): number | null {
    return this.#steadiness.dueInMs();
  }

  async scan(): Promise<void> {
    const { layout, shelves } = this.#options;
    const names = await namesIn(layout.folder('signals'));
    const mine = names.filter((name) => shelves.get(nameText(name))?.shelf === 'running');
    this.#steadiness.keepOnly(new Set(mine));
    const seen = new Map<ByteName, Seen>();
    for (const name of mine) {
      const found = await this.#look(name);
      if (found !== null) seen.set(name, found);
    }
    this.#take(seen);
  }

  /** Removes the signal of a task: the entry itself, when it is a file or a link. */
  async remove(id: string): Promise<void> {
    const name = byteName(id);
    const path = this.#options.layout.path('signals', name);
    const stats = await lstat(path).catch(() => null);
    if (stats !== null && !stats.isDirectory()) await unlink(path).catch(() => undefined);
    this.#take(new Map([...this.#seen].filter(([other]) => other !== name)));
  }

  #take(seen: ReadonlyMap<ByteName, Seen>): void {
    this.#seen = seen;
    const list = [...seen.values()].flatMap(({ signal }) => signal ?? []);
    const isSame = list.length === this.#list.length && list.every((signal, i) => signal === this.#list[i]);
    if (!isSame) this.#list = list;
  }

  /** null while it is being written, or when it has gone. */
  async #look(name: ByteName): Promise<Seen | null> {
    const { layout } = this.#options;
    const path = layout.path('signals', name);
    const stats = await lstat(path, { bigint: true }).catch(() => null);
    if (stats === null) return null;
    const signature = signatureOf(stats);
    const before = this.#seen.get(name);
    if (before?.signature === signature) return before;
    const wrong = this.#wrong(stats);
    if (wrong !== null) return this.#ignore(name, signature, wrong);
    const neededMs = Math.min(SETTLE_MS, this.#options.settleMs);
    if (!wasMoved(stats) && !this.#steadiness.isSteady(name, signature, neededMs)) return null;
    this.#steadiness.forget(name);
    const text = await this.#read(path);
    if (text === null) return this.#ignore(name, signature, 'it cannot be read');
    const said = readSignal(text);
    if (said === null) return this.#ignore(name, signature, `it says "${cleanText(text, 60)}"`);
    return { signature, signal: { id: nameText(name), atMs: Number(stats.mtimeMs), ...said } };
  }

  #wrong(stats: BigIntStats): string | null {
    if (!stats.isFile()) return 'it is no regular file';
    if (Number(stats.uid) !== this.#options.uid) return `it belongs to user ${stats.uid}`;
    if (stats.nlink > 1n) return 'it has a second name elsewhere (a hard link)';
    return stats.size > MAX_BYTES ? 'it is larger than 4 KB' : null;
  }

  async #read(path: Buffer): Promise<string | null> {
    const file = await open(path, OPEN_FLAGS).catch(() => null);
    if (file === null) return null;
    try {
      if (this.#wrong(await file.stat({ bigint: true })) !== null) return null;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } catch {
      return null;
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  #ignore(name: ByteName, signature: string, why: string): Seen {
    const id = cleanText(nameText(name), 200);
    this.#options.note(
      `The signal of task ${id} was ignored: ${why}. Leave it empty when the task is done, or write into it: failed WHY.`,
    );
    return { signature, signal: null };
  }
}
