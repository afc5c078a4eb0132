import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ChokidarOptions, watch } from 'chokidar';
import { errorCode } from '../errors.js';
import { type ByteName, byteName } from './names.js';
import type { Happening } from './sightings.js';

/** What is used of chokidar. */
export interface QueueWatcher {
  on(event: 'raw', listener: (event: string, name: string | null, details: unknown) => void): unknown;
  on(event: 'all' | 'ready', listener: () => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  close(): Promise<void>;
}

export type WatchCall = (path: string, options: ChokidarOptions) => QueueWatcher;

export const watchByEvents: WatchCall = (path, options) => watch(path, options) as QueueWatcher;

export interface WatchOptions {
  readonly dir: string;
  readonly watch: WatchCall;
  readonly pollMs: number;
  /** Something may have changed. */
  readonly look: () => void;
  /** This happened to a file of the inbox. */
  readonly saw: (name: ByteName, happening: Happening) => void;
  readonly note: (sentence: string) => void;
}

/**
 * Calls `look` on every change in `inbox/` and `signals/`. Watches from the folder above the queue, so that folders
 * removed and made again are seen. Files are kept out of the watcher's sight and only its raw events listened to:
 * chokidar 6.0.0 looks at each file it knows and remembers it (10,000 files: 1.6 s and 80 MB; without them 0.3 s and
 * 9 MB). When the kernel has no watches left, chokidar says so and is ready all the same: then it polls.
 */
export function watchQueue(options: WatchOptions): { close(): Promise<void> } {
  const { look, note } = options;
  const parent = realParent(options.dir);
  const dir = join(parent, basename(options.dir));
  const inbox = join(dir, 'inbox');
  const mine = new Set([parent, dir, inbox, join(dir, 'signals')]);
  let poll: NodeJS.Timeout | null = null;
  let closed = false;
  const watcher = options.watch(parent, {
    depth: 2,
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (entry) => !mine.has(entry),
  });
  watcher.on('raw', (event, name, details) => {
    const folder = watchedPath(details);
    if (folder === parent ? name !== basename(dir) : name?.startsWith('.') === true) return;
    if (folder === inbox && name !== null)
      options.saw(byteName(name), event === 'change' ? 'change' : 'rename');
    look();
  });
  for (const event of ['all', 'ready'] as const) watcher.on(event, look);
  watcher.on('error', (error) => {
    const code = errorCode(error);
    if (poll !== null || closed || !['ENOSPC', 'EMFILE'].includes(code)) return;
    poll = setInterval(look, options.pollMs);
    poll.unref();
    note(
      `The queue is polled: watching it failed (${code}). Raise fs.inotify.max_user_watches for an instant start of tasks.`,
    );
    void watcher.close();
    look();
  });
  return {
    close: async () => {
      closed = true;
      if (poll !== null) clearInterval(poll);
      await watcher.close();
    },
  };
}

/** The watcher follows no links, so it must not start at one. */
function realParent(dir: string): string {
  try {
    return realpathSync(dirname(dir));
  } catch {
    return dirname(dir);
  }
}

function watchedPath(details: unknown): string {
  if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return '';
  return String(details.watchedPath);
}
