import xterm from '@xterm/headless';
import type { Moment } from './tape.ts';
import { modernWidths } from './widths.ts';

/** From one burst of resizes to the next. */
export interface Step {
  /** Of the last resize of the burst. */
  readonly atMs: number;
  readonly size: string;
  readonly bytes: number;
  /** From that resize to the last output before 250 ms without any. */
  readonly settledMs: number;
  /** Pieces of output: a terminal may show what stands there between any two. */
  readonly pieces: number;
  /** Moments between pieces with nothing on the screen, and with a frame of which parts were missing. */
  readonly blank: number;
  readonly torn: number;
}

const AT_REST_MS = 250;

/** Sizes that come this quickly one after the other are one drag of a corner. */
const ONE_BURST_MS = 300;

/** Draws a recording piece by piece and looks at the screen in between. */
export class Flicker {
  readonly #term = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true, scrollback: 0 });

  constructor() {
    this.#term.unicode.register(modernWidths);
    this.#term.unicode.activeVersion = modernWidths.version;
  }

  async play(moments: readonly Moment[]): Promise<readonly Step[]> {
    const steps: Step[] = [];
    let step: Step | null = null;
    let lastOutputMs = 0;
    for (const moment of moments) {
      if (moment.type === 'r') {
        this.#term.resize(moment.cols, moment.rows);
        if (step !== null && moment.atMs - step.atMs > ONE_BURST_MS) steps.push(step);
        else if (step !== null) step = null;
        const size = `${moment.cols}x${moment.rows}`;
        step = { atMs: moment.atMs, size, bytes: 0, settledMs: 0, pieces: 0, blank: 0, torn: 0 };
        lastOutputMs = moment.atMs;
      }
      if (moment.type !== 'o') continue;
      await this.#write(moment.text);
      if (step === null || this.#term.buffer.active.type !== 'alternate') continue;
      // What a person or an agent does later is no part of it.
      if (moment.atMs - lastOutputMs > AT_REST_MS) continue;
      lastOutputMs = moment.atMs;
      const state = this.#state();
      step = {
        ...step,
        bytes: step.bytes + Buffer.byteLength(moment.text),
        settledMs: moment.atMs - step.atMs,
        pieces: step.pieces + 1,
        blank: step.blank + (state === 'blank' ? 1 : 0),
        torn: step.torn + (state === 'torn' ? 1 : 0),
      };
    }
    if (step !== null) steps.push(step);
    this.#term.dispose();
    return steps.filter(({ pieces }) => pieces > 0);
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve) => this.#term.write(text, resolve));
  }

  #state(): 'whole' | 'torn' | 'blank' {
    const { active } = this.#term.buffer;
    const { cols, rows } = this.#term;
    const text = Array.from({ length: rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true, 0, cols) ?? '').trimEnd(),
    );
    if (text.every((row) => row === '')) return 'blank';
    if (cols < 60 || rows < 15) return text.findLastIndex((row) => row !== '') === 0 ? 'whole' : 'torn';
    const isWhole =
      /active \S+.*cooldown/.test(text[0] ?? '') && text.at(-1) !== '' && !text.slice(2).includes('');
    return isWhole ? 'whole' : 'torn';
  }
}
