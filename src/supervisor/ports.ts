import type { Durable } from '../core/engine/state.js';
import type { Notice } from '../core/notifier/message.js';
import type { Instant } from '../core/time.js';

/** Time as the supervisor meets it: the only place a clock is asked. */
export interface Clock {
  now(): Instant;
  /** Calls back once after `ms` (any size); returns the canceller. */
  after(ms: number, callback: () => void): () => void;
}

/** Where the durable half of the state lives. `false`: it could not be written, nothing that relies on it may start. */
export interface StateStore {
  save(durable: Durable): Promise<boolean>;
}

export interface Journal {
  /** One line; `sync`: on disk before it resolves. Never rejects. */
  append(entry: object, sync: boolean): Promise<void>;
}

export interface Log {
  line(text: string): void;
}

/** Carries a notice to the person's channels. */
export type Notify = (notice: Notice) => void;
