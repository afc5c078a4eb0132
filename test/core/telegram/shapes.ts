import type { Allowed, Receipt } from '../../../src/core/telegram/update.js';

export const CHAT = 4_242;
export const USER = 4_242;
export const SECOND_USER = 77;
export const BOT = 9_000_001;
export const SERVER_S = 1_800_000_000;

export const ALLOWED: Allowed = {
  chatId: CHAT,
  userIds: [USER, SECOND_USER],
  bot: { id: BOT, name: 'failover_bot' },
};

/** The server's clock now, and a look at an empty queue ten seconds ago. */
export const JUST_NOW: Receipt = { serverSeconds: SERVER_S, waitedMs: 10_000 };

type Shape = Record<string, unknown>;

export function messageOf(text: unknown, more: Shape = {}): Shape {
  return {
    message_id: 10,
    from: { id: USER, is_bot: false, first_name: 'Ann' },
    chat: { id: CHAT, type: 'private' },
    date: SERVER_S - 2,
    text,
    ...more,
  };
}

export function updateOf(id: unknown, text: unknown, more: Shape = {}): Shape {
  return { update_id: id, message: messageOf(text, more) };
}

export function pressOf(id: unknown, data: unknown, more: Shape = {}, message: Shape = {}): Shape {
  return {
    update_id: id,
    callback_query: {
      id: '123456789',
      from: { id: USER, is_bot: false, first_name: 'Ann' },
      message: {
        message_id: 11,
        from: { id: BOT, is_bot: true, first_name: 'failover' },
        chat: { id: CHAT, type: 'private' },
        date: SERVER_S - 600,
        text: 'Swap?',
        ...message,
      },
      chat_instance: '1',
      data,
      ...more,
    },
  };
}
