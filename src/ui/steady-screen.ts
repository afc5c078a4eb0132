import type { RenderOptions } from 'ink';

type Stdout = NonNullable<RenderOptions['stdout']>;

const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
/** Cursor to the first cell, then erase to the end. */
const CLEAR = '\u001b[H\u001b[J';
/** The cursor is hidden while it travels; whoever wants it shown says so behind the frame. */
const HOME = '\u001b[?25l\u001b[H';
const ERASE_LINE = '\u001b[K';
/** What Ink 8 erases a whole frame with, in front of the next one: row by row from below, or from the top. */
const ERASURE = /^(?:\u001b\[(?:\?25l|2K|\d*A|1?G|1;1H|J))*\u001b\[(?:2K|J)(?:\u001b\[(?:1?G|1A))*/;

export interface SteadyScreen {
  /** For Ink: the terminal, but it tells of no sizes. */
  readonly stdout: Stdout;
  /** What stands on the terminal is in doubt. `clear` makes Ink forget its frame: the next one is drawn whole, from the first row on. */
  forget(clear: () => void): void;
}

/** A whole frame of a terminal's height, over whatever stands there. No row is empty for longer than it takes to write it. */
function fromHome(frame: string): string {
  return `${HOME}${ERASE_LINE}${frame.replaceAll('\n', `\n${ERASE_LINE}`)}`;
}

/**
 * Between Ink 8 and the terminal. Ink draws what has changed, and finds its place by where it left the cursor: a terminal
 * that had another size for a moment, or has it already while Ink does not know, has other rows there, and old ones stay.
 * It also erases the screen before a frame, and writes a frame in pieces: tmux 3.3a, which has no synchronized updates,
 * shows the empty screen in between. Here every frame is one piece, and a whole one erases row by row as it is drawn.
 *
 * The alternate screen is left empty: tmux 3.3a first gives it the size it had when it was entered, wrapping its rows anew,
 * and those it then has too many end in the person's history.
 */
export function steadyScreen(terminal: Stdout): SteadyScreen {
  let held: string[] | null = null;
  let isMuted = false;
  let isWhole = false;
  const frame = (text: string): string => {
    const erasure = ERASURE.exec(text)?.[0] ?? '';
    // Behind a change of the screen Ink's frame is whole already.
    if (erasure === '' && !isWhole) return text;
    isWhole = false;
    return fromHome(text.slice(erasure.length));
  };
  const write = (...given: Parameters<Stdout['write']>): boolean => {
    const [text] = given;
    if (isMuted) return true;
    if (typeof text !== 'string') return terminal.write(...given);
    if (text.includes(ENTER)) isWhole = true;
    if (text.includes(LEAVE)) return terminal.write(text.replace(LEAVE, `${CLEAR}${LEAVE}`));
    if (text === BEGIN) {
      held = [];
      return true;
    }
    if (held === null) return terminal.write(...given);
    if (text !== END) {
      held.push(text);
      return true;
    }
    const whole = frame(held.join(''));
    held = null;
    return terminal.write(`${BEGIN}${whole}${END}`);
  };
  const stdout = new Proxy(terminal, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if ((name === 'on' || name === 'off') && args[0] === 'resize') return stdout;
        return value.apply(target, args);
      };
    },
  });
  return {
    stdout,
    forget: (clear) => {
      isMuted = true;
      clear();
      isMuted = false;
      isWhole = true;
    },
  };
}
