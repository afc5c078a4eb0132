import type { CommandResult, Store } from '../../core/commands.js';
import { type Health, healthOf, plainHealthOf } from '../../core/http/health.js';
import { METRICS_TYPE, metricsText, type ServerFacts } from '../../core/http/metrics.js';
import type { ReadRequest } from '../../core/http/requests.js';
import type { EventFeed } from './event-feed.js';
import { processFacts } from './process-facts.js';

export interface Answer {
  readonly status: number;
  /** An object is sent as JSON, a text as it is (`headers` name its type). */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One thing that can be asked; method and path are compared exactly. */
export type Route = AnswerRoute | StreamRoute;

export interface AnswerRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Gets the JSON of the body, {} without one. */
  run(body: unknown): Answer | Promise<Answer>;
}

/** An answer that does not end. */
export interface StreamRoute {
  readonly method: 'GET';
  readonly path: string;
  readonly feed: EventFeed;
}

export interface RouteOptions {
  readonly store: Store;
  /** What the store cannot tell, now. */
  readonly facts: () => ServerFacts;
  readonly feed: EventFeed;
  readonly orders: Readonly<Record<string, ReadRequest>>;
}

/** What another process may ask of a supervisor. */
export function routesOf({ store, facts, feed, orders }: RouteOptions): readonly Route[] {
  return [
    { method: 'GET', path: '/health', run: () => healthAnswer(healthOf(store.getSnapshot(), facts())) },
    { method: 'GET', path: '/status', run: () => ({ status: 200, body: store.getSnapshot() }) },
    { method: 'GET', path: '/metrics', run: () => metrics(store, facts()) },
    { method: 'GET', path: '/events', feed },
    ...Object.entries(orders).map(
      ([path, read]): Route => ({ method: 'POST', path, run: (body) => order(store, read, body) }),
    ),
  ];
}

/** What somebody on this machine may ask who has not shown who they are: the health without any name. */
export function guestRoutesOf({ store, facts }: Pick<RouteOptions, 'store' | 'facts'>): readonly Route[] {
  return [
    { method: 'GET', path: '/health', run: () => healthAnswer(plainHealthOf(store.getSnapshot(), facts())) },
  ];
}

function healthAnswer({ able, status, reasons }: Health): Answer {
  return { status: able ? 200 : 503, body: { status, reasons } };
}

function metrics(store: Store, facts: ServerFacts): Answer {
  const body = metricsText(store.getSnapshot(), { ...facts, ...processFacts() });
  return { status: 200, body, headers: { 'content-type': METRICS_TYPE } };
}

async function order(store: Store, read: ReadRequest, body: unknown): Promise<Answer> {
  const asked = read(body, store.getSnapshot());
  if (asked.type === 'wrong') return { status: 400, body: { reason: asked.reason } };
  if (asked.type === 'refused') return { status: 409, body: { reason: asked.reason } };
  return answerOf(await store.send(asked.command));
}

function answerOf(result: CommandResult): Answer {
  switch (result.status) {
    case 'done':
      return { status: 200, body: { text: result.text } };
    case 'started':
      return { status: 202, body: { intentId: result.intentId, text: result.text } };
    case 'refused':
      return { status: 409, body: { reason: result.reason } };
  }
}
