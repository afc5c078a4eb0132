/** A longer line is cut: a bound on memory, far above the widest screen tmux can show. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
}

/**
 * Cuts a byte stream into lines. Bytes are decoded a whole line at a time, so a character split over two chunks
 * stays whole; bytes that are not UTF-8 become U+FFFD. Takes any chunking and never throws.
 */
export class LineSplitter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** The lines `chunk` completed, without their newline. */
  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from);
      if (end < 0) break;
      const bytes = chunk.subarray(from, end);
      if (this.#length === 0 && bytes.length <= MAX_LINE_BYTES) lines.push(textOf(bytes));
      else {
        this.#keep(bytes);
        lines.push(this.#take());
      }
      from = end + 1;
    }
    // Copied: the caller may reuse its buffer.
    if (from < chunk.length) this.#keep(chunk.slice(from));
    return lines;
  }

  #keep(bytes: Uint8Array): void {
    const room = MAX_LINE_BYTES - this.#length;
    if (room <= 0 || bytes.length === 0) return;
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#parts.push(part);
    this.#length += part.length;
  }

  #take(): string {
    const line = Buffer.concat(this.#parts, this.#length).toString('utf8');
    this.#parts.length = 0;
    this.#length = 0;
    return line;
  }
}
