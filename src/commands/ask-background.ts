import type { Environment } from '../adapters/paths.js';
import type { Config } from '../core/config/schema.js';
import { type Background, colorLevel, toldBackground } from './terminal-colors.js';

/** The background (OSC 11), then what every terminal answers (DA1): behind that answer no other one comes. */
const QUESTION = '\u001b]11;?\u001b\\\u001b[c';
const COLOR = /\u001b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;
const LAST = /\u001b\[\?[\d;]*c/;
/** About as long as loading the dashboard takes: nobody waits for an answer. */
const WITHIN_MS = 200;
/** The console of Linux knows no such question; Emacs prints it. */
const MUTE = /^(?:linux|eterm)/;

/** What is needed of `process.stdin` and of `process.stdout`. */
export interface Keyboard extends NodeJS.EventEmitter {
  setRawMode(on: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  read(): unknown;
  unshift(text: string): void;
}
export interface Screen {
  write(text: string): unknown;
}

/** Whether anything depends on the answer. */
export function needsBackground(env: Environment, wish: Config['ui']['theme']): boolean {
  return wish === 'auto' && colorLevel(env) > 0 && toldBackground(env) === null && !MUTE.test(env.TERM ?? '');
}

/** The background in an answer such as `OSC 11 ; rgb:fdfd/f6f6/e3e3`, by which of black and white reads better on it. */
export function backgroundIn(answer: string): Background | null {
  const parts = COLOR.exec(answer)?.slice(1);
  if (parts === undefined) return null;
  const [red = 0, green = 0, blue = 0] = parts.map(
    (part) => (Number.parseInt(part, 16) / (16 ** part.length - 1)) ** 2.2,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? 'light' : 'dark';
}

/**
 * Asks the terminal for its background; null where it does not say. tmux answers for itself, 3.3a only with the `bg` of a
 * style. The terminal stays raw, for who draws next, and everything it sent is put back: keys typed meanwhile are none of
 * ours, and answers, also late ones, are taken out where the keys are read.
 */
export async function askBackground(
  keyboard: Keyboard,
  screen: Screen,
  withinMs = WITHIN_MS,
): Promise<Background | null> {
  let sent = '';
  keyboard.setEncoding('utf8');
  keyboard.setRawMode(true);
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      keyboard.off('readable', hear);
      resolve();
    };
    const hear = (): void => {
      for (let chunk = keyboard.read(); chunk !== null; chunk = keyboard.read()) sent += String(chunk);
      if (LAST.test(sent)) end();
    };
    const timer = setTimeout(end, withinMs);
    keyboard.on('readable', hear);
    screen.write(QUESTION);
  });
  if (sent !== '') keyboard.unshift(sent);
  return backgroundIn(sent);
}
