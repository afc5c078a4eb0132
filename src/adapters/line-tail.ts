import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';

const TAIL_BYTES = 256 * 1024;
const CHUNK_BYTES = 256 * 1024;
/** One call reads at most this much; the rest comes with the next call. */
const CALL_BYTES = 8 * 1024 * 1024;
/** A line beyond this (an image in a tool's result) is passed over. */
const MAX_LINE_BYTES = 2 * 1024 * 1024;

/**
 * Reads the lines a file grew by. The first call takes the tail (256 KB), without the line the cut falls into. A half
 * line at the end is kept until its rest comes; a file that shrank or was replaced is read from its tail again.
 */
export class LineTail {
  readonly path: string;
  readonly #tailBytes: number;
  #identity = '';
  #offset = 0;
  #partial: Buffer[] = [];
  #partialBytes = 0;
  /** Inside a line that is passed over, up to its line break. */
  #skipping = false;

  constructor(path: string, tailBytes = TAIL_BYTES) {
    this.path = path;
    this.#tailBytes = tailBytes;
  }

  /** Whole new lines, oldest first; null when the file cannot be read. */
  async read(): Promise<readonly string[] | null> {
    try {
      // Most looks find nothing new: one call answers those.
      const now = statSync(this.path, { throwIfNoEntry: false });
      if (now === undefined || !now.isFile()) return null;
      if (`${now.dev}:${now.ino}` === this.#identity && now.size === this.#offset) return [];
      const file = await open(this.path, 'r');
      try {
        const stats = await file.stat();
        this.#follow(`${stats.dev}:${stats.ino}`, stats.size);
        const lines: string[] = [];
        const until = Math.min(stats.size, this.#offset + CALL_BYTES);
        while (this.#offset < until) {
          const { bytesRead, buffer } = await file.read({
            buffer: Buffer.allocUnsafe(Math.min(CHUNK_BYTES, until - this.#offset)),
            position: this.#offset,
          });
          if (bytesRead === 0) break;
          this.#offset += bytesRead;
          this.#take(buffer.subarray(0, bytesRead), lines);
        }
        return lines;
      } finally {
        await file.close();
      }
    } catch {
      return null;
    }
  }

  #follow(identity: string, size: number): void {
    if (identity === this.#identity && size >= this.#offset) return;
    this.#identity = identity;
    this.#offset = Math.max(0, size - this.#tailBytes);
    this.#drop(this.#offset > 0);
  }

  #drop(skipping: boolean): void {
    this.#partial = [];
    this.#partialBytes = 0;
    this.#skipping = skipping;
  }

  #take(bytes: Buffer, lines: string[]): void {
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      if (!this.#skipping) {
        const line = Buffer.concat([...this.#partial, bytes.subarray(start, end)]).toString('utf8');
        if (line !== '') lines.push(line);
      }
      this.#drop(false);
      start = end + 1;
    }
    if (this.#skipping || start === bytes.length) return;
    const rest = bytes.subarray(start);
    this.#partial.push(rest);
    this.#partialBytes += rest.length;
    if (this.#partialBytes > MAX_LINE_BYTES) this.#drop(true);
  }
}
