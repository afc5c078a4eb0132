import { type Command, type CommandResult, done, refused, type Store } from '../../core/commands.js';
import { isRecord } from '../../core/json.js';
import type { Snapshot } from '../../core/snapshot.js';
import { type Connection, LIVE } from '../../core/viewer/connection.js';
import { orderOf } from '../../core/viewer/order-of.js';
import { askSupervisor } from './client.js';
import type { Reply } from './reply.js';
import { type LineOptions, SnapshotLine } from './snapshot-line.js';
import type { Whereabouts } from './socket-place.js';

export interface RemoteOptions extends Whereabouts {
  /** How long a connection may be silent, ms. */
  readonly silentMs?: number;
  /** How long the first snapshot is waited for: a supervisor that starts has its lock before its socket, ms. */
  readonly attachWithinMs?: number;
}

/** The engine of another process. Its last snapshot stays when the connection is lost; orders are refused then. */
export interface RemoteStore extends Store {
  /** The same object as long as nothing changed; listeners of the store hear of a change. */
  connection(): Connection;
  /** Resolves when a supervisor of another version has taken the place; nothing comes after it. */
  readonly unfit: Promise<void>;
  /** Lets go of the connection, before the process is stopped. */
  pause(): void;
  /** Connects anew, also when it was not paused. */
  goOn(): void;
  close(): void;
}

export type Attached =
  | { readonly type: 'attached'; readonly store: RemoteStore }
  /** Nobody answered in time; `refusal`: somebody did, that it cannot be looked at now. */
  | { readonly type: 'none'; readonly refusal: string | null }
  /** Somebody did, whose snapshot cannot be read here: another version. */
  | { readonly type: 'unfit' };

const ATTACH_WITHIN_MS = 5_000;
const REFUSED = 'the supervisor refuses this viewer: nothing was ordered. It is tried again';
const LOST = 'the connection is lost: nothing was ordered. It is tried again';

/** Attaches to the supervisor of a state directory, and stays with it over its restarts. Never throws. */
export function attach(options: RemoteOptions): Promise<Attached> {
  return new Promise((resolve) => {
    let refusal: string | null = null;
    const store = new Remote(options, {
      first: () => give({ type: 'attached', store }),
      unfit: () => give({ type: 'unfit' }),
      lost: (reason) => {
        refusal = reason;
      },
    });
    const late = setTimeout(() => {
      store.close();
      give({ type: 'none', refusal });
    }, options.attachWithinMs ?? ATTACH_WITHIN_MS);
    const give = (attached: Attached): void => {
      clearTimeout(late);
      resolve(attached);
    };
    store.goOn();
  });
}

interface Telling {
  readonly first: () => void;
  readonly unfit: () => void;
  readonly lost: (refusal: string | null) => void;
}

class Remote implements RemoteStore {
  readonly unfit: Promise<void>;
  readonly #options: RemoteOptions;
  readonly #line: SnapshotLine;
  readonly #listeners = new Set<() => void>();
  #snapshot: Snapshot | null = null;
  #connection: Connection = LIVE;

  constructor(options: RemoteOptions, tell: Telling) {
    this.#options = options;
    let resolve = (): void => undefined;
    this.unfit = new Promise((done) => {
      resolve = done;
    });
    const handlers: Pick<LineOptions, 'onSnapshot' | 'onLost' | 'onUnfit'> = {
      onSnapshot: (snapshot) => {
        const isFirst = this.#snapshot === null;
        this.#snapshot = snapshot;
        this.#connection = LIVE;
        if (isFirst) tell.first();
        this.#publish();
      },
      onLost: (refusal) => {
        tell.lost(refusal);
        const before = this.#connection;
        if (before.state === 'lost' && before.refusal === refusal) return;
        const sinceMs = before.state === 'lost' ? before.sinceMs : Date.now();
        this.#connection = { state: 'lost', sinceMs, refusal };
        this.#publish();
      },
      onUnfit: () => {
        resolve();
        tell.unfit();
      },
    };
    this.#line = new SnapshotLine({ ...options, ...handlers });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): Snapshot => {
    if (this.#snapshot === null) throw new Error('no snapshot has come yet');
    return this.#snapshot;
  };

  connection = (): Connection => this.#connection;

  send = async (command: Command): Promise<CommandResult> => {
    if (this.#connection.state === 'lost') return refused(this.#connection.refusal === null ? LOST : REFUSED);
    const { path, body } = orderOf(command);
    return resultOf(await askSupervisor(this.#options, 'POST', path, { body }));
  };

  pause(): void {
    this.#line.close();
  }

  goOn(): void {
    this.#line.open();
  }

  close(): void {
    this.#line.close();
    this.#listeners.clear();
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}

function resultOf(reply: Reply): CommandResult {
  if (reply.type === 'none') return refused(LOST);
  if (reply.type === 'failed')
    return refused(`whether it was done is not known: ${reply.reason}. Look at the events`);
  const { status, body } = reply;
  const fields = isRecord(body) ? body : {};
  const text = String(fields.text ?? 'done');
  if (status === 200) return done(text);
  if (status === 202) return { status: 'started', intentId: String(fields.intentId ?? ''), text };
  return refused(String(fields.reason ?? `the supervisor answered ${status}`));
}
