import type { ServerResponse } from 'node:http';
import type { Store } from '../../core/commands.js';
import type { Snapshot } from '../../core/snapshot.js';

/** Readers of `GET /events`: each gets the newest snapshot, as often as it can take one. */
export interface EventFeed {
  /** The headers of the answer. */
  readonly head: Readonly<Record<string, string>>;
  /** Takes a response whose head is still to be sent; false when too many are read already. */
  open(response: ServerResponse): boolean;
  /** Ends every stream. */
  close(): void;
}

export interface EventFeedOptions {
  readonly store: Pick<Store, 'subscribe' | 'getSnapshot'>;
  /** Least time between two snapshots of one reader, ms. */
  readonly paceMs?: number;
  /** A comment is sent after so long without a snapshot, ms: who reads, and what stands between, see that we live. */
  readonly aliveMs?: number;
}

const PACE_MS = 200;
const ALIVE_MS = 15_000;
/** Half of the connections of a listener: readers never keep those away who ask or order something. */
const READERS = 16;

const HEAD = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  connection: 'close',
} as const;

/**
 * Server-sent events: `event: snapshot`, the whole snapshot as one line of `data`, and an `id` that counts the snapshots
 * told since our start. A reader that is slow skips what it missed: at most one snapshot is held for it.
 */
export function eventFeed(options: EventFeedOptions): EventFeed {
  const { store, paceMs = PACE_MS, aliveMs = ALIVE_MS } = options;
  const open = new Map<ServerResponse, () => void>();
  const newest = framesOf(store);
  return {
    head: HEAD,
    open: (response) => {
      if (open.size >= READERS) return false;
      response.writeHead(200, HEAD);
      response.on('close', () => {
        open.get(response)?.();
        open.delete(response);
      });
      open.set(response, feed(response, { store, newest, paceMs, aliveMs }));
      return true;
    },
    close: () => {
      for (const [response, stop] of open) {
        stop();
        response.end();
      }
      open.clear();
    },
  };
}

/** The newest snapshot as an event; written out once for all readers. */
function framesOf(store: EventFeedOptions['store']): () => string {
  let last: { readonly of: Snapshot; readonly frame: string } | null = null;
  let id = 0;
  return () => {
    const snapshot = store.getSnapshot();
    if (last?.of !== snapshot) {
      id += 1;
      last = { of: snapshot, frame: `id: ${id}\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n` };
    }
    return last.frame;
  };
}

interface Feeding {
  readonly store: EventFeedOptions['store'];
  readonly newest: () => string;
  readonly paceMs: number;
  readonly aliveMs: number;
}

/** Writes the newest snapshot now, and again after changes. Answers the end of it. */
function feed(response: ServerResponse, { store, newest, paceMs, aliveMs }: Feeding): () => void {
  let changed = false;
  let resting = false;
  let full = false;
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    changed = false;
    resting = true;
    full = !response.write(newest());
    clearTimeout(timer);
    timer = setTimeout(rested, paceMs).unref();
  };
  const next = (): void => {
    if (changed && !resting && !full) send();
  };
  const rested = (): void => {
    resting = false;
    timer = setTimeout(alive, aliveMs).unref();
    next();
  };
  const alive = (): void => {
    if (!full) full = !response.write(': alive\n\n');
    timer = setTimeout(alive, aliveMs).unref();
  };
  response.on('drain', () => {
    full = false;
    next();
  });
  const unsubscribe = store.subscribe(() => {
    changed = true;
    next();
  });
  send();
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
