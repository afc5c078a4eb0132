import type { Host } from '../host.js';
import { endPaste, isPasting, PASTE_SILENCE_MS, readKeys } from './paste.js';
import { NO_TAIL, type Piece, type Report, type Tail } from './reports.js';

/** A terminal's input of which Ink sees all but the mouse. */
export interface MouseInput<Stream> {
  /** For Ink. */
  readonly stdin: Stream;
  /** Calls back for each report, between the keys as they came, until the returned function is called. */
  listen(listener: (report: Report) => void): () => void;
}

interface Readable {
  read(): unknown;
  emit(event: 'readable'): boolean;
}

/**
 * Takes the reports of the mouse out of `stdin`. Ink 8 would swallow whole ones and take those in two chunks for keys, and
 * would wait for ever for the end of a paste. It reads by `read()` until nothing is left, whenever something is readable,
 * and sees the stream itself but for that.
 */
export function mouseInput<Stream extends Readable>(stdin: Stream, after: Host['after']): MouseInput<Stream> {
  const listeners = new Set<(report: Report) => void>();
  let tail: Tail = NO_TAIL;
  let waiting: readonly Piece[] = [];
  const next = (): string | null => {
    for (let [piece, ...rest] = waiting; piece !== undefined; [piece, ...rest] = waiting) {
      waiting = rest;
      if ('text' in piece) return piece.text;
      for (const listener of listeners) listener(piece.report);
    }
    return null;
  };
  let settle = (): void => undefined;
  const endSilent = (): void => {
    const { pieces, tail: left } = endPaste(tail);
    tail = left;
    waiting = [...waiting, ...pieces];
    stdin.emit('readable');
  };
  const read = (): unknown => {
    for (;;) {
      const text = next();
      if (text !== null) return text;
      const chunk = stdin.read();
      if (typeof chunk !== 'string') return chunk;
      const { pieces, tail: left } = readKeys(tail, chunk);
      tail = left;
      waiting = pieces;
      settle();
      if (isPasting(tail)) settle = after(PASTE_SILENCE_MS, endSilent);
    }
  };
  return {
    stdin: new Proxy(stdin, {
      get: (target, name) => {
        if (name === 'read') return read;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
