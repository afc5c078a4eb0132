import xterm from '@xterm/headless';
import stringWidth from 'string-width';
import { isDashboard } from './checks.ts';
import type { Moment, Size } from './tape.ts';
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
  /** Moments before the first frame that was drawn for this size: the program had not heard of it yet. */
  readonly stale: number;
  /** Moments in which the program had emptied the screen. */
  readonly blank: number;
  /** Moments with a frame for this size of which parts were missing. */
  readonly torn: number;
}

/** A whole frame begins: cursor hidden, first cell, row by row. */
const WHOLE = '\u001b[?25l\u001b[H\u001b[K';
const END = '\u001b[?2026l';

/** The sizes, by their longest rows, of the whole frames that begin in each moment; a frame may come in several. */
function framesOf(moments: readonly Moment[]): readonly (readonly Size[])[] {
  const texts = moments.map((moment) => (moment.type === 'o' ? moment.text : ''));
  const all = texts.join('');
  let from = 0;
  return texts.map((text) => {
    const [begin, end] = [from, from + text.length];
    from = end;
    const found: Size[] = [];
    for (let at = all.indexOf(WHOLE, begin); at >= 0 && at < end; at = all.indexOf(WHOLE, at + 1)) {
      const close = all.indexOf(END, at);
      const rows = all.slice(at, close < 0 ? undefined : close).split('\n');
      found.push({ cols: Math.max(...rows.map((row) => stringWidth(row))), rows: rows.length });
    }
    return found;
  });
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
    let isTold = false;
    const frames = framesOf(moments);
    for (const [index, moment] of moments.entries()) {
      if (moment.type === 'r') {
        this.#term.resize(moment.cols, moment.rows);
        if (step !== null && moment.atMs - step.atMs > ONE_BURST_MS) steps.push(step);
        else if (step !== null) step = null;
        const size = `${moment.cols}x${moment.rows}`;
        step = { atMs: moment.atMs, size, bytes: 0, settledMs: 0, pieces: 0, stale: 0, blank: 0, torn: 0 };
        isTold = false;
        lastOutputMs = moment.atMs;
      }
      if (moment.type !== 'o') continue;
      const wasBlank = this.#state() === 'blank';
      await this.#write(moment.text);
      if (step === null || this.#term.buffer.active.type !== 'alternate') continue;
      // What a person or an agent does later is no part of it.
      if (moment.atMs - lastOutputMs > AT_REST_MS) continue;
      lastOutputMs = moment.atMs;
      const { cols, rows } = this.#term;
      isTold ||= frames[index]?.some((frame) => frame.rows === rows && frame.cols <= cols) === true;
      const now = this.#state();
      const isEmptied = now === 'blank' && !wasBlank;
      const state = isTold || isEmptied ? now : 'stale';
      step = {
        ...step,
        bytes: step.bytes + Buffer.byteLength(moment.text),
        settledMs: moment.atMs - step.atMs,
        pieces: step.pieces + 1,
        stale: step.stale + (state === 'stale' ? 1 : 0),
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
    if (!isDashboard({ cols, rows })) return text.findLastIndex((row) => row !== '') === 0 ? 'whole' : 'torn';
    // While the queue has not answered there is no key to tell of in the last row.
    const isFooted = text.at(-1) !== '' || text.some((row) => row.includes('The task is being added'));
    const isWhole = /active \S+.*cooldown/.test(text[0] ?? '') && isFooted && !text.slice(2, -1).includes('');
    return isWhole ? 'whole' : 'torn';
  }
}
