/** A button or a turn of the wheel, as SGR mode (1006) tells it. */
export interface Report {
  /** 0 left, 1 middle, 2 right, 64 wheel up, 65 wheel down; 4, 8 and 16 are added for Shift, Alt and Ctrl, 32 for motion. */
  readonly button: number;
  /** Cells from the left and rows from the top of the screen, from 0. */
  readonly x: number;
  readonly y: number;
  readonly pressed: boolean;
}

export type Piece = { readonly text: string } | { readonly report: Report };

/** What the chunks so far leave for the next one. */
export interface Tail {
  /** The beginning of something whose end has not come yet. */
  readonly held: string;
  /** The last chunk ended with an escape: it may be a key, so it was handed on. */
  readonly escaped: boolean;
  /** A paste was ended because its end did not come. */
  readonly lapsed: boolean;
}

export const NO_TAIL: Tail = { held: '', escaped: false, lapsed: false };

export const ESC = '\u001b';
/** A paste begins: bracketed, as terminals send it. */
export const PASTE_BEGIN = `${ESC}[200~`;
/** Ink 8 may still wait for what follows an escape: an empty sequence, which is no key, is the end of it. */
export const NO_KEY = `${ESC}[<m`;

/**
 * What a terminal sends: a paste, which is the paste's whatever it looks like, or plain characters; a report; what has no
 * end yet (Alt-[ and Alt-] look so too: they act with the next key); what is lost: the answer to a question after the
 * background, a report in the old form of terminals that know mode 1000 alone, one whose end never came; the escape of
 * anything else.
 */
const TOKEN =
  /(\u001b\[200~.*?\u001b\[201~|[^\u001b]+)|\u001b\[<(\d{1,5});(\d{1,5});(\d{1,5})([Mm])|(\u001b\[(?:200~.*|[0-?]{0,60}|M.{0,2})$|\u001b\](?:1(?:1(?:;[^\u0007\u001b]{0,60}\u001b?)?)?)?$)|(\u001b\]11;[^\u0007\u001b]{0,60}(?:\u0007|\u001b\\)|\u001b\[M.{3}|\u001b\[<[\d;]*[Mm]?|\u001b\[[\d;]+(?=\u001b))|(\u001b)/gs;

/** An escape that was handed on may have been the beginning of this. */
const BEHIND_ESCAPE = /^(?:\[(?:$|<|2(?:$|0(?:$|0(?:$|~))))|\](?:$|1(?:$|1)))/;

function withText(pieces: readonly Piece[], text: string): readonly Piece[] {
  const last = pieces.at(-1);
  if (last === undefined || !('text' in last)) return [...pieces, { text }];
  return [...pieces.slice(0, -1), { text: last.text + text }];
}

/** What is handed on of a chunk, and what it leaves for the next one. */
export interface Read {
  readonly pieces: readonly Piece[];
  readonly tail: Tail;
}

function read(input: string): Read {
  let pieces: readonly Piece[] = [];
  let held = '';
  for (const [, text, button, x, y, end, open, , esc] of input.matchAll(TOKEN)) {
    if (button !== undefined)
      pieces = [
        ...pieces,
        { report: { button: Number(button), x: Number(x) - 1, y: Number(y) - 1, pressed: end === 'M' } },
      ];
    else if (open !== undefined) held = open;
    else if (text !== undefined || esc !== undefined) pieces = withText(pieces, text ?? esc ?? '');
  }
  return { pieces, tail: { held, escaped: held === '' && input.endsWith(ESC), lapsed: false } };
}

/** As if the escape that was handed on before had come with the rest. */
function readBehind(input: string): Read {
  const { pieces, tail } = read(ESC + input);
  const [first, ...rest] = pieces;
  if (first === undefined)
    return {
      pieces,
      tail: tail.held === '' ? tail : { held: tail.held.slice(1), escaped: true, lapsed: false },
    };
  const isPaste = 'text' in first && first.text.startsWith(PASTE_BEGIN);
  if ('text' in first && !isPaste) return { pieces: [{ text: first.text.slice(1) }, ...rest], tail };
  return { pieces: isPaste ? [{ text: NO_KEY + first.text }, ...rest] : [{ text: NO_KEY }, ...pieces], tail };
}

/**
 * Takes the mouse's reports, and late answers, out of what a terminal sends, in whichever chunks it comes; all else is
 * handed on as it is.
 */
export function readInput(tail: Tail, chunk: string): Read {
  if (chunk === '') return { pieces: [], tail };
  const input = tail.held + chunk;
  return tail.escaped && BEHIND_ESCAPE.test(input) ? readBehind(input) : read(input);
}
