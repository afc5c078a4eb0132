import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Limits } from '../../src/adapters/http/bounded-server.js';
import { serveTcp, type TcpServer, type TcpWish } from '../../src/adapters/http/tcp.js';
import type { ServerFacts } from '../../src/core/http/metrics.js';
import { type HeldStore, heldStore, NOW_MS, rawConnection } from './http-support.js';
import { temporaryFolder } from './support.js';

export interface TcpServed {
  readonly store: HeldStore;
  readonly server: TcpServer;
  readonly stateDir: string;
  readonly token: string;
  /** The port of now. */
  port(): number;
  readonly notes: readonly string[];
  readonly told: readonly string[];
  facts: ServerFacts;
}

export interface TcpStart {
  readonly store?: HeldStore;
  readonly wish?: TcpWish;
  readonly stateDir?: string;
  readonly againMs?: number;
  readonly limits?: Partial<Limits>;
}

/** A server on a port that is free. */
export async function serveOnPort(start: TcpStart = {}): Promise<TcpServed> {
  const stateDir = start.stateDir ?? join(temporaryFolder(), 'state');
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const store = start.store ?? heldStore();
  const notes: string[] = [];
  const told: string[] = [];
  const served = {
    store,
    stateDir,
    notes,
    told,
    token: '',
    facts: { nowMs: NOW_MS, pollIntervalMs: 1_000, stateWritten: true, version: '1.2.3' },
  };
  const server = await serveTcp({
    stateDir,
    store,
    facts: () => served.facts,
    wish: start.wish ?? { enabled: true, port: 0 },
    onNote: (sentence) => notes.push(sentence),
    onTold: (sentence) => told.push(sentence),
    onToken: (token) => {
      served.token = token;
    },
    limits: start.limits ?? {},
    ...(start.againMs === undefined ? {} : { againMs: start.againMs }),
  });
  onTestFinished(() => server.close());
  return Object.assign(served, { server, port: () => server.port() ?? 0 });
}

export const tokenIn = (stateDir: string): string =>
  readFileSync(join(stateDir, 'http.token'), 'utf8').trim();

export interface Asking {
  readonly method?: string;
  readonly path?: string;
  /** undefined: ours; null: none. */
  readonly host?: string | null;
  readonly token?: string | null;
  /** Further header lines. */
  readonly more?: readonly string[];
  /** JSON, unless `more` names another type. */
  readonly body?: string;
  readonly http?: string;
}

/** The bytes of a request that is right but for what is asked otherwise. */
export function bytesOf(served: TcpServed, asking: Asking = {}): string {
  const { method = 'GET', path = '/status', body, more = [], http = '1.1' } = asking;
  const host = asking.host === undefined ? `127.0.0.1:${served.port()}` : asking.host;
  const token = asking.token === undefined ? served.token : asking.token;
  const typed = more.some((line) => /^content-type:/i.test(line));
  const lines = [
    `${method} ${path} HTTP/${http}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
    ...(body !== undefined && !typed ? ['Content-Type: application/json'] : []),
    ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    ...more,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

export interface Got {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Everything that came, as the first answer of it; status 0: the connection was closed without one. */
export function readAnswer(text: string): Got {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0),
    head,
    body: rest.join('\r\n\r\n'),
  };
}

/** Sends bytes as they are and waits for the end of the connection. */
export async function send(served: TcpServed, bytes: string | Uint8Array): Promise<Got> {
  return readAnswer(await rawConnection(served.port(), bytes).over);
}

export const get = (served: TcpServed, asking: Asking = {}): Promise<Got> =>
  send(served, bytesOf(served, asking));
