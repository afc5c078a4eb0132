interface Seen {
  readonly signature: string;
  readonly sinceMs: number;
  readonly neededMs: number;
}

/** Tells when something that may still be written has come to rest: the same at two looks far enough apart. */
export class Steadiness {
  readonly #seen = new Map<string, Seen>();
  readonly #steadyMs: () => number;

  constructor(steadyMs: () => number) {
    this.#steadyMs = steadyMs;
  }

  /** `neededMs`: how long it must have stayed the same. */
  isSteady(name: string, signature: string, neededMs: number): boolean {
    const now = this.#steadyMs();
    const seen = this.#seen.get(name);
    const sinceMs = seen?.signature === signature ? seen.sinceMs : now;
    this.#seen.set(name, { signature, sinceMs, neededMs });
    return now - sinceMs >= neededMs;
  }

  forget(name: string): void {
    this.#seen.delete(name);
  }

  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#seen.keys()) if (!names.has(name)) this.#seen.delete(name);
  }

  /** In how many ms the next one may have come to rest; null when nothing is awaited. */
  dueInMs(): number | null {
    let first: number | null = null;
    for (const { sinceMs, neededMs } of this.#seen.values()) {
      first = Math.min(first ?? Number.POSITIVE_INFINITY, sinceMs + neededMs);
    }
    return first === null ? null : Math.max(0, first - this.#steadyMs());
  }
}
