import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Reply, text, writeReply } from './mock-replies.js';

/** One request the CLI made. `main` is false for titles, probes and summaries, which are always answered well. */
export interface LoggedRequest {
  readonly id: number;
  readonly at: number;
  readonly path: string;
  readonly token: string;
  readonly main: boolean;
  readonly stream: boolean;
  readonly model: string;
  readonly tools: readonly string[];
  readonly firstText: string;
  readonly lastText: string;
}

export interface MockApi {
  readonly url: string;
  readonly log: readonly LoggedRequest[];
  /** What every main request with this token gets once its queue is empty. */
  setMode(token: string, reply: Reply): void;
  /** Answers for the next main requests with this token, in order. */
  enqueue(token: string, ...replies: readonly Reply[]): void;
  /** What main requests get whose conversation begins with such a text (a sub-agent's does with its own prompt). */
  answerConversation(begins: RegExp, reply: Reply): void;
  /** Forgets queues, modes and log. */
  reset(): void;
  /** Holds answers of `/v1/oauth/token` until the returned function is called. */
  holdTokens(): () => void;
  close(): Promise<void>;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function contentOf(body: Json, position: number): string {
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const message: unknown = messages.at(position);
  return isObject(message) ? JSON.stringify(message.content) : '';
}

/** 2.0.x sends one such request per kind of sub-agent at its start. */
const WARM_UP = /Warmup/;

/** `/compact` asks for its summary without tools in the older versions. */
const SUMMARY = /create a detailed summary/i;

function describe(request: IncomingMessage, body: Json, id: number): LoggedRequest {
  const tools = (Array.isArray(body.tools) ? body.tools : []).map((tool) =>
    isObject(tool) ? String(tool.name) : '',
  );
  return {
    id,
    at: Date.now(),
    path: (request.url ?? '').split('?')[0] ?? '',
    token:
      (request.headers.authorization ?? '').replace(/^Bearer /, '') ||
      String(request.headers['x-api-key'] ?? ''),
    main:
      (tools.length > 1 && body.max_tokens !== 1 && !WARM_UP.test(contentOf(body, 0))) ||
      SUMMARY.test(contentOf(body, -1)),
    stream: body.stream === true,
    model: String(body.model ?? ''),
    tools,
    firstText: contentOf(body, 0),
    lastText: contentOf(body, -1).slice(-400),
  };
}

class Mock {
  readonly log: LoggedRequest[] = [];
  readonly modes = new Map<string, Reply>();
  readonly queues = new Map<string, Reply[]>();
  readonly conversations: { readonly begins: RegExp; readonly reply: Reply }[] = [];
  tokenGate: Promise<void> = Promise.resolve();
  private issued = 0;

  pick(request: LoggedRequest): Reply {
    if (!request.main) return text('A title');
    const own = this.conversations.find((conversation) => conversation.begins.test(request.firstText));
    if (own !== undefined) return own.reply;
    return this.queues.get(request.token)?.shift() ?? this.modes.get(request.token) ?? text('Done.');
  }

  async answer(request: IncomingMessage, out: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const seen = describe(request, body, this.log.length + 1);
    this.log.push(seen);
    if (seen.path === '/v1/messages') return writeReply(out, this.pick(seen), seen);
    if (seen.path === '/v1/oauth/token') return this.answerToken(out, body);
    out.writeHead(seen.path.endsWith('/count_tokens') ? 200 : 404, { 'content-type': 'application/json' });
    out.end(
      seen.path.endsWith('/count_tokens')
        ? '{"input_tokens":10}'
        : '{"type":"error","error":{"type":"not_found_error","message":"Not found"}}',
    );
  }

  private async answerToken(out: ServerResponse, body: Json): Promise<void> {
    await this.tokenGate;
    this.issued += 1;
    const stem = String(body.refresh_token ?? 'dummy').replace(/-r\d+$/, '');
    out.writeHead(200, { 'content-type': 'application/json' });
    out.end(
      JSON.stringify({
        token_type: 'Bearer',
        access_token: `${stem}-a${this.issued}`,
        refresh_token: `${stem}-r${this.issued}`,
        expires_in: 28_800,
        scope: 'user:inference user:profile',
      }),
    );
  }
}

const listen = (server: Server): Promise<number> =>
  new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });

/** Starts the mock on a free loopback port. The `Authorization` header of a request selects whose answers it gets. */
export async function startMockApi(): Promise<MockApi> {
  const mock = new Mock();
  const server = createServer((request, out) => {
    mock.answer(request, out).catch(() => out.destroy());
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    log: mock.log,
    setMode: (token, reply) => void mock.modes.set(token, reply),
    enqueue: (token, ...replies) =>
      void mock.queues.set(token, [...(mock.queues.get(token) ?? []), ...replies]),
    answerConversation: (begins, reply) => void mock.conversations.push({ begins, reply }),
    reset: () => {
      mock.log.length = 0;
      mock.modes.clear();
      mock.queues.clear();
      mock.conversations.length = 0;
    },
    holdTokens: () => {
      let release = (): void => {};
      mock.tokenGate = new Promise((done) => {
        release = done;
      });
      return () => release();
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
