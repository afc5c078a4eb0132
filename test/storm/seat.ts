import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Size, Tape } from './tape.ts';

/** A terminal with a shell in it. */
export interface Seat {
  readonly tape: Tape;
  /** Each key by itself. */
  keys(...keys: readonly string[]): Promise<void>;
  /** Bytes in one piece. */
  chunk(bytes: string): Promise<void>;
  paste(text: string): Promise<void>;
  resize(size: Size): Promise<void>;
  /** Looks at the program again: the dashboard shows its person other panes. */
  attend(): Promise<void>;
  /** The device the program writes to. */
  readonly tty: string;
  /** What the terminal itself shows, a row a line; null where it is the model alone that shows it. */
  screen(): Promise<string | null>;
  /** All rows from the oldest one kept, and the terminal's own word on modes; null as above. */
  history(): Promise<string | null>;
  flags(): Promise<{ readonly alternate: boolean; readonly cursor: boolean } | null>;
  end(): Promise<void>;
}

/** What a program on this terminal is told; tmux 3.3a tells it up to 250 ms after it has resized the pane. */
export async function sizeOfTty(tty: string): Promise<Size> {
  const [rows = 0, cols = 0] = (await stty(tty, 'size')).trim().split(' ').map(Number);
  return { cols, rows };
}

/** `stty` of coreutils on a terminal. */
export async function stty(tty: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('stty', ['-F', tty, ...args])).stdout;
}
