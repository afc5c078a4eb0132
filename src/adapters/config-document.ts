import { readFileSync, statSync } from 'node:fs';
import { type Document, isAlias, isMap, isSeq, LineCounter } from 'yaml';
import { type ConfigProblem, MAX_PROBLEMS } from '../core/config/issues.js';
import { keyText, type Path } from '../core/config/lookup.js';
import { syntaxText } from '../core/config/syntax-text.js';
import { guardText, MAX_BYTES, type Place } from '../core/config/text-guard.js';
import { isRecord } from '../core/json.js';
import { structureFindings } from './config-structure.js';
import { errorCode, errorText } from './errors.js';
import { pairOf, parseYaml, plainOf } from './yaml-text.js';

/** A YAML file: its data, and where each key stands. */
export interface ConfigDocument {
  readonly raw: unknown;
  /** Where the path stands, or the nearest part of it that is there; null in an empty file. */
  readonly locate: (path: Path) => Place | null;
  /** As it was read; null when there is no file. */
  readonly text: string | null;
  /** The text as it was parsed, comments and all. */
  readonly yaml: Document.Parsed;
}

export type OpenedDocument =
  | { readonly ok: true; readonly document: ConfigDocument }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

function locator(document: Document.Parsed, lines: LineCounter): (path: Path) => Place | null {
  return (path) => {
    let node: unknown = document.contents;
    let place: Place | null = null;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(document);
      let at: unknown = null;
      if (isMap(node)) {
        const pair = pairOf(node, step);
        at = pair?.key ?? null;
        node = pair?.value ?? null;
      } else if (isSeq(node) && typeof step === 'number') {
        at = node.items[step] ?? null;
        node = at;
      }
      const start = isRecord(at) && Array.isArray(at.range) ? at.range[0] : null;
      if (typeof start !== 'number') break;
      place = placeAt(lines, start);
    }
    return place;
  };
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

interface Parsed {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly problems: readonly ConfigProblem[];
}

/** A text as a YAML document, and everything that is wrong with it as one: one problem a line, the first there. */
function parseText(file: string, text: string): Parsed {
  const lines = new LineCounter();
  const guarded = guardText(text);
  if (guarded !== null) {
    const { line, column, message } = guarded;
    return { document: parseYaml('', lines), lines, problems: [{ file, line, column, key: '', message }] };
  }
  const document = parseYaml(text, lines);
  const wrong = [...document.errors, ...(document.errors.length > 0 ? [] : structureOf(document, lines))];
  const told = new Set<number | string>();
  const problems = wrong.flatMap((one): readonly ConfigProblem[] => {
    const isSyntax = 'code' in one;
    const place = placeAt(lines, isSyntax ? one.pos[0] : one.offset);
    const once = isSyntax ? place.line : keyText(one.path) + one.message;
    if (told.has(once) || told.size >= MAX_PROBLEMS) return [];
    told.add(once);
    const key = isSyntax ? '' : keyText(one.path);
    return [{ file, ...place, key, message: isSyntax ? syntaxText(one.code) : one.message }];
  });
  return { document, lines, problems };
}

function structureOf(document: Document.Parsed, lines: LineCounter): ReturnType<typeof structureFindings> {
  return structureFindings(document, (offset) => placeAt(lines, offset).line);
}

function failure(file: string, message: string): OpenedDocument {
  return { ok: false, problems: [{ file, line: null, column: null, key: '', message }] };
}

function unreadable(file: string, error: unknown): OpenedDocument {
  if (error instanceof ReferenceError)
    return failure(file, 'repeats values by aliases (*name) far too often: write them out');
  const code = errorCode(error);
  if (code === 'EACCES') return failure(file, 'cannot be read: permission denied. Make it readable by you');
  if (code === 'ELOOP') return failure(file, 'cannot be read: it is a link that leads back to itself');
  return failure(file, `cannot be read: ${errorText(error)}`);
}

/** What a file of this text holds; null stands for no file. Throws a ReferenceError for aliases beyond all bounds. */
export function configDocument(file: string, text: string | null): OpenedDocument {
  const { document, lines, problems } = parseText(file, text ?? '');
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    document: { raw: plainOf(document), locate: locator(document, lines), text, yaml: document },
  };
}

/** Reads a file; one that is not there is an empty document. Never throws. */
export function openConfigDocument(file: string): OpenedDocument {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory()) return failure(file, 'is a directory: name the file in it');
    if (stats !== undefined && !stats.isFile()) return failure(file, 'is not a regular file');
    if (stats !== undefined && stats.size > MAX_BYTES) return failure(file, 'is larger than 256 kB');
    return configDocument(file, stats ? readFileSync(file, 'utf8') : null);
  } catch (error) {
    return unreadable(file, error);
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
