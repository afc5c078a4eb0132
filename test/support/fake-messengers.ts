import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * How a service behaves. `lost`: takes the message, then the connection breaks · `html`: a proxy's page with 502 ·
 * `html200`: a captive portal's · `null`: JSON that is none of theirs.
 */
export type Behaviour =
  | 'ok'
  | 'lost'
  | 'hang'
  | 'reset'
  | 'html'
  | 'html200'
  | 'null'
  | 'redirect'
  | 'refuse-fancy'
  | { readonly status: number; readonly retryAfter?: number; readonly words?: string };

/** A message that was taken. */
export interface Taken {
  readonly text: string;
  readonly subject: string;
  readonly buttons: readonly { readonly text: string; readonly callback_data: string }[];
  readonly fields: Readonly<Record<string, unknown>>;
  /** Idempotency-Key; '' at Telegram. */
  readonly key: string;
}

export const TOKEN = '123456789:AAE-this_is_a_secret_token_of_a_test';
export const RESEND_KEY = 're_ThisIsASecretKeyOfATest';

class Service {
  behaviour: Behaviour = 'ok';
  /** Messages with such a text are met otherwise than all others. */
  poison: { readonly text: RegExp; readonly behaviour: Behaviour } | null = null;
  readonly taken: Taken[] = [];
  requests = 0;
  readonly #keys = new Map<string, string>();

  /** As Resend does it: the same key brings the first answer again; with another content it is refused. */
  take(message: Taken): 'taken' | 'again' | 'other' {
    const content = JSON.stringify(message.fields);
    const known = message.key === '' ? undefined : this.#keys.get(message.key);
    if (known !== undefined) return known === content ? 'again' : 'other';
    if (message.key !== '') this.#keys.set(message.key, content);
    this.taken.push(message);
    return 'taken';
  }
}

export interface Messengers {
  readonly telegram: Service;
  readonly resend: Service;
  readonly url: string;
  close(): Promise<void>;
}

/** Telegram's Bot API and Resend, played on loopback by one server. */
export async function startMessengers(): Promise<Messengers> {
  const telegram = new Service();
  const resend = new Service();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void answer(request, response, { telegram, resend }).catch(() => request.socket.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    telegram,
    resend,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  services: Pick<Messengers, 'telegram' | 'resend'>,
): Promise<void> {
  const body = await bodyOf(request);
  const isTelegram = request.url === `/bot${TOKEN}/sendMessage`;
  // A bot that asks for updates: there are none, and the request stays open.
  if (!isTelegram && request.url?.startsWith('/bot')) return;
  const service = isTelegram ? services.telegram : services.resend;
  service.requests += 1;
  const message = isTelegram ? fromForm(body) : fromJson(body, request);
  const { poison } = service;
  const behaviour = poison?.text.test(message.text) ? poison.behaviour : service.behaviour;
  if (behaviour === 'hang') return;
  if (behaviour === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (behaviour === 'redirect') {
    response.writeHead(307, { location: '/elsewhere' }).end();
    return;
  }
  if (behaviour === 'html' || behaviour === 'html200') {
    response.writeHead(behaviour === 'html' ? 502 : 200, { 'content-type': 'text/html' });
    response.end(`<html><b>Bad gateway</b> ${request.url}</html>`);
    return;
  }
  if (behaviour === 'null') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('null');
    return;
  }
  if (typeof behaviour === 'object') {
    refuse(response, behaviour, isTelegram);
    return;
  }
  const isFancy = message.buttons.length > 0 || /[^\n\u0020-\u007e]/.test(message.text);
  if (behaviour === 'refuse-fancy' && isFancy) {
    refuse(response, { status: isTelegram ? 400 : 422, words: 'cannot parse it' }, isTelegram);
    return;
  }
  if (request.headers.authorization !== `Bearer ${RESEND_KEY}` && !isTelegram) {
    refuse(response, { status: 401, words: 'API key is invalid' }, false);
    return;
  }
  const outcome = service.take(message);
  if (behaviour === 'lost') request.socket.resetAndDestroy();
  else if (outcome === 'other') refuse(response, { status: 409 }, false, 'invalid_idempotent_request');
  else good(response, isTelegram, service.taken.length);
}

function good(response: ServerResponse, isTelegram: boolean, number: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const result = { message_id: number, date: 1, chat: { id: 42, type: 'private' } };
  response.end(JSON.stringify(isTelegram ? { ok: true, result } : { id: `mail-${number}` }));
}

function refuse(
  response: ServerResponse,
  { status, retryAfter, words = 'no' }: Exclude<Behaviour, string>,
  isTelegram: boolean,
  name = 'some_error',
): void {
  const extra = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(status, { 'content-type': 'application/json', ...(isTelegram ? {} : extra) });
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  response.end(
    JSON.stringify(
      isTelegram
        ? { ok: false, error_code: status, description: words, ...parameters }
        : { statusCode: status, name, message: words },
    ),
  );
}

function fromForm(body: string): Taken {
  const fields = Object.fromEntries(new URLSearchParams(body));
  const markup = JSON.parse(fields.reply_markup ?? '{}') as {
    readonly inline_keyboard?: readonly Taken['buttons'][];
  };
  const buttons = markup.inline_keyboard?.flat() ?? [];
  return { text: fields.text ?? '', subject: '', buttons, fields, key: '' };
}

function fromJson(body: string, request: IncomingMessage): Taken {
  const fields = JSON.parse(body) as Record<string, unknown>;
  const key = request.headers['idempotency-key'];
  return {
    text: String(fields.text),
    subject: String(fields.subject),
    buttons: [],
    fields,
    key: typeof key === 'string' ? key : '',
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}
