import { parseJson } from '../../core/json.js';
import type { SendOutcome } from '../../core/notifier/health.js';
import { boundedFetch } from '../telegram/bounded-fetch.js';
import { type ChannelContext, inAscii, reasonOf, secondsToMs, within } from './channel.js';

const ANSWER_MAX = 64 * 1024;

export interface Post {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /**
   * Whether an answer of 2xx is the service's own: a captive portal answers 200 too. `answer` is its JSON, null when it is
   * none; `text` is all of it, for a service that answers with a word.
   */
  taken(answer: unknown, text: string): boolean;
}

/** One JSON message by HTTP, within its deadline and without redirects. Never throws; no reason holds a secret. */
export async function post(
  { url, headers, body, taken }: Post,
  { secrets, deadlineMs }: Pick<ChannelContext, 'secrets' | 'deadlineMs'>,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    const answer = await boundedFetch(ANSWER_MAX).fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: within(signal, deadlineMs),
    });
    const text = await answer.text();
    const { status } = answer;
    if (answer.ok && taken(parseJson(text), text)) return { type: 'sent' };
    const reason = reasonOf(secrets, `${status} ${answer.ok ? 'not an answer of this service' : text}`);
    if (status === 401 || status === 403 || status === 404 || status === 410) return { type: 'off', reason };
    if (status === 400 || status === 413 || status === 422) return { type: 'rejected', reason };
    return { type: 'retry', reason, retryAfterMs: secondsToMs(answer.headers.get('retry-after')) };
  } catch (error) {
    return { type: 'retry', reason: reasonOf(secrets, error), retryAfterMs: null };
  }
}

/** What is refused may be refused for a strange character: once more in plain ASCII. */
export async function plainerIfRejected(
  text: string,
  attempt: (text: string) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const first = await attempt(text);
  return first.type === 'rejected' ? attempt(inAscii(text)) : first;
}
