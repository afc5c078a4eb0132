import type { Api, TelegramApiError } from 'node-telegram-bot-api';
import { cutText } from '../../../core/notifier/compose.js';
import type { SendOutcome } from '../../../core/notifier/health.js';
import { boundedFetch } from '../../telegram/bounded-fetch.js';
import {
  type Channel,
  type ChannelContext,
  type ChannelMaker,
  inAscii,
  lazily,
  reasonOf,
  secondsToMs,
  within,
} from '../channel.js';

/** Bot API: a text has at most 4096 characters after entities are parsed, counted in UTF-16 units. */
const TEXT_MAX = 4_096;
const ANSWER_MAX = 256 * 1024;

/** Answers that no other message would fare better with: the chat or the bot itself is wrong. */
const WRONG_CHAT = /chat not found|chat_id is empty|peer_id_invalid|upgraded to a supergroup/i;

/** Telegram by a bot, through node-telegram-bot-api 2.1 (Bot API 9). No parse mode: nothing in a text is ever markup. */
export const telegram: ChannelMaker = {
  name: 'telegram',
  label: 'Telegram',
  open: (context) => {
    const { telegram: place } = context.notifications;
    const token = context.secrets.telegramToken;
    if (place === undefined || token === null) return { type: 'unused' };
    if (!token.ok) return { type: 'trouble', reason: token.reason };
    const channel = lazily(context, async () => {
      const { Api, TelegramApiError } = await import('node-telegram-bot-api');
      const api = new Api(token.value, {
        apiRoot: place.api,
        fetch: boundedFetch(ANSWER_MAX).fetch,
        timeoutMs: 0,
        maxRetries: 0,
      });
      const isRefusal = (error: unknown) => error instanceof TelegramApiError;
      return channelOf({ api, isRefusal }, place, context);
    });
    return { type: 'ready', channel };
  },
};

interface Attempt {
  readonly text: string;
  readonly buttons: readonly { readonly text: string; readonly callback_data: string }[];
}

interface Client {
  readonly api: Api;
  /** Telegram itself answered, and refused. */
  readonly isRefusal: (error: unknown) => error is TelegramApiError;
}

type Place = NonNullable<ChannelContext['notifications']['telegram']>;

function channelOf(
  { api, isRefusal }: Client,
  place: Place,
  { secrets, deadlineMs }: ChannelContext,
): Channel {
  // Without configured users nobody listens to what is pressed.
  const hasButtons = place.user_ids.length > 0;
  const attempt = async ({ text, buttons }: Attempt, signal: AbortSignal): Promise<SendOutcome> => {
    try {
      await api.sendMessage(
        {
          chat_id: place.chat_id,
          text,
          link_preview_options: { is_disabled: true },
          ...(buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: [[...buttons]] } }),
        },
        within(signal, deadlineMs),
      );
      return { type: 'sent' };
    } catch (error) {
      if (isRefusal(error)) return outcomeOf(error, (one) => reasonOf(secrets, one));
      return { type: 'retry', reason: reasonOf(secrets, error), retryAfterMs: null };
    }
  };
  return {
    send: async ({ message, note }, signal) => {
      const text = cutText(note === '' ? message.text : `${message.text}\n${note}`, TEXT_MAX);
      const pressable = hasButtons ? message.buttons : [];
      const buttons = pressable.map(({ label, data }) => ({ text: label, callback_data: data }));
      const first = await attempt({ text, buttons }, signal);
      // What is refused may be refused for its buttons or a strange character: once more without either.
      return first.type === 'rejected' ? attempt({ text: inAscii(text), buttons: [] }, signal) : first;
    },
  };
}

function outcomeOf(error: TelegramApiError, words: (error: unknown) => string): SendOutcome {
  const { errorCode: code } = error;
  const reason = words(`${code} ${error.description}`);
  if (code === 401 || code === 403 || code === 404) return { type: 'off', reason };
  if (code === 400 && (error.migrateToChatId !== undefined || WRONG_CHAT.test(String(error.description))))
    return { type: 'off', reason };
  if (code === 400 || code === 413) return { type: 'rejected', reason };
  return { type: 'retry', reason, retryAfterMs: secondsToMs(error.retryAfter) };
}
