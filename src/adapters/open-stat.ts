import { closeSync, openSync, readSync } from 'node:fs';

/** One for all: a reading is compared before the next one begins. The longest line is below 700 bytes (Linux 6). */
const bytes = Buffer.allocUnsafe(1_024);
const CLOSING = 0x29;
const BLANK = 0x20;
const OVER = new Set([...'ZXx'].map((state) => state.charCodeAt(0)));

/** A character for each byte. */
function textOf(from: number, to: number): string {
  return bytes.toString('latin1', from, to);
}

/** Where the state stands: the name may hold blanks and brackets, what follows it does not. */
function stateAt(length: number): number {
  return bytes.lastIndexOf(CLOSING, length - 1) + 2;
}

/**
 * `/proc/<pid>/stat` (Linux), held open: one read instead of finding, opening, reading and closing it. An open one stays
 * with its process: it cannot tell of another that was given the same number.
 */
export class OpenStat {
  readonly #fd: number;
  /** Number and name with the blank behind them; the parent's number between blanks. */
  readonly #name: string;
  readonly #parent: string;

  private constructor(fd: number, length: number) {
    const state = stateAt(length);
    this.#fd = fd;
    this.#name = textOf(0, state);
    this.#parent = textOf(state + 1, bytes.indexOf(BLANK, state + 2) + 1);
  }

  /** null when it has gone or no file can be opened. */
  static of(pid: number): OpenStat | null {
    let fd: number | null = null;
    try {
      fd = openSync(`/proc/${pid}/stat`, 'r');
      return new OpenStat(fd, readSync(fd, bytes, 0, bytes.length, 0));
    } catch {
      if (fd !== null) closeSync(fd);
      return null;
    }
  }

  /** It lives, has its name and its parent as when this was opened. */
  holds(): boolean {
    try {
      readSync(this.#fd, bytes, 0, bytes.length, 0);
    } catch {
      // ESRCH: gone, and waited for.
      return false;
    }
    const state = this.#name.length;
    return (
      textOf(0, state) === this.#name &&
      !OVER.has(bytes[state] ?? 0) &&
      textOf(state + 1, state + 1 + this.#parent.length) === this.#parent
    );
  }

  close(): void {
    closeSync(this.#fd);
  }
}
