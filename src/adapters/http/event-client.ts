import type { IncomingMessage } from 'node:http';
import { cleanText } from '../../core/clean-text.js';
import { errorText } from '../errors.js';
import { request } from './node-http.js';
import { type SseEvent, SseReader } from './sse-reader.js';

export type StreamEnd =
  /** It is no event stream at all: another program, or a version that knows none. */
  | { readonly type: 'no-stream' }
  /** Somebody answered that it cannot be read now; `reason` in its own words. */
  | { readonly type: 'refused'; readonly reason: string }
  /** It ended, broke off, was silent for too long, or nobody listens; `reason` continues a sentence. */
  | { readonly type: 'over'; readonly reason: string };

export interface StreamOptions {
  readonly socketPath: string;
  readonly path: string;
  /** Longer than the comments that keep it alive are apart. */
  readonly silentMs: number;
  readonly onEvent: (event: SseEvent) => void;
  /** Called once; never after `close`. */
  readonly onEnd: (end: StreamEnd) => void;
}

/** Reads server-sent events over a unix socket until either side ends it; `close` ends it without a word. Never throws. */
export function openEvents(options: StreamOptions): { close(): void } {
  const { socketPath, path, silentMs, onEvent, onEnd } = options;
  let isOver = false;
  const asking = request({
    socketPath,
    path,
    agent: false,
    headers: { host: 'localhost', accept: 'text/event-stream' },
  });
  const silence = setTimeout(() => {
    end({ type: 'over', reason: `nothing came for ${Math.ceil(silentMs / 1_000)} s` });
  }, silentMs);
  const close = (): void => {
    isOver = true;
    clearTimeout(silence);
    asking.destroy();
  };
  const end = (why: StreamEnd): void => {
    if (isOver) return;
    close();
    onEnd(why);
  };
  asking.on('error', (error) => end({ type: 'over', reason: errorText(error) }));
  asking.on('response', (response) => {
    const { statusCode = 0 } = response;
    // Too many read it, or it just starts: that passes.
    if (statusCode >= 500) {
      void refusalIn(response).then((reason) => end({ type: 'refused', reason }));
      return;
    }
    if (!isEventStream(response)) end({ type: 'no-stream' });
    if (isOver) return;
    const reader = new SseReader();
    response.setEncoding('utf8').on('data', (text: string) => {
      silence.refresh();
      const events = reader.push(text);
      if (events === null) end({ type: 'no-stream' });
      for (const event of events ?? []) if (!isOver) onEvent(event);
    });
    response.on('error', (error) => end({ type: 'over', reason: errorText(error) }));
    response.on('close', () => end({ type: 'over', reason: 'it ended the connection' }));
  });
  asking.end();
  return { close };
}

const REFUSAL_MAX = 4_096;

/** The reason in the body of a refusal; its status where it names none. */
async function refusalIn(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += chunk;
      if (text.length > REFUSAL_MAX) break;
    }
    const reason: unknown = JSON.parse(text).reason;
    if (typeof reason === 'string') return cleanText(reason, 200);
  } catch {
    // Whatever it sent, it was no reason of ours.
  }
  return `it answered ${response.statusCode}`;
}

function isEventStream({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 200 && /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
}
