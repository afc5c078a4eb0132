import type { Instant } from '../../src/core/time.js';

/** Time that passes only when it is told to. */
export class HandClock {
  wallMs: number;
  steadyMs = 1_000_000;
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = [];

  constructor(iso = '2026-11-22T12:00:00Z') {
    this.wallMs = Date.parse(iso);
  }

  now = (): Instant => ({ wallMs: this.wallMs, steadyMs: this.steadyMs });

  after = (ms: number, callback: () => void): (() => void) => {
    const timer = { dueMs: this.steadyMs + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  get waiting(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass: every timer on its way fires, and after each `settle` is waited for. */
  async pass(ms: number, settle: () => Promise<void>): Promise<void> {
    const end = this.steadyMs + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((one) => one.dueMs <= end).sort((a, b) => a.dueMs - b.dueMs)[0];
      this.#to(next ? Math.max(next.dueMs, this.steadyMs) : end);
      if (!next) return;
      this.#timers = this.#timers.filter((one) => one !== next);
      next.callback();
      await settle();
    }
  }

  #to(steadyMs: number): void {
    this.wallMs += steadyMs - this.steadyMs;
    this.steadyMs = steadyMs;
  }
}
