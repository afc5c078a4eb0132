import type { ErrorResponse, Resend } from 'resend';
import { subjectOf } from '../../../core/notifier/compose.js';
import type { SendOutcome } from '../../../core/notifier/health.js';
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

/** Refusals that speak of the account or of the addresses, not of one message. */
const WRONG_PLACE = /\b(?:from|to)\b.{0,3} (?:field|address)|domain|api key|verify/i;

/** E-mail by Resend (resend 6.38, which answers with its errors instead of throwing them). Plain text only. */
export const email: ChannelMaker = {
  name: 'email',
  label: 'E-mail',
  open: (context) => {
    const place = context.notifications.email;
    const key = context.secrets.resendKey;
    if (place === undefined || key === null) return { type: 'unused' };
    if (!key.ok) return { type: 'trouble', reason: key.reason };
    const channel = lazily(context, async () => {
      const { Resend } = await import('resend');
      return channelOf(new Resend(key.value, { baseUrl: place.api }), place, context);
    });
    return { type: 'ready', channel };
  },
};

type Place = NonNullable<ChannelContext['notifications']['email']>;

interface Mail {
  readonly key: string;
  readonly subject: string;
  readonly text: string;
}

function channelOf(resend: Resend, { from, to }: Place, { secrets, deadlineMs }: ChannelContext): Channel {
  const attempt = async ({ key, subject, text }: Mail, signal: AbortSignal): Promise<SendOutcome> => {
    const words = (error: unknown) => reasonOf(secrets, error);
    const closing = within(signal, deadlineMs);
    try {
      // The request goes on as `fetch` options: a redirect would carry the key elsewhere.
      const options = { idempotencyKey: key, signal: closing, redirect: 'error' } as const;
      const answer = await resend.emails.send({ from, to, subject, text }, options);
      if (typeof answer.data?.id === 'string') return { type: 'sent' };
      if (closing.aborted) return { type: 'retry', reason: 'no answer in time', retryAfterMs: null };
      return outcomeOf(answer.error, answer.headers?.['retry-after'], words);
    } catch (error) {
      return { type: 'retry', reason: words(error), retryAfterMs: null };
    }
  };
  return {
    send: async ({ message, note }, signal) => {
      const text = note === '' ? message.text : `${message.text}\n\n${note}`;
      const subject = subjectOf(message);
      const first = await attempt({ key: message.id, subject, text }, signal);
      if (first.type !== 'rejected') return first;
      const plain = { key: `${message.id}-plain`, subject: inAscii(subject), text: inAscii(text) };
      return attempt(plain, signal);
    },
  };
}

function outcomeOf(
  error: ErrorResponse | null,
  retryAfter: string | undefined,
  words: (error: unknown) => string,
): SendOutcome {
  const { statusCode: code, name, message } = error ?? { statusCode: null, name: '', message: 'no answer' };
  const reason = words(`${code ?? ''} ${message}`.trim());
  // The same message arrived before, its answer was lost: since then its text may tell its time.
  if (name === 'invalid_idempotent_request') return { type: 'sent' };
  if (code === 401 || code === 403 || code === 404) return { type: 'off', reason };
  if (code === 400 || code === 413 || code === 422)
    return { type: WRONG_PLACE.test(String(message)) ? 'off' : 'rejected', reason };
  return { type: 'retry', reason, retryAfterMs: secondsToMs(retryAfter) };
}
