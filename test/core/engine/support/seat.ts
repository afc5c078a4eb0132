import type { SessionObservation } from '../../../../src/core/engine/events.js';
import type { PaneId, SessionId } from '../../../../src/core/ids.js';
import type { Reading } from '../../../../src/core/quota/reading.js';
import type { TranscriptRow } from '../../../../src/core/transcript.js';

export interface SeatOptions {
  readonly version?: string | null;
  readonly transcript?: boolean;
  readonly conversation?: string | null;
  readonly config?: SessionObservation['config'];
  readonly loginByEnvironment?: boolean;
  /** How long its process runs already, in milliseconds. */
  readonly ageMs?: number;
}

/** One pane with an agent in it: what the eyes would report of it, set by hand. */
export class Seat {
  name: string;
  pane: PaneId;
  pid: number;
  startedSteadyMs: number;
  version: string | null;
  transcript: boolean;
  conversation: string | null;
  config: SessionObservation['config'];
  loginByEnvironment: boolean;
  task: string | null = null;
  status: SessionObservation['status'] = null;
  personActiveAtMs: number | null = null;
  gone = false;
  #reading: Reading | 'unknown';
  #changed = true;
  #rows: TranscriptRow[] = [];
  #tail: TranscriptRow[] = [];
  #seen: SessionObservation | null = null;

  constructor(name: string, index: number, steadyMs: number, reading: Reading, options: SeatOptions) {
    this.name = name;
    this.pane = `%${index}` as PaneId;
    this.pid = 1000 + index;
    this.startedSteadyMs = steadyMs - (options.ageMs ?? 600_000);
    this.version = options.version === undefined ? '2.1.330' : options.version;
    this.transcript = options.transcript ?? true;
    this.conversation = options.conversation === undefined ? `conv-${index}` : options.conversation;
    this.config = options.config ?? 'link';
    this.loginByEnvironment = options.loginByEnvironment ?? false;
    this.#reading = reading;
  }

  get id(): SessionId {
    return `77.1.${this.pane}.${this.pid}.${this.pid * 10}` as SessionId;
  }

  get reading(): Reading | 'unknown' {
    return this.#reading;
  }

  /** What the pane shows from now on. */
  show(reading: Reading | 'unknown'): this {
    this.#reading = reading;
    this.#changed = true;
    return this;
  }

  /** New rows of the transcript. */
  write(...rows: TranscriptRow[]): this {
    this.#rows.push(...rows);
    this.#tail.push(...rows);
    this.#tail = this.#tail.slice(-20);
    return this;
  }

  /** Its process was replaced by another one in the same pane. */
  replace(pid: number, steadyMs: number, reading: Reading): this {
    this.pid = pid;
    this.startedSteadyMs = steadyMs;
    this.#rows = [...this.#tail];
    return this.show(reading);
  }

  /** A new process with a conversation of its own. */
  renew(pid: number, steadyMs: number, conversation: string): this {
    this.pid = pid;
    this.startedSteadyMs = steadyMs;
    if (conversation !== this.conversation) this.#tail = [];
    this.conversation = conversation;
    this.#rows = [...this.#tail];
    return this;
  }

  /** The eyes start anew: everything is read again. */
  forget(): void {
    this.#changed = true;
    this.#rows = [...this.#tail];
  }

  observe(): SessionObservation {
    const reading = this.#changed || this.#reading === 'unknown' ? this.#reading : 'unchanged';
    this.#changed = false;
    const rows = this.transcript ? this.#rows : [];
    this.#rows = [];
    const seen = this.#facts(reading, rows);
    // The real eyes answer the same object while nothing is new.
    const isNews = typeof reading !== 'string' || JSON.stringify(seen) !== JSON.stringify(this.#seen);
    if (isNews || this.#seen === null) this.#seen = seen;
    return this.#seen;
  }

  #facts(reading: SessionObservation['reading'], rows: readonly TranscriptRow[]): SessionObservation {
    return {
      id: this.id,
      name: this.name,
      target: { server: { pid: 77, startedAt: 1 }, pane: this.pane, panePid: this.pid - 500 },
      agent: {
        pid: this.pid,
        startTicks: this.pid * 10,
        startedSteadyMs: this.startedSteadyMs,
        cwd: '/home/u/work',
        configDir: null,
        loginByEnvironment: this.loginByEnvironment,
        task: this.task,
      },
      config: this.config,
      version: this.version,
      conversation: this.conversation,
      status: this.status,
      transcript: this.transcript,
      rows,
      reading,
      personActiveAtMs: this.personActiveAtMs,
    };
  }
}
