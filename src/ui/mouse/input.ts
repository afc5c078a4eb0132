import { NO_TAIL, type Piece, type Report, readInput, type Tail } from './reports.js';

/** A terminal's input of which Ink sees all but the mouse. */
export interface MouseInput<Stream> {
  /** For Ink. */
  readonly stdin: Stream;
  /** Calls back for each report, between the keys as they came, until the returned function is called. */
  listen(listener: (report: Report) => void): () => void;
}

interface Readable {
  read(): unknown;
}

/**
 * Takes the reports of the mouse out of `stdin`. Ink 8 would swallow whole ones and take those in two chunks for keys. It
 * reads by `read()` until nothing is left, and sees the stream itself but for that.
 */
export function mouseInput<Stream extends Readable>(stdin: Stream): MouseInput<Stream> {
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
  const read = (): unknown => {
    for (;;) {
      const text = next();
      if (text !== null) return text;
      const chunk = stdin.read();
      if (typeof chunk !== 'string') return chunk;
      const { pieces, tail: left } = readInput(tail, chunk);
      tail = left;
      waiting = pieces;
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
