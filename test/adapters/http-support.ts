import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Limits } from '../../src/adapters/http/bounded-server.js';
import { type SocketServer, serveSocket } from '../../src/adapters/http/server.js';
import type { Command, CommandResult, Store } from '../../src/core/commands.js';
import type { ServerFacts } from '../../src/core/http/metrics.js';
import type { HitView, Snapshot } from '../../src/core/snapshot.js';
import { temporaryFolder } from './support.js';

const AT = '2026-11-22T08:00:00.000Z';
export const NOW_MS = Date.parse(AT);

/** A supervisor that can do its job and has nothing to do. */
export const CALM: Snapshot = {
  schemaVersion: 1,
  at: AT,
  mode: 'auto',
  needs: [],
  activeAccount: 'work',
  accounts: [],
  next: { account: 'personal', reason: 'the first one that is free' },
  sessions: [],
  hits: [],
  lastSwap: null,
  swap: null,
  cooldown: null,
  hold: null,
  breaker: { open: false, reason: null, swapsInHour: 0 },
  proposal: null,
  paused: false,
  swapCount: 0,
  warnings: [],
  queue: { waiting: 0, running: 0, done: 0, failed: 0, held: null, heldUntil: null, next: null, tasks: [] },
  events: [],
  day: null,
  tmux: { state: 'connected', version: '3.3a', detail: 'tmux 3.3a is connected' },
  ages: { poll: 400, state: null },
};

export function hitOf(id: string, dismissable = true): HitView {
  return {
    id,
    session: `ccl-${id}`,
    account: 'work',
    kind: 'unknown',
    pattern: 'usage limit',
    rule: 'limit-reached',
    snippet: 'Claude usage limit reached.',
    state: dismissable ? 'suspected' : 'acted',
    suspectedAt: AT,
    at: AT,
    resetsAt: null,
    why: 'no reset time',
    evidence: [],
    dismissable,
  };
}

/** A store that remembers what it was sent. */
export interface HeldStore extends Store {
  readonly sent: readonly Command[];
  readonly listeners: ReadonlySet<() => void>;
  /** Takes the next snapshot and tells who listens. */
  change(snapshot: Snapshot): void;
  snapshot: Snapshot;
  answer: (command: Command) => CommandResult;
}

export function heldStore(snapshot: Snapshot = CALM): HeldStore {
  const sent: Command[] = [];
  const listeners = new Set<() => void>();
  return {
    sent,
    listeners,
    change(next) {
      this.snapshot = next;
      for (const listener of listeners) listener();
    },
    snapshot,
    answer: () => ({ status: 'done', text: 'as you wish' }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot() {
      return this.snapshot;
    },
    async send(command) {
      sent.push(command);
      return this.answer(command);
    },
  };
}

/** Short times for requests that dribble. */
export const HASTY: Partial<Limits> = { headersMs: 300, requestMs: 900, lookMs: 50 };

export interface Served {
  readonly store: HeldStore;
  readonly server: SocketServer;
  readonly path: string;
  /** Folder that stands for everything of the machine. */
  readonly folder: string;
  readonly notes: readonly string[];
  facts: ServerFacts;
}

/** A server over a real socket in a folder of its own. */
export async function serve(store: HeldStore = heldStore(), limits: Partial<Limits> = {}): Promise<Served> {
  const folder = temporaryFolder();
  const notes: string[] = [];
  const served = {
    store,
    folder,
    notes,
    facts: { nowMs: NOW_MS, pollIntervalMs: 1_000, stateWritten: true, version: '1.2.3' },
  };
  const server = await serveSocket({
    stateDir: join(folder, 'state'),
    env: { XDG_RUNTIME_DIR: folder },
    store,
    facts: () => served.facts,
    onNote: (sentence) => notes.push(sentence),
    limits,
  });
  onTestFinished(() => server.close());
  return Object.assign(served, { server, path: server.path() ?? '' });
}

/** A connection (to a socket's path, or to a port) that sends bytes as they are and keeps what comes back. */
export interface RawConnection {
  readonly socket: Socket;
  text(): string;
  /** Resolves when the other side has closed it, with everything that came. */
  readonly over: Promise<string>;
}

export function rawConnection(where: string | number, bytes: string | Uint8Array = ''): RawConnection {
  const chunks: Buffer[] = [];
  const socket = typeof where === 'number' ? connect(where, '127.0.0.1') : connect(where);
  const text = (): string => Buffer.concat(chunks).toString('latin1');
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A refused connection is one that was closed.
  socket.on('error', () => undefined);
  const over = new Promise<string>((resolve) => socket.on('close', () => resolve(text())));
  if (bytes.length > 0) socket.write(bytes);
  onTestFinished(() => void socket.destroy());
  return { socket, text, over };
}
