import { HOUR } from '../../dist/core/time.js';

const KEPT = 400;

/** What happened last, as lines; it stands still from the first violation on. */
export class Trace {
  #lines: string[] = [];
  #stopped = false;

  note(nowMs: number, text: string): void {
    if (this.#stopped) return;
    this.#lines.push(`${(nowMs / HOUR).toFixed(5)} ${text}`);
    if (this.#lines.length > 2 * KEPT) this.#lines = this.#lines.slice(-KEPT);
  }

  stop(): void {
    this.#stopped = true;
  }

  get lines(): readonly string[] {
    return this.#lines.slice(-KEPT);
  }
}
