import {
  type FinishedTask,
  NO_QUEUE,
  type QueueFacts,
  type TaskSignal,
  type WaitingTask,
} from '../../core/dispatcher/task.js';
import { byTurn } from '../../core/dispatcher/waiting-order.js';
import type { Layout } from './layout.js';
import { readReason } from './reasons.js';
import type { Entry, Shelves } from './shelves.js';

/** Of each outcome. */
const MAX_FINISHED = 30;

/** Makes the facts out of what is remembered; the same object as long as nothing changed. */
export class FactsBook {
  readonly #layout: Layout;
  readonly #shelves: Shelves;
  #facts: QueueFacts = NO_QUEUE;
  #version = -1;
  #reasons: ReadonlyMap<string, string> = new Map();

  constructor(layout: Layout, shelves: Shelves) {
    this.#layout = layout;
    this.#shelves = shelves;
  }

  get facts(): QueueFacts {
    return this.#facts;
  }

  /** Answers whether anything changed. With trouble the lists stay what they last were. */
  async update(trouble: string | null, signals: readonly TaskSignal[]): Promise<boolean> {
    const { version } = this.#shelves;
    const before = this.#facts;
    if (version === this.#version && trouble === before.trouble && signals === before.signals) return false;
    const lists = version === this.#version ? {} : await this.#lists();
    this.#version = version;
    this.#facts = { ...before, ...lists, trouble, signals };
    return true;
  }

  async #lists(): Promise<Omit<QueueFacts, 'trouble' | 'signals'>> {
    const shelves = this.#shelves;
    const failed = newest(shelves.all('failed'));
    await this.#learnReasons(failed);
    const finished: FinishedTask[] = [
      ...newest(shelves.all('done')).map((entry) => ended(entry, 'done', '')),
      ...failed.map((entry) =>
        ended(entry, 'failed', this.#reasons.get(reasonKey(entry.id, entry.ended?.atMs)) ?? ''),
      ),
    ];
    return {
      waiting: this.#waiting(),
      running: [...shelves.all('running')].map(({ id }) => id).sort(),
      done: shelves.count('done'),
      failed: shelves.count('failed'),
      finished: finished.sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? -1 : 1)),
    };
  }

  /** Keeps the order of before, in which few have changed their place: that sorts fast. */
  #waiting(): readonly WaitingTask[] {
    const kept = this.#facts.waiting.filter((task) => this.#shelves.get(task.id)?.waiting?.task === task);
    const known = new Set(kept);
    for (const { waiting } of this.#shelves.all('inbox')) {
      if (waiting !== undefined && !known.has(waiting.task)) kept.push(waiting.task);
    }
    return kept.sort(byTurn);
  }

  async #learnReasons(failed: readonly Entry[]): Promise<void> {
    const read = failed.map(async ({ id, ended }) => {
      const key = reasonKey(id, ended?.atMs);
      return [key, this.#reasons.get(key) ?? (await readReason(this.#layout, id))] as const;
    });
    this.#reasons = new Map(await Promise.all(read));
  }
}

function ended(entry: Entry, outcome: FinishedTask['outcome'], reason: string): FinishedTask {
  return { id: entry.id, outcome, atMs: entry.ended?.atMs ?? 0, reason };
}

/** The same id may fail again later, with another reason. */
function reasonKey(id: string, endedMs: number | undefined): string {
  return `${endedMs}:${id}`;
}

function newest(entries: Iterable<Entry>): readonly Entry[] {
  const found: Entry[] = [];
  const at = (entry: Entry | undefined): number => entry?.ended?.atMs ?? 0;
  for (const entry of entries) {
    if (found.length === MAX_FINISHED && at(entry) <= at(found.at(-1))) continue;
    const place = found.findIndex((other) => at(other) < at(entry));
    found.splice(place < 0 ? found.length : place, 0, entry);
    if (found.length > MAX_FINISHED) found.pop();
  }
  return found;
}
