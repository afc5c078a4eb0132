import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Store } from '../../core/commands.js';
import { bearerOf, foreign, type Head } from '../../core/http/gate.js';
import type { ServerFacts } from '../../core/http/metrics.js';
import { ORDERS } from '../../core/http/requests.js';
import { errorCode, errorText } from '../errors.js';
import { boundedServer, closeServer, type Limits } from './bounded-server.js';
import { type EventFeed, eventFeed } from './event-feed.js';
import { type Admission, handlerOf, refusal } from './handler.js';
import { guestRoutesOf, type Route, routesOf } from './routes.js';
import { readToken, tokenCheck } from './token.js';

/** What the configuration says of the port. `port` 0: any that is free. */
export interface TcpWish {
  readonly enabled: boolean;
  readonly port: number;
}

export interface TcpOptions {
  readonly stateDir: string;
  readonly store: Store;
  readonly facts: () => ServerFacts;
  readonly wish: TcpWish;
  /** What the person should know (the port is taken, the token was replaced), one sentence; each is said once in a row. */
  readonly onNote: (sentence: string) => void;
  /** It listens, or has ended to; a sentence for the log. */
  readonly onTold: (sentence: string) => void;
  /** A secret that must appear nowhere. */
  readonly onToken: (token: string) => void;
  /** How long after a failure it is tried again. */
  readonly againMs?: number;
  readonly limits?: Partial<Limits>;
}

export interface TcpServer {
  /** The real one; null while nothing is listened to. */
  port(): number | null;
  /** Takes another wish: an old port is left, and the new one taken, or a failed one tried again. */
  change(wish: TcpWish): Promise<void>;
  close(): Promise<void>;
}

/** Literal: a name could mean another address. */
const ADDRESS = '127.0.0.1';
const AGAIN_MS = 60_000;

/** Listens on the loopback as wished, for as long as it is not closed. Never throws; what does not work is noted and tried again. */
export async function serveTcp(options: TcpOptions): Promise<TcpServer> {
  const { onNote, onTold, againMs = AGAIN_MS } = options;
  let wish = options.wish;
  let open: Listening | null = null;
  let trouble: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let turn: Promise<void> = Promise.resolve();

  const leave = async (): Promise<void> => {
    clearTimeout(timer);
    const before = open;
    open = null;
    await before?.end();
  };
  const take = async (): Promise<void> => {
    if (closed || !wish.enabled) return;
    const made = await listen(options, wish.port);
    if (typeof made === 'string') {
      if (made !== trouble) onNote(made);
      trouble = made;
      timer = setTimeout(() => void next(take), againMs).unref();
      return;
    }
    trouble = null;
    open = made;
    onTold(`HTTP listens on http://${ADDRESS}:${made.port}; its token is in ${made.tokenPath}.`);
  };
  const next = (step: () => Promise<void>): Promise<void> => {
    turn = turn.then(step);
    return turn;
  };
  await next(take);
  return {
    port: () => open?.port ?? null,
    change: (wanted) =>
      next(async () => {
        const same = wanted.enabled === wish.enabled && wanted.port === wish.port;
        wish = wanted;
        if (same && (open !== null || !wish.enabled)) return;
        if (open !== null) onTold(`HTTP no longer listens on port ${open.port}.`);
        await leave();
        await take();
      }),
    close: () => {
      closed = true;
      return next(leave);
    },
  };
}

interface Listening {
  readonly port: number;
  readonly tokenPath: string;
  end(): Promise<void>;
}

/** One server on this port, or why there is none: a sentence. */
async function listen(options: TcpOptions, port: number): Promise<Listening | string> {
  const { store, facts, onNote, stateDir, againMs = AGAIN_MS } = options;
  const later = `It is tried again every ${Math.ceil(againMs / 1_000)} s; everything else goes on.`;
  const file = await readToken(stateDir);
  if (!file.ok) return `HTTP does not listen: ${file.reason}. ${later}`;
  options.onToken(file.token);
  if (file.replaced !== null) onNote(file.replaced);
  const feed = eventFeed({ store });
  const routes = routesOf({ store, facts, feed, orders: ORDERS });
  let real = port;
  const gate: Gate = { routes, guest: guestRoutesOf({ store, facts }), token: file.token, port: () => real };
  const server = boundedServer(
    handlerOf({ admit: admitter(gate), typed: true, onFault: onNote }),
    options.limits,
  );
  try {
    real = await listenAt(server, port);
  } catch (error) {
    const why = errorCode(error) === 'EADDRINUSE' ? 'another process has it' : errorText(error);
    return `HTTP does not listen on port ${port}: ${why}. End that process or set another http.port. ${later}`;
  }
  return { port: real, tokenPath: file.path, end: () => endOf(server, feed) };
}

function endOf(server: Server, feed: EventFeed): Promise<void> {
  feed.close();
  return closeServer(server);
}

function listenAt(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: ADDRESS, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

interface Gate {
  readonly routes: readonly Route[];
  readonly guest: readonly Route[];
  readonly token: string;
  readonly port: () => number;
}

/** Nothing a web page can send is served; without the token nothing but the guest's own. */
function admitter({ routes, guest, token, port }: Gate): (head: Head, path: string) => Admission {
  const fits = tokenCheck(token);
  return (head, path) => {
    const strange = foreign(head, port());
    if (strange !== null) return { ok: false, answer: refusal(strange.status, strange.reason) };
    const sent = bearerOf(head);
    if (sent !== null && fits(sent)) return { ok: true, routes };
    if (guest.some((route) => route.path === path)) return { ok: true, routes: guest };
    const reason = 'send Authorization: Bearer TOKEN; the token is in http.token in the state directory';
    return { ok: false, answer: { ...refusal(401, reason), headers: { 'www-authenticate': 'Bearer' } } };
  };
}
