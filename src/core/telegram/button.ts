import { type Callback, readCallback } from '../notifier/message.js';

/** What a pressed button says: those of the notifier's messages, and the two below a question of ours. */
export type Press = Callback | { readonly type: 'swap' | 'cancel'; readonly question: string };

/** Callback data (at most 64 bytes) of a press; null for anything no button of ours holds. */
export function readPress(data: unknown): Press | null {
  if (typeof data !== 'string' || data.length > 64) return null;
  const [, type, question] = /^(swap|cancel):([A-Za-z0-9_-]{1,40})$/.exec(data) ?? [];
  if (question !== undefined) return { type: type === 'swap' ? 'swap' : 'cancel', question };
  return readCallback(data);
}

/** The data of the two buttons below a question. */
export function questionData(question: string): { readonly swap: string; readonly cancel: string } {
  return { swap: `swap:${question}`, cancel: `cancel:${question}` };
}
