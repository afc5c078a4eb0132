import { cleanText } from '../clean-text.js';
import { isRecord, valueAt } from '../json.js';
import { type Press, readPress } from './button.js';
import { idOf } from './fields.js';

/** Who may give orders, and as whom the bot is addressed. `userIds` empty: nobody. */
export interface Allowed {
  readonly chatId: number;
  readonly userIds: readonly number[];
  readonly bot: { readonly id: number; readonly name: string };
}

export interface Receipt {
  /** Unix seconds by the server's own clock when the answer came; ours may be wrong. */
  readonly serverSeconds: number;
  /** No update of this answer can have waited longer (ms); null: nobody knows, we were not there. */
  readonly waitedMs: number | null;
}

/** What becomes of one update. Only `command` and `button` are acted on or answered. */
export type Decision =
  | { readonly type: 'ignored'; readonly rule: string }
  /** Well-formed, from somebody or somewhere else: silence, and a line in the log. `name` is clean. */
  | { readonly type: 'foreign'; readonly user: number; readonly name: string; readonly chat: number }
  | {
      readonly type: 'command';
      readonly user: number;
      /** Between the person and the bot alone: an unknown command is meant for us. */
      readonly private: boolean;
      /** Lower case, without slash and bot name. */
      readonly word: string;
      readonly words: readonly string[];
    }
  | {
      readonly type: 'button';
      readonly user: number;
      /** What `answerCallbackQuery` wants. */
      readonly query: string;
      /** The message the button stands below. */
      readonly message: number;
      readonly press: Press;
    };

/** Older than this at receipt (seconds) is not what the person wants now. */
const STALE_S = 120;
const TEXT_MAX = 512;

/** Text that is not typed by this person, here and now: forwarded, edited, by a bot, in a channel's name, scheduled. */
const SECOND_HAND =
  /^(?:forward_|via_|edit_date$|sender_|is_automatic_forward$|is_from_offline$|business_|guest_|author_signature$)/;

/**
 * Bot API 9: exactly one payload an update. Anything but a plain new message or a press of a button of ours, by a
 * configured user in the configured chat, just now, is left without action and without answer.
 */
export function decideUpdate(update: unknown, allowed: Allowed, receipt: Receipt): Decision {
  if (!isRecord(update)) return ignored('malformed');
  const payloads = Object.keys(update).filter((key) => key !== 'update_id');
  if (payloads.length !== 1) return ignored('malformed');
  const { message, callback_query: query } = update;
  if (isRecord(message)) return decideMessage(message, allowed, receipt);
  if (isRecord(query)) return decideQuery(query, allowed, receipt);
  return ignored('kind');
}

function decideMessage(message: Record<string, unknown>, allowed: Allowed, receipt: Receipt): Decision {
  if (Object.keys(message).some((key) => SECOND_HAND.test(key))) return ignored('second hand');
  const stranger = strangerOf(message.from, message.chat, allowed);
  if (stranger !== null) return stranger;
  if (!isFresh(message.date, receipt)) return ignored('stale');
  const { text } = message;
  if (typeof text !== 'string' || text.length > TEXT_MAX) return ignored('no command');
  const [, word, to] = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s|$)/.exec(text) ?? [];
  if (word === undefined) return ignored('no command');
  if (to !== undefined && to.toLowerCase() !== allowed.bot.name.toLowerCase()) return ignored('other bot');
  const words = text
    .split(/\s+/)
    .slice(1)
    .map((part) => cleanText(part, 300));
  return {
    type: 'command',
    user: idOf(valueAt(message.from, ['id'])) ?? 0,
    private: valueAt(message.chat, ['type']) === 'private',
    word: word.toLowerCase(),
    words: words.filter((part) => part !== ''),
  };
}

function decideQuery(query: Record<string, unknown>, allowed: Allowed, receipt: Receipt): Decision {
  const { message, id, from } = query;
  if (!isRecord(message) || 'inline_message_id' in query) return ignored('inline');
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) return ignored('malformed');
  const stranger = strangerOf(from, message.chat, allowed);
  if (stranger !== null) return stranger;
  // Only a message of ours can hold a button of ours; one that was forwarded or sent through another bot is none.
  const keys = Object.keys(message).filter((key) => key !== 'edit_date');
  if (keys.some((key) => SECOND_HAND.test(key)) || valueAt(message.from, ['id']) !== allowed.bot.id)
    return ignored('second hand');
  // A press carries no time of its own: it cannot be older than our last look at an empty queue.
  if (receipt.waitedMs === null || receipt.waitedMs > STALE_S * 1_000) return ignored('stale');
  const press = readPress(query.data);
  const messageId = idOf(message.message_id);
  if (press === null || messageId === null) return ignored('malformed');
  return { type: 'button', user: idOf(valueAt(from, ['id'])) ?? 0, query: id, message: messageId, press };
}

/** Null for a configured user, in person, in the configured chat. */
function strangerOf(from: unknown, chat: unknown, { chatId, userIds }: Allowed): Decision | null {
  const user = idOf(valueAt(from, ['id']));
  const place = idOf(valueAt(chat, ['id']));
  if (user === null || place === null || valueAt(from, ['is_bot']) !== false) return ignored('malformed');
  if (userIds.includes(user) && place === chatId) return null;
  return { type: 'foreign', user, name: nameOf(from), chat: place };
}

function isFresh(date: unknown, { serverSeconds, waitedMs }: Receipt): boolean {
  if (typeof date !== 'number' || !Number.isSafeInteger(date) || waitedMs === null) return false;
  return Math.abs(serverSeconds - date) <= STALE_S;
}

function nameOf(from: unknown): string {
  const name = valueAt(from, ['username']) ?? valueAt(from, ['first_name']);
  return typeof name === 'string' ? cleanText(name, 32) : '';
}

function ignored(rule: string): Decision {
  return { type: 'ignored', rule };
}
