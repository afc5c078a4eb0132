import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
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
  /** Short texts of the person's messages, without the CLI's own reminders: what was typed, oldest first. */
  readonly prompts: readonly string[];
  /** What it was answered with; `other` where no model was asked. */
  readonly answer: Reply['kind'] | 'other';
}

export interface MockApi {
  readonly url: string;
  readonly log: readonly LoggedRequest[];
  /** What every main request with this token gets once its queue is empty. */
  setMode(token: string, reply: Reply): void;
  /** Answers for the next main requests with this token, in order. */
  enqueue(token: string, ...replies: readonly Reply[]): void;
  /**
   * What main requests get whose conversation begins with such a text (a sub-agent's does with its own prompt);
   * `token`: only those of this token.
   */
  answerConversation(begins: RegExp, reply: Reply, token?: string): void;
  /** Forgets queues, modes and log. */
  reset(): void;
  /** Holds answers of `/v1/oauth/token` until the returned function is called. */
  holdTokens(): () => void;
  /** Refuses (`invalid_grant`) to refresh with this refresh token. */
  refuseRefresh(refreshToken: string): void;
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

const LONGEST_PROMPT = 200;

function promptsOf(body: Json): readonly string[] {
  const messages = Array.isArray(body.messages) ? body.messages.filter(isObject) : [];
  return messages
    .filter((message) => message.role === 'user')
    .flatMap(({ content }) => (Array.isArray(content) ? content.map((part) => part?.text) : [content]))
    .filter((words) => typeof words === 'string')
    .map((words) => words.trim())
    .filter((words) => words.length <= LONGEST_PROMPT && !words.startsWith('<'));
}

/** 2.0.x sends one such request per kind of sub-agent at its start. */
const WARM_UP = /Warmup/;

/** What else is answered well: the first start asks `hello` before its first screen. */
const SMALL_ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/\/count_tokens$/, '{"input_tokens":10}'],
  [/\/hello$/, '{"message":"hello"}'],
];

/** `/compact` asks for its summary without tools in the older versions. */
const SUMMARY = /create a detailed summary/i;

function describe(request: IncomingMessage, body: Json, id: number): Omit<LoggedRequest, 'answer'> {
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
    prompts: promptsOf(body),
  };
}

class Mock {
  readonly log: LoggedRequest[] = [];
  readonly modes = new Map<string, Reply>();
  readonly queues = new Map<string, Reply[]>();
  readonly conversations: { readonly begins: RegExp; readonly reply: Reply; readonly token?: string }[] = [];
  readonly refused = new Set<string>();
  tokenGate: Promise<void> = Promise.resolve();
  private issued = 0;

  pick(request: Omit<LoggedRequest, 'answer'>): Reply {
    if (!request.main) return text('A title');
    const own = this.conversations.find(
      ({ begins, token = request.token }) => token === request.token && begins.test(request.firstText),
    );
    if (own !== undefined) return own.reply;
    return this.queues.get(request.token)?.shift() ?? this.modes.get(request.token) ?? text('Done.');
  }

  async answer(request: IncomingMessage, out: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const seen = describe(request, body, this.log.length + 1);
    const reply = seen.path === '/v1/messages' ? this.pick(seen) : null;
    this.log.push({ ...seen, answer: reply?.kind ?? 'other' });
    if (reply !== null) return writeReply(out, reply, seen);
    if (seen.path === '/v1/oauth/token') return this.answerToken(out, body);
    const known = SMALL_ANSWERS.find(([path]) => path.test(seen.path))?.[1];
    out.writeHead(known === undefined ? 404 : 200, { 'content-type': 'application/json' });
    out.end(known ?? '{"type":"error","error":{"type":"not_found_error","message":"Not found"}}');
  }

  private async answerToken(out: ServerResponse, body: Json): Promise<void> {
    await this.tokenGate;
    if (this.refused.has(String(body.refresh_token))) {
      out.writeHead(400, { 'content-type': 'application/json' });
      out.end('{"error":"invalid_grant","error_description":"Refresh token not found or invalid"}');
      return;
    }
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

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((done) => {
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });

export interface TlsFront {
  readonly key: string;
  readonly cert: string;
}

/**
 * Starts the mock on a free loopback port, with `tls` on port 443 too. The `Authorization` header of a request selects
 * whose answers it gets.
 */
export async function startMockApi(tls?: TlsFront): Promise<MockApi> {
  const mock = new Mock();
  const take = (request: IncomingMessage, out: ServerResponse): void => {
    mock.answer(request, out).catch(() => out.destroy());
  };
  const server = createServer(take);
  const port = await listen(server, 0);
  const front = tls === undefined ? null : createTlsServer({ ...tls }, take);
  if (front !== null) await listen(front, 443);
  return {
    url: `http://127.0.0.1:${port}`,
    log: mock.log,
    setMode: (token, reply) => void mock.modes.set(token, reply),
    enqueue: (token, ...replies) =>
      void mock.queues.set(token, [...(mock.queues.get(token) ?? []), ...replies]),
    answerConversation: (begins, reply, token) =>
      void mock.conversations.push({ begins, reply, ...(token === undefined ? {} : { token }) }),
    reset: () => {
      mock.log.length = 0;
      mock.modes.clear();
      mock.queues.clear();
      mock.conversations.length = 0;
      mock.refused.clear();
    },
    refuseRefresh: (refreshToken) => void mock.refused.add(refreshToken),
    holdTokens: () => {
      let release = (): void => {};
      mock.tokenGate = new Promise((done) => {
        release = done;
      });
      return () => release();
    },
    close: () =>
      new Promise((done) => {
        front?.closeAllConnections();
        front?.close();
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
