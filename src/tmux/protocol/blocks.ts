import { LineSplitter } from './lines.js';

export type ControlEvent =
  /** A finished reply. `own`: to a command of ours, not of the attach itself or of a hook. `ok`: ended by `%end`. */
  | { readonly type: 'block'; readonly own: boolean; readonly ok: boolean; readonly lines: readonly string[] }
  /** A notification outside every block: `%exit`, `%session-changed`, … `rest` is what follows the name. */
  | { readonly type: 'notice'; readonly name: string; readonly rest: string };

interface OpenBlock {
  readonly time: string;
  readonly number: string;
  readonly own: boolean;
  readonly lines: string[];
}

const BEGIN = /^%begin (\d+) (\d+) (\d+)$/;
const END = /^%(end|error) (\d+) (\d+) \d+$/;
const NOTICE = /^%([a-z-]+)(?: (.*))?$/s;

/**
 * Reads tmux control mode (3.2 to 3.7). A block ends only on the time and number of its own `%begin`: the text of
 * a pane stands in it raw, and may well say `%end 1 2 1` or `%exit`. Never throws.
 */
export class ControlParser {
  readonly #lines = new LineSplitter();
  #open: OpenBlock | null = null;

  push(chunk: Uint8Array): ControlEvent[] {
    const events: ControlEvent[] = [];
    for (const line of this.#lines.push(chunk)) {
      const event = this.#open === null ? this.#outside(line) : this.#inside(this.#open, line);
      if (event !== null) events.push(event);
    }
    return events;
  }

  #outside(line: string): ControlEvent | null {
    const begin = BEGIN.exec(line);
    if (begin !== null) {
      const [, time = '', number = '', flags = '0'] = begin;
      this.#open = { time, number, own: (Number(flags) & 1) === 1, lines: [] };
      return null;
    }
    const notice = NOTICE.exec(line);
    return notice === null ? null : { type: 'notice', name: notice[1] ?? '', rest: notice[2] ?? '' };
  }

  #inside(open: OpenBlock, line: string): ControlEvent | null {
    const end = line.startsWith('%e') ? END.exec(line) : null;
    if (end === null || end[2] !== open.time || end[3] !== open.number) {
      open.lines.push(line);
      return null;
    }
    this.#open = null;
    return { type: 'block', own: open.own, ok: end[1] === 'end', lines: open.lines };
  }
}
