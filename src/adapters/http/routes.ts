import type { CommandResult, Store } from '../../core/commands.js';
import { type HealthFacts, healthOf } from '../../core/http/health.js';
import { ORDERS, type ReadRequest } from '../../core/http/requests.js';

export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One thing that can be asked: method and path are compared exactly, `run` gets the JSON of the body ({} without one). */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  run(body: unknown): Answer | Promise<Answer>;
}

export interface RouteOptions {
  readonly store: Store;
  /** What the store cannot tell of our health, now. */
  readonly facts: () => HealthFacts;
}

/** Everything another process may ask of a supervisor. */
export function routesOf({ store, facts }: RouteOptions): readonly Route[] {
  return [
    { method: 'GET', path: '/health', run: () => health(store, facts()) },
    { method: 'GET', path: '/status', run: () => ({ status: 200, body: store.getSnapshot() }) },
    ...Object.entries(ORDERS).map(
      ([path, read]): Route => ({ method: 'POST', path, run: (body) => order(store, read, body) }),
    ),
  ];
}

function health(store: Store, facts: HealthFacts): Answer {
  const { able, status, reasons } = healthOf(store.getSnapshot(), facts);
  return { status: able ? 200 : 503, body: { status, reasons } };
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
