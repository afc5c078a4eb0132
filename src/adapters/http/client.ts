import type { ClientRequest, IncomingMessage } from 'node:http';
import { errorText } from '../errors.js';
import { request } from './node-http.js';
import { failureOf, firstReply, MAX_ANSWER_BYTES, type Reply } from './reply.js';
import type { Whereabouts } from './socket-place.js';

export type Method = 'GET' | 'POST';

/** The supervisor itself answers a command within 10 s. */
const WITHIN_MS = 15_000;

export interface AskOptions {
  /** Sent as JSON. */
  readonly body?: object;
  readonly withinMs?: number;
}

/** One request over a unix socket. Never throws. */
export function ask(
  socketPath: string,
  method: Method,
  path: string,
  options: AskOptions = {},
): Promise<Reply> {
  const { body, withinMs = WITHIN_MS } = options;
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
  return new Promise((resolve) => {
    const asking = request({
      socketPath,
      method,
      path,
      agent: false,
      headers: {
        host: 'localhost',
        ...(bytes === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(bytes.length) }),
      },
    });
    const late = setTimeout(() => {
      end({ type: 'failed', reason: `it did not answer within ${Math.ceil(withinMs / 1_000)} s` });
    }, withinMs);
    const end = (reply: Reply): void => {
      clearTimeout(late);
      resolve(reply);
      asking.destroy();
    };
    asking.on('error', (error) => end(failureOf(error)));
    asking.on('response', (response) => void readReply(response).then(end));
    sendAll(asking, bytes);
  });
}

function sendAll(asking: ClientRequest, bytes: Buffer | null): void {
  if (bytes === null) asking.end();
  else asking.end(bytes);
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) return { type: 'failed', reason: 'its answer is too long' };
      chunks.push(chunk);
    }
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return { type: 'answer', status: response.statusCode ?? 0, body };
  } catch (error) {
    return { type: 'failed', reason: `its answer cannot be read: ${errorText(error)}` };
  }
}

/** Asks the supervisor of this state directory, wherever its socket is. */
export function askSupervisor(
  where: Whereabouts,
  method: Method,
  path: string,
  options: AskOptions = {},
): Promise<Reply> {
  return firstReply(where, (socketPath) => ask(socketPath, method, path, options));
}
