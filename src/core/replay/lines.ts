import { isRecord, parseJson } from '../json.js';

/** One line of a journal file. */
export interface JournalLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** null: cut, no JSON, or not the shape of an entry. */
  readonly entry: Entry | null;
}

/** What every entry has (src/supervisor/journal-entry.ts); the rest is read with care. */
export interface Entry {
  /** ISO time. */
  readonly at: string;
  readonly steadyMs: number;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The lines of a journal file, empty ones left out. */
export function readLines(file: string, text: string): readonly JournalLine[] {
  return text.split('\n').flatMap((line, index) => {
    return line === '' ? [] : [{ file, line: index + 1, entry: readEntry(line) }];
  });
}

function readEntry(line: string): Entry | null {
  const fields = parseJson(line);
  if (!isRecord(fields)) return null;
  const { at, steadyMs, type } = fields;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || typeof type !== 'string') return null;
  return typeof steadyMs === 'number' && Number.isFinite(steadyMs) ? { at, steadyMs, type, fields } : null;
}
