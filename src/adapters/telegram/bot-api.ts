import { Api, NetworkError, TelegramApiError, TimeoutError } from 'node-telegram-bot-api';
import { isRecord } from '../../core/json.js';
import { type Fault, faultOf } from '../../core/telegram/fault.js';
import { idOf } from '../../core/telegram/fields.js';
import { boundedFetch } from './bounded-fetch.js';

export interface BotApiOptions {
  readonly token: string;
  /** Takes secrets out of what the server says, before it is cut. */
  readonly redact: (text: string) => string;
  /** Root of the Bot API, such as `https://api.telegram.org`. */
  readonly api: string;
  /** Deadline of every request but `updates`, in ms. */
  readonly requestMs: number;
  /** How long the server may keep `updates` open (s), and how much later it must have answered (ms). */
  readonly pollSeconds: number;
  readonly marginMs: number;
}

export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

export interface Updates {
  /** As they came: nobody has looked at them. */
  readonly list: readonly unknown[];
  /** Unix seconds by the server's `Date` header; our own clock where it has none. */
  readonly serverSeconds: number;
}

export interface Key {
  readonly text: string;
  readonly data: string;
}

export interface BotApi {
  me(signal: AbortSignal): Promise<Asked<{ readonly id: number; readonly name: string }>>;
  /** `wait` false: answers at once. */
  updates(next: number | null, wait: boolean, signal: AbortSignal): Promise<Asked<Updates>>;
  say(chat: number, text: string, keys: readonly Key[], signal: AbortSignal): Promise<Asked<unknown>>;
  answerPress(query: string, text: string, signal: AbortSignal): Promise<Asked<unknown>>;
  removeKeys(chat: number, message: number, signal: AbortSignal): Promise<Asked<unknown>>;
  /** The commands a client offers, in this chat alone. */
  offer(
    chat: number,
    commands: readonly { readonly command: string; readonly description: string }[],
    signal: AbortSignal,
  ): Promise<Asked<unknown>>;
}

/** Updates asked for at once; a full answer may have more behind it. */
export const BATCH = 100;

/**
 * The Bot API through node-telegram-bot-api 2.1.0, whose own retries are off: who waits how long is decided in core.
 * Never throws; a fault names no address, since the token is part of it.
 */
export function createBotApi(options: BotApiOptions): BotApi {
  const asked = askedWith(options.redact);
  const http = boundedFetch();
  const api = new Api(options.token, {
    apiRoot: options.api,
    fetch: http.fetch,
    timeoutMs: options.requestMs,
    maxRetries: 0,
  });
  return {
    me: (signal) =>
      asked(async () => {
        const me: unknown = await api.getMe(signal);
        const id = isRecord(me) ? idOf(me.id) : null;
        if (!isRecord(me) || id === null || typeof me.username !== 'string') throw new WrongShape();
        return { id, name: me.username };
      }),
    updates: (next, wait, signal) =>
      asked(async () => {
        const seconds = wait ? options.pollSeconds : 0;
        const late = AbortSignal.timeout(seconds * 1_000 + options.marginMs);
        const list: unknown = await api.getUpdates(
          {
            ...(next === null ? {} : { offset: next }),
            limit: BATCH,
            timeout: seconds,
            allowed_updates: ['message', 'callback_query'],
          },
          AbortSignal.any([signal, late]),
        );
        if (!Array.isArray(list)) throw new WrongShape();
        return { list, serverSeconds: http.serverSeconds() };
      }),
    say: (chat, text, keys, signal) =>
      asked(() =>
        api.sendMessage(
          {
            chat_id: chat,
            text,
            // An address in somebody's screen must not be fetched on our account.
            link_preview_options: { is_disabled: true },
            ...(keys.length === 0 ? {} : { reply_markup: { inline_keyboard: [keys.map(keyboardKey)] } }),
          },
          signal,
        ),
      ),
    answerPress: (query, text, signal) =>
      asked(() => api.answerCallbackQuery({ callback_query_id: query, text }, signal)),
    removeKeys: (chat, message, signal) =>
      asked(() => api.editMessageReplyMarkup({ chat_id: chat, message_id: message }, signal)),
    offer: (chat, commands, signal) =>
      asked(() =>
        api.setMyCommands({ commands: [...commands], scope: { type: 'chat', chat_id: chat } }, signal),
      ),
  };
}

class WrongShape extends Error {}

function keyboardKey({ text, data }: Key): { text: string; callback_data: string } {
  return { text, callback_data: data };
}

type Ask = <T>(ask: () => Promise<T>) => Promise<Asked<T>>;

function askedWith(redact: BotApiOptions['redact']): Ask {
  return async (ask) => {
    try {
      return { ok: true, value: await ask() };
    } catch (error) {
      return { ok: false, fault: faultOfError(error, redact) };
    }
  };
}

/** Messages of errors are not repeated: only what kind of fault it was, and Telegram's own words. */
function faultOfError(error: unknown, redact: BotApiOptions['redact']): Fault {
  if (error instanceof TelegramApiError && typeof error.errorCode === 'number') {
    const seconds = error.retryAfter;
    return faultOf(
      error.errorCode,
      redact(String(error.description ?? '')),
      typeof seconds === 'number' && seconds >= 0 ? seconds : undefined,
    );
  }
  if (error instanceof TimeoutError || (error instanceof Error && error.name === 'TimeoutError'))
    return { type: 'failing', what: 'it did not answer in time' };
  if (error instanceof NetworkError) return { type: 'failing', what: 'it cannot be reached' };
  return { type: 'failing', what: 'what answered is not the Bot API' };
}
