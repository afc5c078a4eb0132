import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type ChokidarOptions, watch } from 'chokidar';
import { readText } from './config-document.js';
import { type ConfigLocation, type LoadedConfig, loadConfig } from './config-file.js';
import { errorCode } from './errors.js';
import { fileSignature } from './file-signature.js';
import type { Environment } from './paths.js';

/** What is used of chokidar. */
interface Watcher {
  on(event: 'all' | 'ready', listener: () => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  close(): Promise<void>;
}

export interface ConfigWatchOptions {
  /** New content, valid or not; a file that went away comes as `none` or `invalid`. The caller keeps the old one then. */
  readonly onChange: (loaded: LoadedConfig) => void;
  /** Said at most once: watching by events is not to be had, polling took over. A whole sentence. */
  readonly onNote: (sentence: string) => void;
  /** What the caller read before: a file that holds something else when the watch begins was changed meanwhile. */
  readonly known?: LoadedConfig;
  /** Quiet time before a changed file is read; an emptied one is given ten times as long. */
  readonly settleMs?: number;
  /** How often the file is looked at without any event. */
  readonly lookMs?: number;
  /** chokidar's `watch`, or another for tests of a kernel without watches. */
  readonly watch?: (path: string, options: ChokidarOptions) => Watcher;
  readonly env?: Environment;
}

/**
 * Calls `look` on every event at the file. Watches the folder above the file's own, so that a folder removed and made
 * again is still seen (chokidar 6.0.0 does not see that when it watches the folder itself). When the kernel has no
 * watches left, chokidar says so and is ready all the same: then it polls.
 */
function watchFolder(path: string, look: () => void, options: ConfigWatchOptions): () => Promise<void> {
  const folder = dirname(path);
  const parent = dirname(folder);
  const mine = new Set([parent, folder, path]);
  const begin = options.watch ?? watch;
  let polling = false;
  let closed = false;
  let watcher: Watcher | null = null;
  const start = () => {
    watcher = begin(parent, {
      depth: 1,
      ignoreInitial: true,
      usePolling: polling,
      interval: 500,
      ignored: (entry) => !mine.has(entry),
    });
    watcher.on('all', look);
    // What changed before the kernel watched has no event.
    watcher.on('ready', look);
    watcher.on('error', (error) => {
      const code = errorCode(error);
      if (polling || closed || !['ENOSPC', 'EMFILE'].includes(code)) return;
      polling = true;
      options.onNote(
        `The configuration is polled: watching it failed (${code}). Raise fs.inotify.max_user_watches for instant reloads.`,
      );
      void watcher?.close();
      start();
    });
  };
  start();
  return async () => {
    closed = true;
    await watcher?.close();
  };
}

/** Tells every change of the file's content once the file has been quiet for a moment. */
export function watchConfig(
  location: ConfigLocation,
  options: ConfigWatchOptions,
): { close(): Promise<void> } {
  const { path } = location;
  const { known } = options;
  const settleMs = options.settleMs ?? 100;
  let seen = fileSignature(path);
  const found = readText(path);
  const isKnown = known === undefined || isDeepStrictEqual(loadConfig(location, options.env), known);
  /** Content and file as they were told last; undefined and null when they were not. */
  let text = isKnown ? found : undefined;
  let settled = isKnown ? seen : null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const read = () => {
    timer = null;
    const now = fileSignature(path);
    if (now !== seen) return look();
    settled = now;
    const next = readText(path);
    if (next === text) return;
    text = next;
    options.onChange(loadConfig(location, options.env));
  };
  function look(): void {
    if (closed) return;
    const now = fileSignature(path);
    if (now === seen && (timer !== null || now === settled)) return;
    seen = now;
    if (timer !== null) clearTimeout(timer);
    // An editor that saves in place truncates first: an empty or missing file is most often a half-saved one.
    const unfinished = now === '' || (readText(path) ?? '').trim() === '';
    timer = setTimeout(read, unfinished ? settleMs * 10 : settleMs);
  }
  if (!isKnown) look();
  const unwatch = watchFolder(path, look, options);
  // Covers links into other folders, and a watcher that reports nothing.
  const heartbeat = setInterval(look, options.lookMs ?? 5_000);
  heartbeat.unref();
  return {
    close: () => {
      closed = true;
      clearInterval(heartbeat);
      if (timer !== null) clearTimeout(timer);
      return unwatch();
    },
  };
}
