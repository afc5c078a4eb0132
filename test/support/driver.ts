import { headlessTerminal, type Painted, rowsOf } from './headless-terminal.js';
import type { PrivateTmux } from './tmux.js';
import { until } from './until.js';

/** A program in a pane of a real tmux, driven by keys and watched cell by cell. */
export interface Driver {
  /** Presses keys, named as the dashboard's bindings name them (`j`, `enter`, `ctrl-s`, `shift-tab`); waits for nothing. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types a text, character by character. */
  type(text: string): Promise<void>;
  /** Pastes a text, as the terminal would. */
  paste(text: string): Promise<void>;
  /** What the pane shows: every cell with its colours, and the cursor where it is shown. */
  screen(): Promise<Painted>;
  /** Waits until the screen satisfies this and gives it; throws with the last one as text. */
  waits(what: string, holds: (screen: Painted) => boolean): Promise<Painted>;
  /** Waits until the screen's text matches. */
  shows(pattern: RegExp): Promise<Painted>;
  resize(cols: number, rows: number): Promise<void>;
}

const TMUX_KEYS: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Escape',
  tab: 'Tab',
  'shift-tab': 'BTab',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  home: 'Home',
  end: 'End',
  pageup: 'PPage',
  pagedown: 'NPage',
  backspace: 'BSpace',
  delete: 'DC',
  ' ': 'Space',
};

function tmuxKey(name: string): string {
  return TMUX_KEYS[name] ?? name.replace(/^ctrl-/, 'C-');
}

export function driverOf({ tmux }: PrivateTmux, pane: string): Driver {
  const screen = async (): Promise<Painted> => {
    const format = '#{pane_width} #{pane_height} #{cursor_x} #{cursor_y} #{cursor_flag}';
    const told = await tmux(
      'display-message',
      '-p',
      '-t',
      pane,
      format,
      ';',
      'capture-pane',
      '-e',
      '-p',
      '-N',
      '-t',
      pane,
    );
    const end = told.indexOf('\n');
    const [cols = 1, rows = 1, x = 0, y = 0, flag = 0] = told.slice(0, end).split(' ').map(Number);
    const terminal = headlessTerminal(cols, rows);
    // Rows that are full to the last cell would wrap: each is written to its own place.
    const lines = told.slice(end + 1).split('\n');
    await terminal.write(lines.map((line, index) => `\u001b[${index + 1}H${line}`).join(''));
    return { ...terminal.painted(), cursor: flag === 1 ? { x, y } : null };
  };
  const waits: Driver['waits'] = async (what, holds) => {
    let last: Painted | null = null;
    const look = async (): Promise<Painted | null> => {
      last = await screen();
      return holds(last) ? last : null;
    };
    return until(what, look).catch((error: Error) => {
      throw new Error(`${error.message}\n${last === null ? '' : rowsOf(last).join('\n')}`);
    });
  };
  return {
    press: async (...keys) => void (await tmux('send-keys', '-t', pane, ...keys.map(tmuxKey))),
    type: async (text) => void (await tmux('send-keys', '-l', '-t', pane, text)),
    paste: async (text) => {
      await tmux('set-buffer', '-b', 'pasted', text);
      await tmux('paste-buffer', '-p', '-d', '-b', 'pasted', '-t', pane);
    },
    screen,
    waits,
    shows: (pattern) => waits(`${pattern} on the screen`, (seen) => pattern.test(rowsOf(seen).join('\n'))),
    resize: async (cols, rows) =>
      void (await tmux('resize-window', '-t', pane, '-x', String(cols), '-y', String(rows))),
  };
}
