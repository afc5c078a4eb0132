import type { TranscriptRow } from '../../dist/core/transcript.js';
import type { Rates } from './draws.ts';
import type { Random } from './random.ts';
import type { SimSession } from './session.ts';

/** One stay of a task in `running/`: one attempt. */
export interface Stay {
  readonly task: string;
  readonly number: number;
}

/** Whose prompt a turn answers. */
export interface Turn {
  readonly owner: 'person' | Stay;
}

/** What became of a request; `resetsAtMs` in true time. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly resetsAtMs: number };

/** What a session may ask of the world it lives in. */
export interface Surroundings {
  readonly random: Random;
  readonly rates: Rates;
  /** True time, ms. */
  now(): number;
  /** Wall clock, ms: true time and whatever jumps came. */
  wall(): number;
  serial(): number;
  /** A mishap of this probability, never while healing. */
  flaw(probability: number): boolean;
  linkAccount(): string;
  request(account: string, session: SimSession): Answer;
  outage(): boolean;
  /** Mean wait of a person before the next prompt in this session, ms. */
  idleMs(session: SimSession): number;
  /** Nobody works in it by hand any more. */
  isResting(session: SimSession): boolean;
  /** The tail of a conversation's file, oldest first. */
  transcript(conversation: string): readonly TranscriptRow[];
  write(conversation: string, row: TranscriptRow): void;
  /** A prompt of ours was submitted against this banner. */
  continued(session: SimSession, serial: number | null): void;
  /** A reply ended this turn. */
  replied(turn: Turn): void;
  /** The task at work says something of itself. */
  signals(stay: Stay): void;
  /** The process ends by itself. */
  ended(session: SimSession, status: number): void;
  /** A line for the trace. */
  note(text: string): void;
  /** Something in sight has changed: the next poll is near. */
  stir(): void;
}
