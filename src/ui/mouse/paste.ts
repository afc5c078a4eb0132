import { ESC, NO_KEY, PASTE_BEGIN, type Piece, type Read, readInput, type Tail } from './reports.js';

const END = `${ESC}[201~`;

/** After so much silence a paste whose end has not come is over, in milliseconds. */
export const PASTE_SILENCE_MS = 2_000;
/** So many characters are held at most until the end comes. */
const HELD_MOST = 1_048_576;

/** The beginning of the end of a paste. */
const END_BEGUN = /\u001b(?:\[(?:2(?:0(?:1)?)?)?)?$/;
/** One key, or nothing but reports of the mouse. */
const NO_PASTE =
  /^(?:\u001b\[(?!20[01]~)[0-?]*[ -/]*[@-~]|\u001bO.|\u001b?[^\u001b]|\u001b|(?:\u001b\[<\d+;\d+;\d+[Mm])+)$/su;

/** A paste has begun, and its end has not come. */
export function isPasting({ held, escaped }: Tail): boolean {
  return held.startsWith(escaped ? PASTE_BEGIN.slice(1) : PASTE_BEGIN);
}

function pasted(held: string, escaped: boolean): readonly Piece[] {
  const paste = `${escaped ? ESC : ''}${held}`;
  if (paste === PASTE_BEGIN) return [];
  return [{ text: `${escaped ? NO_KEY : ''}${paste}${END}` }];
}

/**
 * Ends a paste whose end has not come: what came of it is a paste, not keys. The rest may come late, in pieces larger than
 * a key: that is a paste too, until the first piece that is one.
 */
export function endPaste({ held, escaped }: Tail): Read {
  return { pieces: pasted(held, escaped), tail: { held: '', escaped: false, lapsed: true } };
}

/** The same for one that is too much to hold: its rest goes on being one. */
function handOnPart({ pieces, tail: { held, escaped, lapsed } }: Read): Read {
  const cut = END_BEGUN.exec(held)?.index ?? held.length;
  return {
    pieces: [...pieces, ...pasted(held.slice(0, cut), escaped)],
    tail: { held: PASTE_BEGIN + held.slice(cut), escaped: false, lapsed },
  };
}

/** As `readInput`, but no paste is held for ever. */
export function readKeys(tail: Tail, chunk: string): Read {
  // Not read anew with every chunk: a paste may be long.
  const goesOn = isPasting(tail) && !(tail.held.slice(1 - END.length) + chunk).includes(END);
  const begun = tail.lapsed && !NO_PASTE.test(chunk) ? PASTE_BEGIN + tail.held : tail.held;
  const all: Read = goesOn
    ? { pieces: [], tail: { ...tail, held: tail.held + chunk } }
    : readInput({ ...tail, held: begun }, chunk);
  return isPasting(all.tail) && all.tail.held.length > HELD_MOST ? handOnPart(all) : all;
}
