/** One server-sent event: its name (`message` when it has none) and its data. */
export interface SseEvent {
  readonly name: string;
  readonly data: string;
}

/** Longest event that is kept, in UTF-16 units. */
const MAX_EVENT = 16 * 1024 * 1024;

/** Makes events of the text of an event stream as it comes (WHATWG HTML, 9.2.6); comments, ids and retry times are let go. */
export class SseReader {
  readonly #max: number;
  #rest = '';
  /** The last text ended in a carriage return: a line feed in front of the next one belongs to it. */
  #returned = false;
  #name = '';
  #data: string[] = [];
  #size = 0;

  constructor(max: number = MAX_EVENT) {
    this.#max = max;
  }

  /** The events that are whole with this text; null when one is too long to be kept: then the stream is of no use. */
  push(piece: string): readonly SseEvent[] | null {
    const text = this.#returned && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') this.#returned = piece.endsWith('\r');
    if (this.#size + this.#rest.length + text.length > this.#max) return null;
    // Only the new text is searched: a long line comes in many pieces.
    if (!/[\r\n]/.test(text)) {
      this.#rest += text;
      return [];
    }
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): SseEvent | null {
    if (line === '') return this.#dispatch();
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') this.#name = value;
    if (field === 'data') {
      this.#data.push(value);
      this.#size += value.length;
    }
    return null;
  }

  #dispatch(): SseEvent | null {
    const event = { name: this.#name === '' ? 'message' : this.#name, data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#name = '';
    this.#data = [];
    this.#size = 0;
    return isEmpty ? null : event;
  }
}
