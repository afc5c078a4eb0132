import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { errorText } from '../errors.js';
import { readBody } from './body.js';
import type { Answer, Route } from './routes.js';

export interface HandlerOptions {
  readonly routes: readonly Route[];
  /** A fault nobody foresaw, one sentence: whoever asked is told no more than that there was one. */
  readonly onFault: (sentence: string) => void;
}

/** Answers requests by the table. Every answer is JSON; one that is not of the table names its `reason`. */
export function handlerOf({ routes, onFault }: HandlerOptions): RequestListener {
  return (request, response) => {
    // A sender that goes away in the middle is no fault of ours.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    answerTo(request, routes)
      .catch((error: unknown): Answer | null => {
        if (request.destroyed && !request.complete) return null;
        onFault(`A request was not answered: ${errorText(error)}.`);
        return { status: 500, body: { reason: 'a fault in claude-failover: see its log' } };
      })
      .then((answer) => {
        if (answer !== null) send(response, answer, request);
      });
  };
}

async function answerTo(request: IncomingMessage, routes: readonly Route[]): Promise<Answer> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  // HEAD is GET without the body, which Node leaves out by itself.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const there = routes.filter((route) => route.path === path);
  const route = there.find((one) => one.method === method);
  if (there.length === 0) return refusal(404, 'there is nothing at this path');
  if (route === undefined) {
    const allow = there.map((one) => one.method).join(', ');
    return { ...refusal(405, `this path takes ${allow}`), headers: { allow } };
  }
  if (route.method === 'GET') return route.run({});
  const body = await readBody(request);
  return body.ok ? route.run(body.json) : refusal(body.status, body.reason);
}

function refusal(status: number, reason: string): Answer {
  return { status, body: { reason } };
}

function send(response: ServerResponse, answer: Answer, request: IncomingMessage): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(`${JSON.stringify(answer.body)}\n`);
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // What was not read of a body is not waited for.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(bytes);
}
