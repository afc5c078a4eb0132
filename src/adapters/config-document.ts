import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Conf from 'conf';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { ConfigProblem } from '../core/config/issues.js';
import { isRecord, type Path } from '../core/config/lookup.js';
import { errorText } from './errors.js';

const MAX_BYTES = 1024 * 1024;

/** A YAML file opened through Conf: its data, where each key stands, and a way to write that keeps the comments. */
export interface ConfigDocument {
  readonly raw: unknown;
  /** 1-based line of the path, or of the nearest part of it that is there; null in an empty file. */
  readonly locate: (path: Path) => number | null;
  /** Replaces the data: only what differs is touched in the text. Throws what the file system throws. */
  readonly write: (next: Record<string, unknown>) => void;
}

export type OpenedDocument =
  | { readonly ok: true; readonly document: ConfigDocument }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

function locator(document: Document.Parsed, lines: LineCounter): (path: Path) => number | null {
  return (path) => {
    let node: unknown = document.contents;
    let line: number | null = null;
    for (const step of path) {
      let at: unknown = null;
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        at = pair?.key ?? null;
        node = pair?.value ?? null;
      } else if (isSeq(node) && typeof step === 'number') {
        at = node.items[step] ?? null;
        node = at;
      }
      const start = isRecord(at) && Array.isArray(at.range) ? at.range[0] : null;
      if (typeof start !== 'number') break;
      line = lines.linePos(start).line;
    }
    return line;
  };
}

/** Brings the document from `before` to `after`, leaf by leaf, so that comments and layout of the rest stay. */
function amend(document: Document.Parsed, path: Path, before: unknown, after: unknown): void {
  if (isDeepStrictEqual(before, after)) return;
  if (isRecord(before) && isRecord(after)) {
    for (const key of Object.keys(before)) if (!(key in after)) document.deleteIn([...path, key]);
    for (const [key, value] of Object.entries(after)) amend(document, [...path, key], before[key], value);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = before.length - 1; i >= after.length; i--) document.deleteIn([...path, i]);
    after.forEach((value: unknown, i) => {
      if (i < before.length) amend(document, [...path, i], before[i], value);
      else document.addIn(path, document.createNode(value));
    });
  } else {
    document.setIn(path, isRecord(after) || Array.isArray(after) ? document.createNode(after) : after);
  }
}

function syntaxProblems(file: string, document: Document.Parsed): readonly ConfigProblem[] {
  return document.errors.map((error) => ({
    file,
    line: error.linePos?.[0].line ?? null,
    key: '',
    message: `is not valid YAML: ${error.message.replace(/ at line \d+, column \d+:[\s\S]*$/, '')}`,
  }));
}

function failure(file: string, error: unknown): OpenedDocument {
  const message = `cannot be read: ${errorText(error)}`;
  return { ok: false, problems: [{ file, line: null, key: '', message }] };
}

/** Opens a file that is there, or prepares a new one (created 0600 at the first write). */
export function openConfigDocument(file: string): OpenedDocument {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats !== undefined && !stats.isFile()) return failure(file, 'it is not a regular file');
    if (stats !== undefined && stats.size > MAX_BYTES) return failure(file, 'it is larger than 1 MB');
    const lines = new LineCounter();
    let document = parseDocument('', { lineCounter: lines });
    let raw: unknown = null;
    const extension = extname(file);
    const store = new Conf<Record<string, unknown>>({
      cwd: dirname(file),
      configName: basename(file, extension),
      fileExtension: extension.slice(1),
      accessPropertiesByDotNotation: false,
      ...(stats === undefined ? { configFileMode: 0o600 } : {}),
      deserialize: (text) => {
        lines.lineStarts.length = 0;
        document = parseDocument(text, { lineCounter: lines });
        raw = document.errors.length > 0 ? null : document.toJS();
        return isRecord(raw) ? raw : {};
      },
      serialize: (next) => {
        amend(document, [], raw ?? {}, { ...next });
        return document.toString({ lineWidth: 0 });
      },
    });
    if (document.errors.length > 0) return { ok: false, problems: syntaxProblems(file, document) };
    const write = (next: Record<string, unknown>) => {
      store.store = next;
    };
    return { ok: true, document: { raw, locate: locator(document, lines), write } };
  } catch (error) {
    return failure(file, error);
  }
}

/** The file's text, null when it cannot be read just now. */
export function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
