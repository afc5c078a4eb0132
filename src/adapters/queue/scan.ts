import { cleanText } from '../../core/clean-text.js';
import { taskId } from '../../core/dispatcher/task-id.js';
import { errorText } from '../errors.js';
import type { Arrivals } from './arrivals.js';
import { inParallel } from './in-parallel.js';
import type { Layout } from './layout.js';
import type { Mover } from './moves.js';
import { type ByteName, isTaskName, namesIn, nameText, type Shelf } from './names.js';
import type { Shelves } from './shelves.js';
import type { Signals } from './signals.js';

/** Files looked at before others get their turn, and of those at a time. */
const CHUNK = 64;
const WIDTH = 16;

export interface ScanOptions {
  readonly layout: Layout;
  readonly shelves: Shelves;
  readonly mover: Mover;
  readonly arrivals: Arrivals;
  readonly signals: Signals;
  readonly note: (sentence: string) => void;
  /** Runs one job at a time; everything that uses or changes what is remembered goes through it. */
  readonly inTurn: <T>(job: () => Promise<T>) => Promise<T>;
  /** Called between the chunks of a long scan, in turn. */
  readonly progress: () => Promise<void>;
  /** All of `running/` is remembered. */
  readonly runningIsKnown: () => void;
  /** The program is ending: the rest is left for the next start. */
  readonly isOver: () => boolean;
}

export interface ScanWish {
  /** All folders, and every file of the inbox looked at again; else only the names nothing is known of. */
  readonly full: boolean;
  /** Files of the inbox that may have changed. */
  readonly changed: ReadonlySet<ByteName>;
}

/** Brings what is remembered up to the folders. Throws when a folder cannot be read. */
export async function scanQueue(options: ScanOptions, wish: ScanWish): Promise<void> {
  // Ids of tasks that run or have ended are taken before new ones are given out.
  if (wish.full) {
    await scanShelf(options, 'running');
    options.runningIsKnown();
    for (const shelf of ['done', 'failed'] as const) await scanShelf(options, shelf);
  }
  await scanInbox(options, wish);
  await options.inTurn(() => options.signals.scan());
}

async function inChunks(
  { inTurn, progress, isOver }: ScanOptions,
  names: readonly ByteName[],
  job: (name: ByteName) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < names.length && !isOver(); at += CHUNK) {
    await inTurn(() => inParallel(names.slice(at, at + CHUNK), WIDTH, job));
    await progress();
  }
}

async function taskNames({ layout }: ScanOptions, shelf: Shelf): Promise<ReadonlySet<ByteName>> {
  return new Set((await namesIn(layout.folder(shelf))).filter(isTaskName));
}

async function scanShelf(options: ScanOptions, shelf: 'running' | 'done' | 'failed'): Promise<void> {
  const { shelves, mover, inTurn } = options;
  const fresh = await inTurn(async () => {
    const names = await taskNames(options, shelf);
    shelves.keepOnly(shelf, names);
    return [...names].filter((name) => shelves.named(shelf, name) === null);
  });
  await inChunks(options, fresh, async (name) => {
    const ended = await mover.ended(shelf, name);
    if (ended === null || shelves.named(shelf, name) !== null) return;
    shelves.put({ id: shelves.freeId(taskId(nameText(name))), shelf, name, ...ended });
  });
}

async function scanInbox(options: ScanOptions, { full, changed }: ScanWish): Promise<void> {
  const { arrivals, mover, inTurn, note } = options;
  if (full) arrivals.retryStuck();
  const due = await inTurn(async () => {
    const names = await taskNames(options, 'inbox');
    const fresh = arrivals.compare(names);
    if (full) return [...names];
    return [...new Set([...fresh, ...[...changed].filter((name) => names.has(name))])];
  });
  let isRefused = false;
  await inChunks(options, due, async (name) => {
    try {
      const taken = await arrivals.take(name);
      if (taken.type === 'refused') isRefused = true;
    } catch (error) {
      note(
        `A file of the inbox could not be looked at: ${cleanText(errorText(error), 300)}. It is tried again.`,
      );
    }
  });
  if (isRefused) await mover.sync('failed', 'inbox');
}
