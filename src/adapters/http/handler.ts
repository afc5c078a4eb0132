import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Head, malformed } from '../../core/http/gate.js';
import { errorText } from '../errors.js';
import { readBody } from './body.js';
import type { Answer, AnswerRoute, Route, StreamRoute } from './routes.js';

/** What a request may ask for, or what it gets instead. */
export type Admission =
  | { readonly ok: true; readonly routes: readonly Route[] }
  | { readonly ok: false; readonly answer: Answer };

export interface HandlerOptions {
  readonly admit: (head: Head, path: string) => Admission;
  /** Every POST names the type of its body, also one that has none. */
  readonly typed: boolean;
  /** A fault nobody foresaw, one sentence: whoever asked is told no more than that there was one. */
  readonly onFault: (sentence: string) => void;
}

/**
 * Answers requests by the table, one on each connection: what is sent behind it is never taken for another. Every answer
 * is JSON but for those of the table; one that is not of the table names its `reason`.
 */
export function handlerOf({ admit, typed, onFault }: HandlerOptions): RequestListener {
  const used = new WeakSet<Socket>();
  return (request, response) => {
    // A sender that goes away in the middle is no fault of ours.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const again = used.has(request.socket);
    used.add(request.socket);
    (again ? Promise.resolve(SECOND) : answerTo(request, { admit, typed }))
      .catch((error: unknown): Answer | null => {
        if (request.destroyed && !request.complete) return null;
        onFault(`A request was not answered: ${errorText(error)}.`);
        return { status: 500, body: { reason: 'a fault in claude-failover: see its log' } };
      })
      .then((answer) => {
        if (answer === null || response.destroyed) return;
        if ('feed' in answer) stream(answer, request, response);
        else send(response, answer);
      });
  };
}

const SECOND = refusal(503, 'one request for each connection');

async function answerTo(
  request: IncomingMessage,
  { admit, typed }: Pick<HandlerOptions, 'admit' | 'typed'>,
): Promise<Answer | StreamRoute> {
  const head = headOf(request);
  const wrong = malformed(head);
  if (wrong !== null) return refusal(wrong.status, wrong.reason);
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const admission = admit(head, path);
  if (!admission.ok) return admission.answer;
  // HEAD is GET without the body, which Node leaves out by itself.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const there = admission.routes.filter((route) => route.path === path);
  const route = there.find((one) => one.method === method);
  if (there.length === 0) return refusal(404, 'there is nothing at this path');
  if (route === undefined) {
    const allow = there.map((one) => one.method).join(', ');
    return { ...refusal(405, `this path takes ${allow}`), headers: { allow } };
  }
  return 'feed' in route ? route : run(route, request, typed);
}

async function run(route: AnswerRoute, request: IncomingMessage, typed: boolean): Promise<Answer> {
  if (route.method === 'GET') return route.run({});
  const body = await readBody(request, typed);
  return body.ok ? route.run(body.json) : refusal(body.status, body.reason);
}

function headOf({ rawHeaders }: IncomingMessage): Head {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.push([(rawHeaders[at] ?? '').toLowerCase(), rawHeaders[at + 1] ?? '']);
  return { headers };
}

/** An answer that names why there is no other. */
export function refusal(status: number, reason: string): Answer {
  return { status, body: { reason } };
}

function stream({ feed }: StreamRoute, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'HEAD') send(response, { status: 200, body: '', headers: feed.head });
  else if (!feed.open(response)) send(response, refusal(503, 'too many read the events already'));
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const bytes = Buffer.from(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...headers,
  });
  response.end(bytes);
}
