import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Call {
  readonly method: string;
  /** Values that hold JSON are read. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** What the server does instead of its work. */
export type Trick =
  | 'hang'
  | 'reset'
  | 'endless'
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

/** `{ok: false}` as the Bot API words it. */
export function refusal(code: number, description: string, parameters: object = {}): Trick {
  return { status: code, body: JSON.stringify({ ok: false, error_code: code, description, parameters }) };
}

export interface FakeTelegram {
  readonly url: string;
  readonly token: string;
  readonly bot: { readonly id: number; readonly name: string };
  readonly calls: readonly Call[];
  /** Asked before each request; null: it does its work. */
  trick: (call: Call) => Trick | null;
  /** New updates, as they are. */
  push(...updates: readonly unknown[]): void;
  /** Hands everything out again whatever was confirmed. */
  forgetful: boolean;
  /** Texts of `sendMessage`, oldest first. */
  said(): readonly string[];
  /** The data of the keys below the newest message that had some. */
  keys(): readonly string[];
  count(method: string): number;
}

const BOT = { id: 9_000_001, name: 'failover_bot' };

/** A Bot API over loopback: long polls, offsets, and every misbehaviour a test asks for. */
export async function fakeTelegram(): Promise<FakeTelegram> {
  const token = '9000001:AAfake-token-of-the-test-bot';
  const calls: Call[] = [];
  let pending: unknown[] = [];
  const polls = new Set<() => void>();
  const fake = {
    url: '',
    token,
    bot: BOT,
    calls,
    trick: (_call: Call): Trick | null => null,
    forgetful: false,
    push: (...updates: readonly unknown[]) => {
      pending.push(...updates);
      for (const wake of polls) wake();
    },
    said: () =>
      calls.flatMap(({ method, params }) => (method === 'sendMessage' ? [String(params.text)] : [])),
    keys: () => calls.flatMap(keysOf).at(-1) ?? [],
    count: (method: string) => calls.filter((call) => call.method === method).length,
  };

  const updates = ({ params }: Call, response: ServerResponse): void => {
    const offset = Number(params.offset ?? 0);
    if (!fake.forgetful) pending = pending.filter((update) => !(idOf(update) < offset));
    const give = (): void => {
      polls.delete(give);
      clearTimeout(timer);
      answer(response, pending.slice(0, Number(params.limit ?? 100)));
    };
    const timer = setTimeout(give, Number(params.timeout ?? 0) * 1_000);
    response.on('close', () => {
      polls.delete(give);
      clearTimeout(timer);
    });
    if (pending.length > 0) give();
    else polls.add(give);
  };
  const work = (call: Call, response: ServerResponse): void => {
    if (call.method === 'getUpdates') updates(call, response);
    else if (call.method === 'getMe') answer(response, { id: BOT.id, is_bot: true, username: BOT.name });
    else answer(response, true);
  };
  const server = createServer((request, response) => {
    void readCall(request, token).then((call) => {
      if (call === null) return response.writeHead(404).end('{"ok":false,"error_code":404}');
      calls.push(call);
      const trick = fake.trick(call);
      return trick === null ? work(call, response) : play(trick, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

async function readCall(request: IncomingMessage, token: string): Promise<Call | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const method = new RegExp(`^/bot${token}/(\\w+)$`).exec(request.url ?? '')?.[1];
  if (method === undefined) return null;
  const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return {
    method,
    params: Object.fromEntries([...fields].map(([key, value]) => [key, readValue(key, value)])),
  };
}

function readValue(key: string, value: string): unknown {
  if (key === 'text') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function play(trick: Trick, response: ServerResponse): void {
  if (trick === 'hang') return;
  if (trick === 'reset') {
    response.socket?.destroy();
    return;
  }
  if (trick !== 'endless') {
    response.writeHead(trick.status, trick.headers).end(trick.body);
    return;
  }
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

function answer(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
}

function idOf(update: unknown): number {
  return Number((update as { update_id?: unknown } | null)?.update_id);
}

function keysOf({ params }: Call): readonly (readonly string[])[] {
  const markup = params.reply_markup as { inline_keyboard?: { callback_data: string }[][] } | undefined;
  return markup?.inline_keyboard ? [markup.inline_keyboard.flat().map((key) => key.callback_data)] : [];
}
