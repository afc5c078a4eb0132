import type { ByteName } from './names.js';
import type { ScanWish } from './scan.js';

/** Between two scans, so that a burst of events is one … */
const GAP_MS = 50;
/** … and of a long queue, whose every look costs, the more so. */
const GAP_PER_SCAN = 4;
const GAP_MOST_MS = 1_000;

/** Runs scans one after the other; what is asked for meanwhile is one scan more. */
export class Rounds {
  readonly #scan: (wish: ScanWish) => Promise<void>;
  #wanted: { full: boolean; changed: Set<ByteName> } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #endedMs = Number.NEGATIVE_INFINITY;
  #gapMs = GAP_MS;
  #closed = false;

  constructor(scan: (wish: ScanWish) => Promise<void>) {
    this.#scan = scan;
  }

  ask(full: boolean, changed: ByteName | null = null): void {
    this.#wanted ??= { full: false, changed: new Set() };
    this.#wanted.full ||= full;
    if (changed !== null) this.#wanted.changed.add(changed);
    this.#arm();
  }

  /** A scan of everything, begun after this call, has ended. */
  async complete(): Promise<void> {
    await this.#running;
    this.#wanted = { full: true, changed: new Set() };
    await this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  #arm(): void {
    if (this.#closed || this.#running !== null || this.#timer !== null) return;
    const waitMs = Math.max(0, this.#endedMs + this.#gapMs - performance.now());
    this.#timer = setTimeout(() => void this.#run(), waitMs);
  }

  async #run(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const wish = this.#wanted;
    if (wish === null || this.#closed) return;
    this.#wanted = null;
    const beganMs = performance.now();
    this.#running = this.#scan(wish);
    await this.#running;
    this.#running = null;
    this.#endedMs = performance.now();
    const tookMs = this.#endedMs - beganMs;
    this.#gapMs = Math.min(GAP_MOST_MS, Math.max(GAP_MS, GAP_PER_SCAN * tookMs));
    if (this.#wanted !== null) this.#arm();
  }
}
