import { EventEmitter } from 'node:events';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openQueue, type QueueFolder, type QueueOptions } from '../../src/adapters/queue/queue.js';
import type { QueueWatcher } from '../../src/adapters/queue/watch.js';
import type { QueueFacts } from '../../src/core/dispatcher/task.js';
import { temporaryFolder } from './support.js';

/** A watcher of a kernel that tells what the test tells it. */
export class HandWatcher extends EventEmitter implements QueueWatcher {
  closed = false;

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  /** This file of the inbox was made, moved or removed; or changed. */
  tell(dir: string, name: string, happening: 'rename' | 'change' = 'rename', folder = 'inbox'): void {
    this.emit('raw', happening, name, { watchedPath: join(dir, folder) });
  }
}

export interface OpenedQueue {
  readonly queue: QueueFolder;
  /** All that was told, the newest last. */
  readonly told: readonly QueueFacts[];
  readonly notes: readonly string[];
  readonly watcher: HandWatcher;
}

/** A queue folder below a temporary one, and what the outside does to it. */
export class QueueLab {
  readonly base = temporaryFolder();
  readonly home = join(this.base, 'home');
  readonly dir = join(this.base, 'data', 'queue');
  readonly #out = join(this.base, 'out');

  constructor() {
    mkdirSync(this.home);
    mkdirSync(this.#out);
  }

  /** Watches nothing by itself; files written in place are taken after 40 ms. */
  open(options: Partial<QueueOptions> = {}): OpenedQueue {
    const told: QueueFacts[] = [];
    const notes: string[] = [];
    const watcher = new HandWatcher();
    const queue = openQueue({
      dir: this.dir,
      forbidden: [],
      home: this.home,
      temporary: join(this.base, 'out'),
      onChange: (facts) => told.push(facts),
      onNote: (note) => notes.push(note),
      watch: () => watcher,
      rescanMs: 3_600_000,
      settleMs: 40,
      ...options,
    });
    onTestFinished(() => queue.close());
    return { queue, told, notes, watcher };
  }

  async started(options: Partial<QueueOptions> = {}): Promise<OpenedQueue> {
    const opened = this.open(options);
    await opened.queue.start();
    return opened;
  }

  path(...parts: readonly string[]): string {
    return join(this.dir, ...parts);
  }

  /** Renames a file in, as a good producer does; `ageMs`: how long ago it was written. */
  drop(name: string, content: string | Uint8Array, ageMs = 1_000): void {
    const made = join(this.#out, 'made');
    writeFileSync(made, content);
    const at = (Date.now() - ageMs) / 1_000;
    utimesSync(made, at, at);
    renameSync(made, this.path('inbox', name));
  }

  signal(id: string, text = ''): void {
    const made = join(this.#out, 'signal');
    writeFileSync(made, text);
    const at = (Date.now() - 1_000) / 1_000;
    utimesSync(made, at, at);
    renameSync(made, this.path('signals', id));
  }

  names(folder: string): readonly string[] {
    return readdirSync(this.path(folder)).sort();
  }

  read(...parts: readonly string[]): string {
    return readFileSync(this.path(...parts), 'utf8');
  }
}

/** Everything below a folder, as text: what must not change is the same before and after. */
export function picture(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const stats = lstatSync(path);
    const content = stats.isFile() ? readFileSync(path).toString('base64') : '';
    const target = stats.isSymbolicLink() ? readlinkSync(path) : '';
    return `${path} ${stats.mode} ${stats.uid} ${stats.mtimeMs} ${stats.ino} ${target} ${content}`;
  });
  return entries.sort().join('\n');
}

export const ids = (tasks: readonly { readonly id: string }[]): readonly string[] =>
  tasks.map(({ id }) => id);
