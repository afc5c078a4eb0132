import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Store } from '../core/commands.js';
import type { HitState } from '../core/snapshot.js';
import type { Sandbox } from './sandbox.js';

/** One line of the agents' own record. */
export interface AgentRequest {
  readonly at: number;
  readonly event: 'start' | 'prompt' | 'request' | 'exit';
  readonly conversation: string;
  readonly pid: number;
  readonly name: string;
  readonly account?: string | null;
  readonly prompt?: string;
  readonly outcome?: string;
  readonly scripted?: boolean;
}

export interface SeenFlip {
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

export interface SeenHit {
  readonly session: string;
  readonly states: readonly HitState[];
}

/** What was seen apart from the engine's opinion: the link, the agents' record; and what the engine showed, to compare. */
export interface Testimony {
  readonly requests: readonly AgentRequest[];
  readonly flips: readonly SeenFlip[];
  readonly hits: readonly SeenHit[];
  readonly holdMs: number;
  /** Names in `done/` and `failed/` at the end. */
  readonly tasks: { readonly done: readonly string[]; readonly failed: readonly string[] };
  /** Tasks that were shown as stalled. */
  readonly stalled: readonly string[];
  /** When the link was changed by a swap that the person ordered, as the engine tells it: wall ms. */
  readonly byPerson: readonly number[];
}

/** The link is looked at this often. */
const LOOK_MS = 10;

/** Watches the link with its own eyes and notes what the engine shows. */
export class Witness {
  readonly #sandbox: Sandbox;
  readonly #flips: SeenFlip[] = [];
  readonly #stalled = new Set<string>();
  readonly #byPerson = new Set<number>();
  readonly #hits = new Map<string, { session: string; states: HitState[] }>();
  readonly #stop: () => void;
  #account: string;
  #holdSince: number | null = null;
  #holdMs = 0;

  constructor(sandbox: Sandbox, store: Store) {
    this.#sandbox = sandbox;
    this.#account = basename(readlinkSync(sandbox.link));
    const timer = setInterval(() => this.#look(), LOOK_MS);
    const unsubscribe = store.subscribe(() => this.#note(store));
    this.#stop = () => {
      clearInterval(timer);
      unsubscribe();
    };
  }

  #look(): void {
    const account = basename(readlinkSync(this.#sandbox.link));
    if (account === this.#account) return;
    this.#flips.push({ at: Date.now(), from: this.#account, to: account });
    this.#account = account;
  }

  #note(store: Store): void {
    const snapshot = store.getSnapshot();
    for (const hit of snapshot.hits) {
      const seen = this.#hits.get(hit.id) ?? { session: hit.session, states: [] };
      if (seen.states.at(-1) !== hit.state) seen.states.push(hit.state);
      this.#hits.set(hit.id, seen);
    }
    if (snapshot.lastSwap?.origin === 'person') this.#byPerson.add(Date.parse(snapshot.lastSwap.at));
    for (const task of snapshot.queue.tasks) if (task.state === 'stalled') this.#stalled.add(task.id);
    if (snapshot.hold && this.#holdSince === null) this.#holdSince = Date.now();
    if (!snapshot.hold && this.#holdSince !== null) {
      this.#holdMs += Date.now() - this.#holdSince;
      this.#holdSince = null;
    }
  }

  #tasksIn(place: 'done' | 'failed'): readonly string[] {
    return readdirSync(join(this.#sandbox.queue, place)).filter((name) => name.endsWith('.md'));
  }

  stop(): void {
    this.#stop();
  }

  testify(): Testimony {
    this.#stop();
    const file = join(this.#sandbox.world, 'requests.jsonl');
    // Whoever leaves at once leaves before the first request.
    const lines = (existsSync(file) ? readFileSync(file, 'utf8') : '')
      .split('\n')
      .filter((line) => line !== '');
    return {
      requests: lines.map((line) => JSON.parse(line) as AgentRequest),
      flips: this.#flips,
      hits: [...this.#hits.values()],
      tasks: { done: this.#tasksIn('done'), failed: this.#tasksIn('failed') },
      stalled: [...this.#stalled],
      byPerson: [...this.#byPerson],
      holdMs: this.#holdMs + (this.#holdSince === null ? 0 : Date.now() - this.#holdSince),
    };
  }
}
