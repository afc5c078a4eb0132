/** What a storm did. */
export interface Counts {
  gestures: number;
  keys: number;
  resizes: number;
  checks: number;
  starts: number;
  quits: number;
  stops: number;
  lendings: number;
  /** Sizes in which a settled screen was compared with a fresh drawing. */
  readonly sizes: Set<string>;
}

export function noCounts(): Counts {
  return {
    gestures: 0,
    keys: 0,
    resizes: 0,
    checks: 0,
    starts: 0,
    quits: 0,
    stops: 0,
    lendings: 0,
    sizes: new Set(),
  };
}
