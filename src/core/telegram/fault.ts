import { cleanText } from '../clean-text.js';
import { HOUR, MINUTE, SECOND } from '../time.js';

/** Why the bot could not be asked. */
export type Fault =
  /** 409: another program takes the updates, by polling or by a webhook. */
  | { readonly type: 'conflict'; readonly webhook: boolean }
  /** 401, 403, 404: the token is not (or no longer) good. */
  | { readonly type: 'refused'; readonly code: number }
  /** 429. */
  | { readonly type: 'flood'; readonly retryAfterMs: number }
  /** Everything that may pass: no network, no answer, 5xx, no JSON, an answer of another shape. */
  | { readonly type: 'failing'; readonly what: string };

/** The answer `{ok: false, error_code, description, parameters: {retry_after}}` of the Bot API as a fault. */
export function faultOf(code: number, description: string, retryAfterSeconds: number | undefined): Fault {
  if (code === 409) return { type: 'conflict', webhook: /webhook/i.test(description) };
  if (code === 401 || code === 403 || code === 404) return { type: 'refused', code };
  if (code === 429) return { type: 'flood', retryAfterMs: (retryAfterSeconds ?? 1) * SECOND };
  return { type: 'failing', what: `Telegram answered ${code} ${cleanText(description, 120)}`.trim() };
}

const FIRST_MS = SECOND;
const MOST_MS = MINUTE;
const CONFLICT_FIRST_MS = MINUTE;
const CONFLICT_MOST_MS = 10 * MINUTE;
/** A refusal may be the mood of something on the way; a wrong token stays wrong. */
const REFUSED_MS = [MINUTE, 10 * MINUTE, HOUR] as const;

/**
 * How long to wait (ms) before the next try. `times`: such faults in a row, this one included. `chance` in [0, 1) spreads many clients apart.
 */
export function waitAfter(fault: Fault, times: number, chance: number): number {
  switch (fault.type) {
    case 'refused':
      return REFUSED_MS[times - 1] ?? HOUR;
    case 'flood':
      return Math.min(HOUR, Math.max(FIRST_MS, fault.retryAfterMs));
    case 'conflict':
      return Math.min(CONFLICT_MOST_MS, CONFLICT_FIRST_MS * 2 ** Math.min(times - 1, 10));
    case 'failing':
      return Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(times - 1, 10)) * (0.5 + chance / 2);
  }
}

/** One sentence for log and screen, with what to do. */
export function faultText(fault: Fault): string {
  switch (fault.type) {
    case 'conflict':
      return fault.webhook
        ? 'Telegram commands do not arrive: a webhook is set for this bot. Delete the webhook, or give claude-failover a bot of its own.'
        : 'Telegram commands may not arrive: someone else polls this bot. Stop the other program, or give each its own bot; if you know of none, renew the token with @BotFather.';
    case 'refused':
      return `Telegram commands are off: the bot’s token was refused (${fault.code}). Put the right one into notifications.telegram.token; it is tried again every hour, and at once when the configuration changes.`;
    case 'flood':
      return `Telegram commands wait: Telegram asks for ${Math.ceil(fault.retryAfterMs / SECOND)} s of silence. They go on by themselves.`;
    case 'failing':
      return `Telegram commands do not arrive: ${fault.what}. It is tried again by itself.`;
  }
}

/** A fault is told again only after none of its kind was seen for so long (ms): two programs on one bot take turns. */
const QUIET_MS: Readonly<Record<Fault['type'], number>> = {
  conflict: HOUR,
  refused: 2 * HOUR,
  flood: 2 * HOUR,
  failing: 10 * MINUTE,
};

/** `seenMs`: steady ms of the last fault of this kind, null for the first. */
export function isNews(fault: Fault, seenMs: number | null, nowMs: number): boolean {
  return seenMs === null || nowMs - seenMs >= QUIET_MS[fault.type];
}
