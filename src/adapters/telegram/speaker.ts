import { cleanText } from '../../core/clean-text.js';
import type { Asked, BotApi, Key } from './bot-api.js';

export interface Speaker {
  say(text: string, keys?: readonly Key[]): void;
  /** The short word a press gets (at most 200 characters). */
  answerPress(query: string, text: string): void;
  removeKeys(message: number): void;
}

export interface SpeakerOptions {
  readonly api: BotApi;
  readonly chat: number;
  readonly signal: AbortSignal;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** An answer that could not be given, one sentence. */
  readonly onLost: (sentence: string) => void;
}

/** Answers that wait behind a slow one; more are dropped: who asks gets no news from an hour ago. */
const WAITING_MAX = 20;

/** Answers go out one after the other, beside the polling, each tried once: a person who gets none asks again. */
export function createSpeaker({ api, chat, signal, redact, onLost }: SpeakerOptions): Speaker {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  const send = (request: () => Promise<Asked<unknown>>, matters: boolean): void => {
    if (signal.aborted) return;
    if (waiting >= WAITING_MAX) {
      onLost('an answer was dropped: too many wait already');
      return;
    }
    waiting += 1;
    last = last.then(async () => {
      const sent: Asked<unknown> = signal.aborted ? { ok: true, value: null } : await request();
      waiting -= 1;
      if (!sent.ok && matters && !signal.aborted)
        onLost(
          `an answer could not be sent: ${sent.fault.type === 'failing' ? sent.fault.what : sent.fault.type}`,
        );
    });
  };
  return {
    say: (text, keys = []) => send(() => api.say(chat, redact(text), keys, signal), true),
    answerPress: (query, text) =>
      send(() => api.answerPress(query, cleanText(redact(text), 200), signal), false),
    removeKeys: (message) => send(() => api.removeKeys(chat, message, signal), false),
  };
}
