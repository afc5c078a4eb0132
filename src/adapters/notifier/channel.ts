import { cleanText } from '../../core/clean-text.js';
import type { Config } from '../../core/config/schema.js';
import type { SendOutcome } from '../../core/notifier/health.js';
import type { Message } from '../../core/notifier/message.js';
import { errorText } from '../errors.js';
import { redactor } from '../redact.js';
import type { Secrets } from '../secrets.js';

/** One message with a sentence of its own for this delivery; '' when there is none. */
export interface Letter {
  readonly message: Message;
  readonly note: string;
}

/** A way to the person. */
export interface Channel {
  /** One attempt, within its deadline. Never throws; `signal` gives it up. */
  send(letter: Letter, signal: AbortSignal): Promise<SendOutcome>;
}

export interface ChannelContext {
  readonly notifications: Config['notifications'];
  readonly secrets: Secrets;
  /** How long one request may take, milliseconds. */
  readonly deadlineMs: number;
}

export type OpenedChannel =
  | { readonly type: 'unused' }
  /** It is configured and cannot be used; one sentence. */
  | { readonly type: 'trouble'; readonly reason: string }
  | { readonly type: 'ready'; readonly channel: Channel };

/** A service as the contract suite plays it on loopback. */
export interface PlayedService {
  /** Settings that lead to `url`. */
  settings(url: string): Readonly<Record<string, string>>;
  /** What the service answers, with status 200, when it has taken a message. */
  readonly answer: string;
  /** The text of the message in the body of a request. */
  textOf(body: string): string;
}

/** One kind of channel. Adding one: a file in `channels/` and a line in `channels/index.ts`. */
export interface ChannelMaker {
  /** As in the configuration. */
  readonly name: string;
  /** As the person reads it. */
  readonly label: string;
  /** Where its settings stand below `notifications.channels`: how the contract suite plays its service. */
  readonly played?: PlayedService;
  open(context: ChannelContext): OpenedChannel;
}

const REASON_MAX = 200;

/** What an answer says, fit for a log line: short, one line, no secret in it. */
export function reasonOf(secrets: Secrets, error: unknown): string {
  return cleanText(redactor(secrets.all)(errorText(error)), REASON_MAX);
}

/** For a service that may have refused a strange character. */
export function inAscii(text: string): string {
  return text.replace(/[^\n\u0020-\u007e]/g, '?');
}

/** Aborts when the deadline passes or when `signal` does. */
export function within(signal: AbortSignal, deadlineMs: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
}

/** Seconds as a server tells them, in milliseconds; null for anything else. */
export function secondsToMs(seconds: unknown): number | null {
  const number = typeof seconds === 'string' && seconds.trim() !== '' ? Number(seconds) : seconds;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number * 1_000 : null;
}

/** A channel that is made, its package loaded, with its first message: most supervisors send none by it. */
export function lazily({ secrets }: Pick<ChannelContext, 'secrets'>, make: () => Promise<Channel>): Channel {
  let made: Channel | null = null;
  return {
    send: async (letter, signal) => {
      try {
        made ??= await make();
      } catch (error) {
        return { type: 'retry', reason: reasonOf(secrets, error), retryAfterMs: null };
      }
      return made.send(letter, signal);
    },
  };
}
