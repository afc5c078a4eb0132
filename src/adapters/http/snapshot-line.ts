import type { Snapshot } from '../../core/snapshot.js';
import { retryWaitMs } from '../../core/viewer/connection.js';
import { readSnapshot } from '../../core/viewer/read-snapshot.js';
import { openEvents } from './event-client.js';
import { mayBeAsked, socketPlaces, type Whereabouts } from './socket-place.js';

/** A supervisor sends a comment every 15 s when it has nothing else to say. */
const SILENT_MS = 20_000;

export interface LineOptions extends Whereabouts {
  readonly silentMs?: number;
  readonly onSnapshot: (snapshot: Snapshot) => void;
  /** Nobody answers, or no longer; also after each further attempt. `refusal`: what one said who did answer. */
  readonly onLost: (refusal: string | null) => void;
  /** Somebody answers whose snapshot cannot be read here: another version. Nothing is tried after it. */
  readonly onUnfit: () => void;
}

/** A line to the supervisor of a state directory that mends itself, until it is closed. */
export class SnapshotLine {
  readonly #options: LineOptions;
  #stream: { close(): void } | null = null;
  #retry: NodeJS.Timeout | null = null;
  #failures = 0;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Connects, wherever the socket is now. */
  open(): void {
    this.close();
    const { stateDir, env } = this.#options;
    this.#try(socketPlaces(stateDir, env).map(({ path }) => path));
  }

  /** Ends the connection and every attempt at one; `open` begins anew. */
  close(): void {
    this.#stream?.close();
    this.#stream = null;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #try(paths: readonly string[], refusal: string | null = null): void {
    const [socketPath, ...others] = paths.filter(mayBeAsked);
    if (socketPath === undefined) {
      this.#lost(refusal);
      return;
    }
    let heard = false;
    this.#stream = openEvents({
      socketPath,
      path: '/events',
      silentMs: this.#options.silentMs ?? SILENT_MS,
      onEvent: ({ name, data }) => {
        heard = true;
        if (name === 'snapshot') this.#take(data);
      },
      onEnd: (end) => {
        if (end.type === 'no-stream') this.#unfit();
        else if (heard) this.#lost(null);
        else this.#try(others, end.type === 'refused' ? end.reason : refusal);
      },
    });
  }

  #take(data: string): void {
    const snapshot = parsed(data);
    if (snapshot === null) this.#unfit();
    else {
      this.#failures = 0;
      this.#options.onSnapshot(snapshot);
    }
  }

  #unfit(): void {
    this.close();
    this.#options.onUnfit();
  }

  #lost(refusal: string | null): void {
    this.#stream = null;
    this.#retry = setTimeout(() => this.open(), retryWaitMs(this.#failures));
    this.#failures += 1;
    this.#options.onLost(refusal);
  }
}

function parsed(data: string): Snapshot | null {
  try {
    return readSnapshot(JSON.parse(data));
  } catch {
    return null;
  }
}
