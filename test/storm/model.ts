import xterm from '@xterm/headless';
import type { Moment, Size } from './tape.ts';
import { modernWidths } from './widths.ts';

/** A frame: what each row shows, with the styles of its cells. */
export interface Frame {
  readonly rows: readonly string[];
  readonly styles: readonly string[];
}

/** What the terminal was told to do besides showing text. */
export interface Modes {
  readonly alternate: boolean;
  readonly cursorHidden: boolean;
  readonly bracketedPaste: boolean;
  readonly mouse: boolean;
}

const ENTERS = '\u001b[?1049h';
const WHOLE = '\u001b[?2026l';
const WHOLE_END = /(?<=\u001b\[\?2026l)/;

/** A terminal that is not tmux (xterm.js, as in several editors), fed with what the program wrote and with its sizes. */
export class Model {
  readonly #term: InstanceType<typeof xterm.Terminal>;
  #queue: Promise<void> = Promise.resolve();
  #before: Frame | null = null;
  #after: Frame | null = null;
  #watch: 'before' | 'after' | null = null;
  #entered = 0;
  #rest = '';

  constructor({ cols, rows }: Size) {
    this.#term = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 500 });
    this.#term.unicode.register(modernWidths);
    this.#term.unicode.activeVersion = modernWidths.version;
  }

  feed(moment: Moment): void {
    if (moment.type === 'r') this.#do(async () => this.#term.resize(moment.cols, moment.rows));
    if (moment.type === 'o') this.#do(() => this.#output(moment.text));
  }

  /** Resolves when everything fed so far has been drawn. */
  drawn(): Promise<void> {
    return this.#queue;
  }

  size(): Size {
    return { cols: this.#term.cols, rows: this.#term.rows };
  }

  /** From now on: keeps the last whole frame before the alternate screen is entered anew, and the first one behind it. */
  watchRedraw(): void {
    this.#before = this.frame();
    this.#after = null;
    this.#watch = 'before';
  }

  /** The two frames; null as long as they are not there. */
  redraw(): { readonly before: Frame; readonly after: Frame } | null {
    return this.#before === null || this.#after === null
      ? null
      : { before: this.#before, after: this.#after };
  }

  /** How often the alternate screen was entered. */
  entered(): number {
    return this.#entered;
  }

  frame(): Frame {
    const { active } = this.#term.buffer;
    const lines = Array.from({ length: this.#term.rows }, (_, row) => active.getLine(active.baseY + row));
    return {
      // A row may hold more than is seen: what a wider terminal left there.
      rows: lines.map((line) => (line?.translateToString(true, 0, this.#term.cols) ?? '').trimEnd()),
      styles: lines.map((line) => {
        if (line === undefined) return '';
        const cells = Array.from({ length: this.#term.cols }, (_, x) => line.getCell(x));
        return cells.map((cell) => `${cell?.getFgColor()}/${cell?.getBgColor()}/${cell?.isBold()}`).join(' ');
      }),
    };
  }

  modes(): Modes {
    const { modes, buffer } = this.#term;
    const inside = this.#term as unknown as {
      _core: { coreService: { isCursorHidden: boolean } };
    };
    return {
      alternate: buffer.active.type === 'alternate',
      cursorHidden: inside._core.coreService.isCursorHidden,
      bracketedPaste: modes.bracketedPasteMode,
      mouse: modes.mouseTrackingMode !== 'none',
    };
  }

  end(): void {
    this.#term.dispose();
  }

  #do(step: () => Promise<void>): void {
    this.#queue = this.#queue.then(step);
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve) => this.#term.write(text, resolve));
  }

  async #output(text: string): Promise<void> {
    const all = this.#rest + text;
    const cut = /\u001b(?:\[[\d;?]*)?$/.exec(all)?.index ?? all.length;
    this.#rest = all.slice(cut);
    this.#entered += all.slice(0, cut).split(ENTERS).length - 1;
    // The end of a synchronized update is where a frame is whole.
    for (const part of all.slice(0, cut).split(WHOLE_END)) {
      await this.#write(part);
      if (part.includes(ENTERS) && this.#watch === 'before') this.#watch = 'after';
      if (!part.endsWith(WHOLE)) continue;
      if (this.#watch === 'before') this.#before = this.frame();
      if (this.#watch !== 'after') continue;
      this.#after = this.frame();
      this.#watch = null;
    }
  }
}
