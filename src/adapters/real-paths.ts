import { realOrNull } from './real-path.js';

/** Real paths hold this long: a flip only moves the link from one account, looked into anyway, to another. */
const HOLDS_MS = 1_000;

/** Real paths, each looked up once a second: all sessions ask for the same ones. Holds what one second asked for. */
export class RealPaths {
  readonly #steadyMs: () => number;
  #found = new Map<string, string>();
  #sinceMs = Number.NEGATIVE_INFINITY;

  constructor(steadyMs: () => number) {
    this.#steadyMs = steadyMs;
  }

  /** Those that are there, each once. */
  of(paths: readonly string[]): readonly string[] {
    const nowMs = this.#steadyMs();
    if (nowMs - this.#sinceMs >= HOLDS_MS) {
      this.#sinceMs = nowMs;
      this.#found = new Map();
    }
    return [...new Set(paths.flatMap((path) => this.#one(path) ?? []))];
  }

  #one(path: string): string | null {
    const known = this.#found.get(path);
    if (known !== undefined) return known;
    const real = realOrNull(path);
    // Not there, nothing can be in it; once it is, it is seen at once.
    if (real !== null) this.#found.set(path, real);
    return real;
  }
}
