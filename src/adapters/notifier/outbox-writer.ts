import type { Outbox } from '../../core/notifier/outbox.js';
import { type Instant, MINUTE } from '../../core/time.js';
import type { OutboxFile } from './outbox-file.js';

/** Time as the notifier meets it; tests run hours of it in milliseconds. */
export interface NotifierClock {
  now(): Instant;
  /** Calls back once after `ms`; returns the canceller. */
  after(ms: number, callback: () => void): () => void;
}

const RETRY_MS = MINUTE;

/** Brings the newest outbox to the disk, one write at a time, beside everything else: a disk that hangs holds up nobody. */
export class OutboxWriter {
  readonly #file: OutboxFile;
  readonly #clock: NotifierClock;
  readonly #complain: (sentence: string) => void;
  #wanted: Outbox | null = null;
  #writing: Promise<void> | null = null;
  #cancelRetry: () => void = () => undefined;

  constructor(file: OutboxFile, clock: NotifierClock, complain: (sentence: string) => void) {
    this.#file = file;
    this.#clock = clock;
    this.#complain = complain;
  }

  write(outbox: Outbox): void {
    this.#wanted = outbox;
    this.#writing ??= this.#drain();
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  close(): void {
    this.#cancelRetry();
  }

  async #drain(): Promise<void> {
    this.#cancelRetry();
    while (this.#wanted !== null) {
      const outbox = this.#wanted;
      this.#wanted = null;
      const trouble = await this.#file.save(outbox);
      if (trouble === null) continue;
      this.#complain(trouble);
      const again = this.#wanted ?? outbox;
      this.#cancelRetry = this.#clock.after(RETRY_MS, () => this.write(again));
      break;
    }
    this.#writing = null;
  }
}
