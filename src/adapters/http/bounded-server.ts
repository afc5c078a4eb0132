import type { RequestListener, Server } from 'node:http';
import { createServer } from './node-http.js';

export interface Limits {
  /** Connections at a time; further ones are closed at once. */
  readonly connections: number;
  readonly headerBytes: number;
  readonly headers: number;
  /** For the head of a request, and for the whole of it, ms. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often it is looked whether that is over, ms. */
  readonly lookMs: number;
  /** A connection on which nothing moves, a reader that does not read among them, ms. */
  readonly quietMs: number;
}

const LIMITS: Limits = {
  connections: 32,
  headerBytes: 8 * 1024,
  headers: 100,
  headersMs: 5_000,
  requestMs: 10_000,
  lookMs: 1_000,
  quietMs: 20_000,
};

/** An HTTP server within the limits, which are its own: no other one is kept from its work. It does not keep the process alive. */
export function boundedServer(handler: RequestListener, changes: Partial<Limits> = {}): Server {
  const limits = { ...LIMITS, ...changes };
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.lookMs,
    },
    handler,
  );
  server.maxConnections = limits.connections;
  server.maxHeadersCount = limits.headers;
  server.setTimeout(limits.quietMs);
  // Answered like any other request, before Node asks for the body or refuses in words of its own.
  server.on('checkContinue', handler);
  server.on('checkExpectation', handler);
  // Faults of single connections; that of listening has a listener of its own.
  server.on('error', () => undefined);
  return server.unref();
}

/** Ends every connection, and the listening. */
export function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise<void>((done) => server.close(() => done()));
}
