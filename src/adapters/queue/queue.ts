import { open } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { cleanText } from '../../core/clean-text.js';
import type { QueueFacts } from '../../core/dispatcher/task.js';
import type { Done, QueuePort, TaskMove, TidyLimits } from '../../core/ports.js';
import { SECOND } from '../../core/time.js';
import { steadyMs as bootMs } from '../clock.js';
import { errorText } from '../errors.js';
import { Actions, type Added } from './actions.js';
import { Arrivals } from './arrivals.js';
import { FactsBook } from './facts.js';
import { oneByOne } from './in-parallel.js';
import { Layout } from './layout.js';
import { Mover } from './moves.js';
import type { QueueFolder, QueueOptions } from './options.js';
import { Rounds } from './rounds.js';
import { type ScanOptions, type ScanWish, scanQueue } from './scan.js';
import { Shelves } from './shelves.js';
import { Signals } from './signals.js';
import type { Reader } from './task-file.js';
import { tidyQueue } from './tidy.js';
import { watchByEvents, watchQueue } from './watch.js';

export type { QueueFolder, QueueOptions } from './options.js';

type Refused = { readonly ok: false; readonly reason: string };
type Answer = { readonly ok: true } | Refused;

/** Facts of a long scan are told this often. */
const PROGRESS_MS = 500;
/** Notes name files, of which there can be any number. */
const MAX_SAID = 1_000;
const TROUBLED_RESCAN_MS = 5 * SECOND;

/** The queue folder, watched from `start` on. Never throws for a fault of the outside. */
export function openQueue(options: QueueOptions): QueueFolder {
  return new Queue(options);
}

/**
 * The same for one command while no supervisor runs: `start` lists what is there (files that are still being written too) and
 * changes nothing; only what is asked for is moved.
 */
export function bareQueue(dir: string, options: Omit<QueueOptions, 'dir' | 'watch'>): QueueFolder {
  return openQueue({ settleMs: 0, ...options, dir, watch: null });
}

class Queue implements QueueFolder {
  readonly #options: QueueOptions;
  readonly #layout: Layout;
  readonly #shelves = new Shelves();
  readonly #book: FactsBook;
  readonly #signals: Signals;
  readonly #arrivals: Arrivals;
  readonly #actions: Actions;
  readonly #scanning: ScanOptions;
  readonly #rounds: Rounds;
  readonly #inTurn = oneByOne();
  readonly #uid: number;
  readonly #said = new Set<string>();
  #trouble: string | null = null;
  /** The folders as they were at the last scan of everything. */
  #scannedFolders = '';
  /** All of `running/` of these folders is remembered. */
  #knowsRunning = false;
  #toldMs = 0;
  #watcher: { close(): Promise<void> } | null = null;
  #full: NodeJS.Timeout | null = null;
  #settling: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#uid = options.uid ?? process.getuid?.() ?? -1;
    const uid = this.#uid;
    const reader: Reader = { uid, open: options.open ?? open };
    const note = (sentence: string) => this.#note(sentence);
    const layout = new Layout({ dir: options.dir, forbidden: options.forbidden, uid });
    const shelves = this.#shelves;
    const mover = new Mover(layout, shelves);
    const steadyMs = options.steadyMs ?? bootMs;
    const settleMs = options.settleMs ?? 2 * SECOND;
    this.#layout = layout;
    this.#book = new FactsBook(layout, shelves);
    this.#signals = new Signals({ layout, shelves, uid, steadyMs, note, settleMs });
    this.#arrivals = new Arrivals({
      ...{ ...reader, layout, shelves, mover, note, steadyMs, settleMs },
      home: options.home ?? homedir(),
      mends: options.watch !== null,
    });
    const parts = { layout, shelves, mover, arrivals: this.#arrivals, signals: this.#signals, note };
    this.#actions = new Actions({ ...parts, reader, wallMs: options.wallMs ?? Date.now });
    this.#scanning = {
      ...parts,
      inTurn: this.#inTurn,
      progress: () => this.#progress(),
      runningIsKnown: () => {
        this.#knowsRunning = true;
      },
      isOver: () => this.#closed,
    };
    this.#rounds = new Rounds((wish) => this.#scan(wish));
  }

  facts(): QueueFacts {
    return this.#book.facts;
  }

  async start(): Promise<void> {
    const { watch = watchByEvents, pollMs = 500 } = this.#options;
    if (watch !== null) {
      // A folder that is not there cannot be watched.
      await this.#layout.check(true);
      this.#watcher = watchQueue({
        dir: this.#layout.dir,
        watch,
        pollMs,
        look: () => this.#rounds.ask(false),
        saw: (name, happening) => {
          this.#arrivals.saw(name, happening);
          this.#rounds.ask(false, name);
        },
        note: (sentence) => this.#note(sentence),
      });
    }
    await this.#rounds.complete();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of [this.#full, this.#settling]) if (timer !== null) clearTimeout(timer);
    await this.#watcher?.close();
    await this.#rounds.close();
    await this.#inTurn(() => Promise.resolve());
  }

  claim(task: string): Promise<Done> {
    return this.#act(() => this.#actions.claim(task));
  }

  prompt(task: string): ReturnType<QueuePort['prompt']> {
    return this.#act(() => this.#actions.prompt(task));
  }

  move(request: TaskMove): Promise<Done> {
    return this.#act(() => this.#actions.move(request));
  }

  add(text: string, name?: string): Promise<Added> {
    return this.#act(() => this.#actions.add(text, name));
  }

  async tidy(limits: TidyLimits): Promise<readonly string[]> {
    const options = {
      layout: this.#layout,
      shelves: this.#shelves,
      uid: this.#uid,
      temporary: this.#options.temporary ?? tmpdir(),
    };
    const did = await this.#act(async () => ({ ok: true, did: await tidyQueue(options, limits) }) as const);
    return did.ok ? did.did : [did.reason];
  }

  /** One operation, in turn with scans, on a folder that may be used; its change is told before it resolves. */
  #act<T extends Answer>(job: () => Promise<T>): Promise<T | Refused> {
    return this.#inTurn(async () => {
      if (this.#closed) return { ok: false, reason: 'The queue was not asked: the program is ending.' };
      const before = this.#trouble;
      this.#trouble = await this.#layout.check(true);
      const answer =
        this.#trouble === null ? await this.#tried(job) : { ok: false as const, reason: this.#trouble };
      await this.#tell();
      if (this.#options.watch === null || answer.ok) return answer;
      // Whatever went wrong, the folder may not be what it is remembered as.
      if (this.#trouble === null) this.#rounds.ask(true);
      else if (before === null) this.#planFull();
      return answer;
    });
  }

  async #tried<T>(job: () => Promise<T>): Promise<T | Refused> {
    try {
      return await job();
    } catch (error) {
      const why = cleanText(errorText(error), 1_000);
      return {
        ok: false,
        reason: `The queue folder could not be changed: ${why}. Look at ${this.#layout.dir}.`,
      };
    }
  }

  async #scan(wish: ScanWish): Promise<void> {
    const trouble = await this.#layout.check(this.#options.watch !== null);
    this.#trouble = trouble ?? (await this.#scanned(wish));
    await this.#inTurn(() => this.#tell());
    this.#again(wish.full);
  }

  async #scanned({ full, changed }: ScanWish): Promise<string | null> {
    try {
      const { identity } = this.#layout;
      const isNew = identity !== this.#scannedFolders;
      if (isNew) this.#knowsRunning = false;
      await scanQueue(this.#scanning, { full: full || isNew, changed });
      this.#scannedFolders = identity;
      return null;
    } catch (error) {
      const why = cleanText(errorText(error), 1_000);
      return `The queue folder cannot be read: ${why}. Look at ${this.#layout.dir}.`;
    }
  }

  /** Files that come to rest are looked at when they have; everything every minute, sooner while it cannot be used. */
  #again(wasFull: boolean): void {
    if (this.#closed || this.#options.watch === null) return;
    const due = [this.#arrivals.dueInMs(), this.#signals.dueInMs()].filter((ms) => ms !== null);
    if (this.#settling !== null) clearTimeout(this.#settling);
    if (due.length > 0) this.#settling = unheld(() => this.#rounds.ask(false), Math.min(...due));
    if (this.#full === null || wasFull || this.#trouble !== null) this.#planFull();
  }

  #planFull(): void {
    if (this.#full !== null) clearTimeout(this.#full);
    const rescanMs = this.#options.rescanMs ?? 60 * SECOND;
    const waitMs = this.#trouble === null ? rescanMs : Math.min(rescanMs, TROUBLED_RESCAN_MS);
    this.#full = unheld(() => this.#rounds.ask(true), waitMs);
  }

  async #progress(): Promise<void> {
    if (performance.now() - this.#toldMs > PROGRESS_MS) await this.#inTurn(() => this.#tell());
  }

  /** What was not looked at is not told: an empty list would say that a task has gone. Trouble is. */
  async #tell(): Promise<void> {
    if (this.#trouble === null && !this.#knowsRunning) return;
    this.#toldMs = performance.now();
    if (await this.#book.update(this.#trouble, this.#signals.list))
      this.#options.onChange?.(this.#book.facts);
  }

  #note(sentence: string): void {
    if (this.#said.has(sentence)) return;
    if (this.#said.size >= MAX_SAID) this.#said.clear();
    this.#said.add(sentence);
    this.#options.onNote?.(sentence);
  }
}

/** A timer that keeps no program alive. */
function unheld(action: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(action, ms).unref();
}
