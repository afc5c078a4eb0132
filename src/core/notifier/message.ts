import type { NoticeKind } from '../engine/effects.js';

/** What the engine has to tell: one event. */
export interface Notice {
  readonly kind: NoticeKind;
  /** One clean line. */
  readonly text: string;
  /** What it is about, where one kind can stand several times: an account, a session; null else. */
  readonly about: string | null;
  /** When it happened, wall time. Of a proposal: its own time, which its answer has to name. */
  readonly atMs: number;
}

/** `info`: good to know · `warn`: something failed or waits · `urgent`: nothing goes on before the person acts. */
export type MessageLevel = 'info' | 'warn' | 'urgent';

/** A key below a Telegram message. `data`: see `callbackData`. */
export interface Button {
  readonly label: string;
  readonly data: string;
}

/** What goes out on a channel: one event, or several that came close together. */
export interface Message {
  /** Letters, digits and "-", at most 40; the same in every attempt to deliver it. */
  readonly id: string;
  /** Of the gravest event in it. */
  readonly kind: NoticeKind;
  readonly atMs: number;
  /** Plain text; a line for each event. */
  readonly text: string;
  readonly level: MessageLevel;
  readonly buttons: readonly Button[];
}

/** What a pressed button says. `message`: id of a `Message`; `proposalAtMs`: wall time of the proposal (`Snapshot.proposal.at`). */
export type Callback =
  | { readonly type: 'ack'; readonly message: string }
  | { readonly type: 'yes' | 'no'; readonly proposalAtMs: number };

/** `ack:<message id>`, `yes:<proposal at, ms>`, `no:<proposal at, ms>`: at most 64 bytes, Telegram's bound (Bot API 9). */
export function callbackData(callback: Callback): string {
  return callback.type === 'ack' ? `ack:${callback.message}` : `${callback.type}:${callback.proposalAtMs}`;
}

/** The reverse of `callbackData`; null for anything else. */
export function readCallback(data: string): Callback | null {
  const ack = /^ack:([A-Za-z0-9-]{1,40})$/.exec(data);
  if (ack?.[1] !== undefined) return { type: 'ack', message: ack[1] };
  const answer = /^(yes|no):(\d{1,15})$/.exec(data);
  if (answer === null) return null;
  return { type: answer[1] === 'yes' ? 'yes' : 'no', proposalAtMs: Number(answer[2]) };
}

/** Where the bot tells that the person reacted: what was told on Telegram does not go out by e-mail as well. */
export interface Acknowledger {
  /** The button of one message; false when no such message waits for it. */
  acknowledge(id: string): boolean;
  /** Any command of a configured user: all that was delivered counts as seen. */
  acknowledgeAll(): void;
}
