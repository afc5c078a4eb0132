import type { TmuxHealth } from '../../core/ports.js';
import { MINUTE } from '../../core/time.js';
import type { Door } from '../protocol/exchange.js';
import { type ControlClient, canDieWithParent, removeSession, startControl } from './control-client.js';
import { endLeftoverClients, ownSessionName } from './leftovers.js';
import { printable } from './printable.js';
import { SpawnDoor } from './spawn-door.js';
import { type Survey, survey } from './survey.js';
import type { Target } from './target.js';

const FAILURES_TO_FALL_BACK = 3;
const FALLBACK_RETRY_MS = 30_000;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_LAST_MS = 10_000;
/** A client silent for this many deadlines is given up; until then its server may just be stopped. */
const SILENT_DEADLINES = 3;

/**
 * Keeps one way to the tmux server: a control client, or single spawns when that fails three times in a minute.
 * Driven by its callers: each `door()` looks whether it is time to try (again); there is no timer of its own.
 */
export class Connection {
  readonly #target: Target;
  readonly #deadlineMs: number;
  readonly #spawnDoor: SpawnDoor;
  #client: ControlClient | null = null;
  #connecting: Promise<void> | null = null;
  #closed = false;
  #fallback = false;
  #failures: number[] = [];
  #retryAt = 0;
  #absent = false;
  #backoffMs = BACKOFF_FIRST_MS;
  #dieWithParent: boolean | null = null;
  #health: TmuxHealth = { state: 'no-server', version: null, detail: 'tmux has not been asked yet.' };

  constructor(target: Target, deadlineMs: number) {
    this.#target = target;
    this.#deadlineMs = deadlineMs;
    this.#spawnDoor = new SpawnDoor(target, deadlineMs, (said) => this.#serverLost(said));
  }

  /** The way to ask tmux just now, null when there is none. */
  async door(): Promise<Door | null> {
    this.#dropSilent();
    if (this.#closed) return null;
    if (this.#client?.alive() === true) return this.#client.exchange;
    if (performance.now() >= this.#retryAt) {
      this.#connecting ??= this.#connect().finally(() => {
        this.#connecting = null;
      });
    }
    if (this.#fallback) return this.#spawnDoor;
    await this.#connecting;
    return this.#client?.exchange ?? (this.#fallback ? this.#spawnDoor : null);
  }

  /** The same, but looks at once instead of waiting out a back-off; `absent` when there surely is no server to ask. */
  async doorNow(): Promise<Door | 'absent' | null> {
    this.retryNow();
    return (await this.door()) ?? (this.#absent && !this.#closed ? 'absent' : null);
  }

  /** A server that was not there may be there now: the next question looks. */
  retryNow(): void {
    if (this.#fallback) return;
    this.#retryAt = 0;
    this.#backoffMs = BACKOFF_FIRST_MS;
  }

  health(): TmuxHealth {
    const silentMs = this.#client?.exchange.silentMs() ?? 0;
    if (silentMs < this.#deadlineMs) return this.#health;
    const seconds = Math.round(silentMs / 1_000);
    const detail = `tmux was asked and has not answered for ${seconds} s. If its server was stopped, continue it (kill -CONT).`;
    return { ...this.#health, state: 'no-server', detail, silent: true };
  }

  /** Ends the client and our own session; answers null from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.release();
    this.#health = {
      ...this.#health,
      state: 'no-server',
      detail: 'tmux is no longer watched: we are closing.',
    };
  }

  /** Ends the client, then our own session; the next question connects again. */
  async release(): Promise<void> {
    await this.#connecting;
    const client = this.#client;
    this.#client = null;
    if (client !== null) {
      await client.end();
      await removeSession(this.#target, client.session, this.#deadlineMs);
    }
  }

  async #connect(): Promise<void> {
    this.#absent = false;
    // First: a server that hangs may be held by a client that a dead supervisor left behind.
    await endLeftoverClients();
    const found = await survey(this.#target, this.#deadlineMs);
    if (found.state !== 'there') {
      this.#unreachable(found);
      return;
    }
    if (found.manualSize) {
      this.#stayOut(found.version);
      return;
    }
    this.#dieWithParent ??= await canDieWithParent(this.#target, this.#deadlineMs);
    const options = {
      session: ownSessionName(),
      deadlineMs: this.#deadlineMs,
      dieWithParent: this.#dieWithParent,
    };
    const client = await startControl(this.#target, options);
    if (typeof client === 'string') {
      this.#failed(client, found.version);
      return;
    }
    this.#client = client;
    this.#fallback = false;
    this.#backoffMs = BACKOFF_FIRST_MS;
    this.#health = {
      state: 'connected',
      version: found.version,
      detail: `tmux ${found.version ?? ''} is connected.`,
    };
    client.ended.then((said) => this.#clientEnded(client, said, found.version));
    if (found.stale.length > 0) {
      await client.exchange.ask(found.stale.map((id) => ({ command: ['kill-session', '-t', id] })));
    }
  }

  #unreachable(found: Exclude<Survey, { state: 'there' }>): void {
    this.#failures = [];
    this.#fallback = false;
    this.#absent = found.absent;
    const { state, version, detail, silent } = found;
    this.#health = { state, version, detail, ...(silent ? { silent } : {}) };
    this.#retryAt = performance.now() + this.#backoffMs;
    this.#backoffMs = Math.min(this.#backoffMs * 2, BACKOFF_LAST_MS);
  }

  /** Our own session would end the server and with it every session of the person. */
  #stayOut(version: string | null): void {
    this.#fallback = true;
    this.#retryAt = performance.now() + FALLBACK_RETRY_MS;
    const detail =
      'tmux control mode is not used: window-size is manual, and with it a new session can crash tmux 3.3a. Panes are read by single commands.';
    this.#health = { state: 'fallback', version, detail };
  }

  #failed(said: string, version: string | null): void {
    const now = performance.now();
    this.#failures = [...this.#failures.filter((at) => now - at < MINUTE), now];
    this.#fallback ||= this.#failures.length >= FAILURES_TO_FALL_BACK;
    this.#retryAt = now + (this.#fallback ? FALLBACK_RETRY_MS : 0);
    const why = printable(said);
    const detail = this.#fallback
      ? `tmux control mode failed ${FAILURES_TO_FALL_BACK} times within a minute: ${why}. Panes are read by single commands; control mode is tried again every ${FALLBACK_RETRY_MS / 1_000} s.`
      : `tmux control mode ended: ${why}. It is being started again.`;
    // Whether a server is there is not known before the next survey.
    this.#health = { state: this.#fallback ? 'fallback' : 'no-server', version, detail, silent: true };
  }

  #clientEnded(client: ControlClient, said: string, version: string | null): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#failed(said, version);
  }

  /** Told by the fallback: back to looking for a server. */
  #serverLost(said: string): void {
    if (!this.#fallback) return;
    this.#fallback = false;
    this.#failures = [];
    this.#retryAt = 0;
    this.#health = {
      ...this.#health,
      state: 'no-server',
      detail: `tmux was not reached: ${printable(said)}.`,
    };
  }

  #dropSilent(): void {
    const client = this.#client;
    if (client === null || client.exchange.silentMs() < SILENT_DEADLINES * this.#deadlineMs) return;
    this.#client = null;
    this.#failed('it stopped answering', this.#health.version);
    void client.end();
  }
}
