import { HOUR } from '../../dist/core/time.js';
import type { Random } from './random.ts';

/** A subscription with its true quota: so many requests in five hours from the first one. True time, ms. */
export class Account {
  readonly name: string;
  #capacity: number;
  #windowStart: number | null = null;
  #used = 0;

  constructor(name: string, random: Random) {
    this.name = name;
    this.#capacity = random.chance(0.3) ? random.int(3, 60) : random.int(200, 1_500);
  }

  /** One request now; the end of the window when it is refused. */
  request(nowMs: number): { readonly ok: true } | { readonly ok: false; readonly resetsAtMs: number } {
    if (this.#windowStart === null || nowMs >= this.#windowStart + 5 * HOUR) {
      this.#windowStart = nowMs;
      this.#used = 0;
    }
    this.#used += 1;
    return this.#used <= this.#capacity
      ? { ok: true }
      : { ok: false, resetsAtMs: this.#windowStart + 5 * HOUR };
  }

  /** How full its window is, and when that ends; null when none runs. */
  use(nowMs: number): { readonly percent: number; readonly endsAtMs: number } | null {
    if (this.#windowStart === null || nowMs >= this.#windowStart + 5 * HOUR) return null;
    const percent = Math.min(100, (100 * this.#used) / this.#capacity);
    return { percent, endsAtMs: this.#windowStart + 5 * HOUR };
  }

  /** From now on it is never limited. */
  heal(): void {
    this.#windowStart = null;
    this.#capacity = Number.POSITIVE_INFINITY;
  }

  /** The truth: would a request be refused now? */
  isLimited(nowMs: number): boolean {
    return this.#windowStart !== null && nowMs < this.#windowStart + 5 * HOUR && this.#used >= this.#capacity;
  }
}
