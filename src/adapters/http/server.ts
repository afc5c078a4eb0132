import type { Store } from '../../core/commands.js';
import type { ServerFacts } from '../../core/http/metrics.js';
import { LOCAL_ORDERS, ORDERS } from '../../core/http/requests.js';
import type { Environment } from '../paths.js';
import { boundedServer, closeServer, type Limits } from './bounded-server.js';
import { type Claim, claimSocket, removeSocket } from './claim.js';
import { eventFeed } from './event-feed.js';
import { handlerOf } from './handler.js';
import { type Route, routesOf } from './routes.js';
import { socketAt, socketPlaces } from './socket-place.js';

export interface SocketOptions {
  readonly stateDir: string;
  readonly env: Environment;
  readonly store: Store;
  readonly facts: () => ServerFacts;
  /** What the person should know (nobody can be listened to), one sentence; each is said once in a row. */
  readonly onNote: (sentence: string) => void;
  /** Further routes, for the socket alone. */
  readonly local?: readonly Route[];
  /** How often it is looked whether the socket is still there. */
  readonly lookMs?: number;
  readonly limits?: Partial<Limits>;
}

export interface SocketServer {
  /** Where it listens; null when no place could be had. */
  path(): string | null;
  /** Ends the connections and removes the socket. */
  close(): Promise<void>;
}

/**
 * Listens on the unix socket of the state directory, for as long as it is not closed: a socket that goes away (logging
 * out takes the runtime folder with it) is made anew, at the next place if need be. Never throws; what does not work is
 * noted and tried again.
 */
export async function serveSocket(options: SocketOptions): Promise<SocketServer> {
  const { store, facts, onNote, stateDir, env } = options;
  const feed = eventFeed({ store });
  const routes = [
    ...routesOf({ store, facts, feed, orders: { ...ORDERS, ...LOCAL_ORDERS } }),
    ...(options.local ?? []),
  ];
  // Who can open the socket is our user: nothing more is asked.
  const handler = handlerOf({ admit: () => ({ ok: true, routes }), typed: false, onFault: onNote });
  let server = boundedServer(handler, options.limits);
  let claim: Claim = { ok: false, reason: '' };
  let busy: Promise<void> = Promise.resolve();
  let closed = false;

  const listen = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    server = boundedServer(handler, options.limits);
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
      feed.close();
      await closeServer(server);
    },
  };
}

function isThere(claim: Claim): boolean {
  if (!claim.ok) return false;
  const found = socketAt(claim.path);
  return typeof found !== 'string' && found.ino === claim.inode;
}
