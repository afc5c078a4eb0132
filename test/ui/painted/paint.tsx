import { Writable } from 'node:stream';
import { type Instance, render } from 'ink';
import type { ReactElement } from 'react';
import { drawWith } from '../../../src/commands/ink-colors.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { Screen, type ScreenProps } from '../../../src/ui/screen.js';
import { initialUi } from '../../../src/ui/ui-state.js';
import { type HeadlessTerminal, headlessTerminal, type Painted } from '../../support/headless-terminal.js';
import { type DrawOptions, viewOf } from '../draw.js';
import { ABLE } from '../press.js';

/** Ink tells by the process's own terminal how many colours there are: here it is told. */
await drawWith({ theme: 'dark', colors: 3 }, undefined);

/** The terminal as Ink sees it: a stream with a size, whose bytes arrive in the headless one. */
class Tty extends Writable {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;
  readonly #terminal: HeadlessTerminal;

  constructor(cols: number, rows: number, terminal: HeadlessTerminal) {
    super({ decodeStrings: false });
    this.columns = cols;
    this.rows = rows;
    this.#terminal = terminal;
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    void this.#terminal.write(String(chunk)).then(done);
  }
}

export interface Canvas {
  /** Draws it, over what stood there before as the dashboard would, and gives what the terminal then shows. */
  show(element: ReactElement): Promise<Painted>;
  /** What the terminal took for its title, and what it answered to questions. */
  heard(): { readonly title: string; readonly answers: string };
  end(): void;
}

/** Ink as the dashboard starts it (alternate screen, incremental), on a headless terminal. */
export function canvas(cols: number, rows: number): Canvas {
  const terminal = headlessTerminal(cols, rows);
  const tty = new Tty(cols, rows, terminal);
  let instance: Instance | null = null;
  return {
    show: async (element) => {
      if (instance !== null) instance.rerender(element);
      else
        instance = render(element, {
          stdout: tty,
          alternateScreen: true,
          incrementalRendering: true,
          exitOnCtrlC: false,
          patchConsole: false,
          interactive: true,
          // The dashboard draws 30 times a second at most; what is drawn is the same, and nobody waits.
          maxFps: 1_000,
        });
      await instance.waitUntilRenderFlush();
      return terminal.painted();
    },
    heard: () => ({ title: terminal.title(), answers: terminal.answers() }),
    end: () => instance?.unmount(),
  };
}

/** All that the dashboard's screen is drawn from. */
export function screenProps(
  snapshot: Snapshot,
  cols: number,
  rows: number,
  options: DrawOptions = {},
): ScreenProps {
  return {
    view: viewOf(snapshot, options),
    raw: snapshot,
    ui: options.ui ?? initialUi('sessions'),
    cols,
    rows,
    notice: () => 'Sessions work on.',
    can: ABLE,
  };
}

/** The whole screen as a terminal of that size shows it. */
export async function paint(
  snapshot: Snapshot,
  cols: number,
  rows: number,
  options: DrawOptions = {},
): Promise<Painted> {
  const on = canvas(cols, rows);
  try {
    return await on.show(<Screen {...screenProps(snapshot, cols, rows, options)} />);
  } finally {
    on.end();
  }
}
