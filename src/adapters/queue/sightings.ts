import { type ByteName, isTaskName } from './names.js';
import { Steadiness } from './steadiness.js';

/** What the kernel tells of a name: it was made, moved or removed; or its content or rights changed. */
export type Happening = 'rename' | 'change';

/** From the size of a file to the event of the write that made it. */
const EVENT_MS = 50;
const MAX_TOLD = 20_000;

/**
 * Tells a file that was moved in whole from one that is being written in place, where its times do not: a file written
 * and renamed within one tick of the kernel's clock (1 to 10 ms) has the same mtime and ctime as one just written.
 * But whatever is written in place with something in it was told of twice: made, and changed.
 */
export class Sightings {
  readonly #told = new Map<ByteName, Happening>();
  readonly #steadiness: Steadiness;
  readonly #settleMs: number;

  constructor(steadyMs: () => number, settleMs: number) {
    this.#steadiness = new Steadiness(steadyMs);
    this.#settleMs = settleMs;
  }

  saw(name: ByteName, happening: Happening): void {
    if (!isTaskName(name)) return;
    if (this.#told.size >= MAX_TOLD) this.#told.clear();
    if (happening === 'rename' || this.#told.has(name)) this.#told.set(name, happening);
  }

  /** It has been the same for long enough, for a file that by its times was not moved in. */
  isSteady(name: ByteName, seen: { readonly signature: string; readonly filled: boolean }): boolean {
    const isMoved = this.#told.get(name) === 'rename' && seen.filled;
    const neededMs = isMoved ? Math.min(EVENT_MS, this.#settleMs) : this.#settleMs;
    return this.#steadiness.isSteady(name, seen.signature, neededMs);
  }

  /** Whatever was seen of it, it must come to rest anew. */
  restart(name: ByteName): void {
    this.#told.delete(name);
    this.#steadiness.isSteady(name, '', this.#settleMs);
  }

  forget(name: ByteName): void {
    this.#told.delete(name);
    this.#steadiness.forget(name);
  }

  keepOnly(names: ReadonlySet<ByteName>): void {
    this.#steadiness.keepOnly(names);
  }

  dueInMs(): number | null {
    return this.#steadiness.dueInMs();
  }
}
