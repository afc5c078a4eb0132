/** Runs asynchronous jobs strictly one after the other, in the order they came. */
export class Mailbox<T> {
  readonly #handle: (item: T) => Promise<void>;
  readonly #items: T[] = [];
  #running: Promise<void> | null = null;

  constructor(handle: (item: T) => Promise<void>) {
    this.#handle = handle;
  }

  post(item: T): void {
    this.#items.push(item);
    this.#running ??= this.#drain();
  }

  /** Resolves when everything posted so far, and what it posted in turn, is handled. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    try {
      for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift())
        await this.#handle(item);
    } finally {
      this.#running = null;
    }
  }
}
