import { cleanText } from '../clean-text.js';

/** Needs no quotes to be read as one word. */
const PLAIN = /^[\p{L}\p{N}\p{M}_@%+=:,./~-]+$/u;

/** A path for the screen: `~` for the home, quoted when it holds blanks or what a terminal would obey. */
export function shownPath(path: string, home: string): string {
  const short = path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
  return PLAIN.test(short) ? short : cleanText(JSON.stringify(short));
}
