import type { ControlEvent } from './blocks.js';
import { type Command, encode } from './command.js';

export interface Request {
  readonly command: Command;
  /** Expected size of the reply in bytes; decides how many requests may be under way together. */
  readonly bytes?: number;
  /**
   * For a command that runs others (`if-shell`): each of those answers with a block of its own. All blocks up to
   * the one that holds just this word belong to the reply. The word must be unguessable.
   */
  readonly terminator?: string;
}

export interface Reply {
  /** No command of the request ended in an error. */
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** Whatever can put requests to tmux. One answer per request, in order; null when there was none in time. */
export interface Door {
  ask(requests: readonly Request[]): Promise<readonly (Reply | null)[]>;
}

/**
 * A client that dies with many unread replies wedges the whole tmux server (seen on 3.3a, 3.5a and 3.7c):
 * with 8 captures of 3.7 kB under way 0 of 11 servers hung, with 16 it was 2 of 6.
 */
const MAX_REQUESTS = 8;
const MAX_BYTES = 30_000;
const SMALL_REPLY = 300;

interface Pending {
  readonly request: Request;
  readonly text: string;
  readonly bytes: number;
  readonly lines: string[];
  ok: boolean;
  writtenAt: number;
  settle: ((reply: Reply | null) => void) | null;
}

/** Matches replies with requests, first in first out, and keeps what is under way small. */
export class Exchange implements Door {
  readonly #write: (text: string) => void;
  readonly #deadlineMs: number;
  readonly #waiting: Pending[] = [];
  readonly #underWay: Pending[] = [];
  #scheduled = false;
  #closed = false;

  constructor(write: (text: string) => void, deadlineMs: number) {
    this.#write = write;
    this.#deadlineMs = deadlineMs;
  }

  ask(requests: readonly Request[]): Promise<readonly (Reply | null)[]> {
    return Promise.all(requests.map((request) => this.#send(request)));
  }

  /** How long (ms) the oldest request under way has had no reply; 0 when none is. */
  silentMs(): number {
    const oldest = this.#underWay[0];
    return oldest === undefined ? 0 : performance.now() - oldest.writtenAt;
  }

  accept(event: ControlEvent): void {
    const head = this.#underWay[0];
    if (event.type !== 'block' || !event.own || head === undefined) return;
    const { terminator } = head.request;
    const finished = terminator === undefined || (event.lines.length === 1 && event.lines[0] === terminator);
    if (terminator === undefined || !finished) {
      for (const line of event.lines) head.lines.push(line);
      head.ok &&= event.ok;
    }
    if (!finished) return;
    this.#underWay.shift();
    head.settle?.({ ok: head.ok, lines: head.lines });
    this.#schedule();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Answers null to everything that waits; nothing is sent any more. */
  close(): void {
    this.#closed = true;
    for (const pending of [...this.#underWay.splice(0), ...this.#waiting.splice(0)]) pending.settle?.(null);
  }

  #send(request: Request): Promise<Reply | null> {
    if (this.#closed) return Promise.resolve(null);
    const { command, terminator } = request;
    const tail = terminator === undefined ? [] : [encode(['display-message', '-p', terminator])];
    const text = [encode(command), ...tail, ''].join('\n');
    const bytes = request.bytes ?? SMALL_REPLY;
    const pending: Pending = { request, text, bytes, lines: [], ok: true, writtenAt: 0, settle: null };
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#expire(pending), this.#deadlineMs);
      pending.settle = (reply) => {
        clearTimeout(timer);
        pending.settle = null;
        resolve(reply);
      };
      this.#waiting.push(pending);
      this.#schedule();
    });
  }

  /** One that was written keeps its place: its reply may still come and must not be taken for the next one's. */
  #expire(pending: Pending): void {
    pending.settle?.(null);
    const index = this.#waiting.indexOf(pending);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  /** Writes at the end of the turn: tmux walks all its panes for every read, so few large writes are cheaper. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const batch: string[] = [];
    let bytes = this.#underWay.reduce((sum, pending) => sum + pending.bytes, 0);
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || this.#underWay.length >= MAX_REQUESTS) break;
      if (this.#underWay.length > 0 && bytes + next.bytes > MAX_BYTES) break;
      this.#waiting.shift();
      this.#underWay.push(next);
      next.writtenAt = performance.now();
      bytes += next.bytes;
      batch.push(next.text);
    }
    if (batch.length > 0) this.#write(batch.join(''));
  }
}
