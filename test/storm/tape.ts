import { appendFileSync, writeFileSync } from 'node:fs';

/** One moment of a terminal: output of the program, its new size, what was typed, or a word about what happens. */
export type Moment =
  | { readonly atMs: number; readonly type: 'o' | 'i' | 'm'; readonly text: string }
  | { readonly atMs: number; readonly type: 'r'; readonly cols: number; readonly rows: number };

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** What a terminal went through, in order. Listeners hear of each moment as it comes. */
export class Tape {
  readonly first: Size;
  readonly #listeners = new Set<(moment: Moment) => void>();
  readonly #decoder = new TextDecoder();
  readonly #startedMs = performance.now();
  #lastOutputMs = 0;

  constructor(first: Size) {
    this.first = first;
  }

  listen(listener: (moment: Moment) => void): void {
    this.#listeners.add(listener);
  }

  /** ms since the last output. */
  quietMs(): number {
    return this.#nowMs() - this.#lastOutputMs;
  }

  output(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    this.#lastOutputMs = this.#nowMs();
    if (text !== '') this.#tell({ atMs: this.#lastOutputMs, type: 'o', text });
  }

  resized({ cols, rows }: Size): void {
    this.#tell({ atMs: this.#nowMs(), type: 'r', cols, rows });
  }

  typed(text: string): void {
    this.#tell({ atMs: this.#nowMs(), type: 'i', text });
  }

  mark(text: string): void {
    this.#tell({ atMs: this.#nowMs(), type: 'm', text });
  }

  #nowMs(): number {
    return performance.now() - this.#startedMs;
  }

  #tell(moment: Moment): void {
    for (const listener of this.#listeners) listener(moment);
  }
}

/** Writes a tape as asciicast v2 (docs.asciinema.org, 2024): a header line, then one line a moment. */
export function record(tape: Tape, file: string, title: string): void {
  const { cols: width, rows: height } = tape.first;
  const timestamp = Math.floor(Date.now() / 1_000);
  writeFileSync(file, `${JSON.stringify({ version: 2, width, height, timestamp, title })}\n`);
  tape.listen((moment) => {
    const what = moment.type === 'r' ? `${moment.cols}x${moment.rows}` : moment.text;
    const line = [Math.round(moment.atMs * 1_000) / 1_000_000, moment.type, what];
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  });
}

/** The moments of an asciicast v2 text, the first one its size. */
export function readCast(text: string): readonly Moment[] {
  const [head = '{}', ...lines] = text.trimEnd().split('\n');
  const { width, height } = JSON.parse(head) as { width: number; height: number };
  const moments = lines.map((line): Moment => {
    const [seconds, type, what] = JSON.parse(line) as [number, Moment['type'], string];
    const atMs = seconds * 1_000;
    if (type !== 'r') return { atMs, type, text: what };
    const [cols = 0, rows = 0] = what.split('x').map(Number);
    return { atMs, type, cols, rows };
  });
  return [{ atMs: 0, type: 'r', cols: width, rows: height }, ...moments];
}
