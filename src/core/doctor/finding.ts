/** `bad`: failover will not work, or loses something. `warn`: it will surprise. `info`: worth knowing. */
export type Level = 'ok' | 'info' | 'warn' | 'bad';

/** One thing the doctor says. Every text is one line without a full stop at its end; `why` and `mend` are '' when there is nothing to say. */
export interface Finding {
  /** Stable, for scripts: `link-missing`. */
  readonly id: string;
  readonly level: Level;
  readonly what: string;
  readonly why: string;
  /** What the person can do. */
  readonly mend: string;
}

export function ok(id: string, what: string): Finding {
  return { id, level: 'ok', what, why: '', mend: '' };
}

export function info(id: string, what: string, why = '', mend = ''): Finding {
  return { id, level: 'info', what, why, mend };
}

export function warn(id: string, what: string, why: string, mend: string): Finding {
  return { id, level: 'warn', what, why, mend };
}

export function bad(id: string, what: string, why: string, mend: string): Finding {
  return { id, level: 'bad', what, why, mend };
}

/** A check judges facts that were gathered for it; it looks at nothing itself. */
export interface Check<F> {
  /** Heading of its findings. */
  readonly title: string;
  readonly judge: (facts: F) => readonly Finding[];
}

/** `a`, `a and b`, `a, b and c`; beyond `most` the rest is counted. */
export function listed(words: readonly string[], most = 6): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
