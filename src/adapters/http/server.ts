import { createServer, type RequestListener, type Server } from 'node:http';
import type { Store } from '../../core/commands.js';
import type { HealthFacts } from '../../core/http/health.js';
import type { Environment } from '../paths.js';
import { type Claim, claimSocket, removeSocket } from './claim.js';
import { handlerOf } from './handler.js';
import { routesOf } from './routes.js';
import { socketAt, socketPlaces } from './socket-place.js';

export interface SocketOptions {
  readonly stateDir: string;
  readonly env: Environment;
  readonly store: Store;
  readonly facts: () => HealthFacts;
  /** What the person should know (nobody can be listened to), one sentence; each is said once in a row. */
  readonly onNote: (sentence: string) => void;
  /** How often it is looked whether the socket is still there. */
  readonly lookMs?: number;
}

export interface SocketServer {
  /** Where it listens; null when no place could be had. */
  path(): string | null;
  /** Ends the connections and removes the socket. */
  close(): Promise<void>;
}

const LIMITS = {
  /** Connections at a time; further ones are closed at once. */
  connections: 32,
  headerBytes: 8 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  /** A connection on which nothing moves, a reader that does not read among them. */
  quietMs: 20_000,
} as const;

/** An HTTP server within the limits; it does not keep the process alive. */
function boundedServer(handler: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: LIMITS.headersMs,
      requestTimeout: LIMITS.requestMs,
      connectionsCheckingInterval: 1_000,
    },
    handler,
  );
  server.maxConnections = LIMITS.connections;
  server.setTimeout(LIMITS.quietMs);
  // Faults of single connections; that of listening has a listener of its own.
  server.on('error', () => undefined);
  return server.unref();
}

/**
 * Listens on the unix socket of the state directory, for as long as it is not closed: a socket that goes away (logging
 * out takes the runtime folder with it) is made anew, at the next place if need be. Never throws; what does not work is
 * noted and tried again.
 */
export async function serveSocket(options: SocketOptions): Promise<SocketServer> {
  const { store, facts, onNote, stateDir, env } = options;
  const handler = handlerOf({ routes: routesOf({ store, facts }), onFault: onNote });
  let server = boundedServer(handler);
  let claim: Claim = { ok: false, reason: '' };
  let busy: Promise<void> = Promise.resolve();
  let closed = false;

  const listen = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    server = boundedServer(handler);
    const before = claim;
    claim = await claimSocket(server, socketPlaces(stateDir, env));
    if (!claim.ok && (before.ok || before.reason !== claim.reason))
      onNote(`No other process can be listened to: ${claim.reason}. It is tried again every few seconds.`);
  };
  const look = (): void => {
    busy = busy.then(() => (closed || isThere(claim) ? undefined : listen()));
  };
  await listen();
  const timer = setInterval(look, options.lookMs ?? 5_000).unref();
  return {
    path: () => (claim.ok ? claim.path : null),
    close: async () => {
      closed = true;
      clearInterval(timer);
      await busy;
      if (claim.ok) removeSocket(claim.path, claim.inode);
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function isThere(claim: Claim): boolean {
  if (!claim.ok) return false;
  const found = socketAt(claim.path);
  return typeof found !== 'string' && found.ino === claim.inode;
}
