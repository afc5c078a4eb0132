import { existsSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Conf from 'conf';
import type { Document } from 'yaml';
import type { ConfigProblem } from '../core/config/issues.js';
import type { Path } from '../core/config/lookup.js';
import { parseConfig } from '../core/config/parse.js';
import { isRecord } from '../core/json.js';
import { type ConfigDocument, openConfigDocument } from './config-document.js';
import { contextOf } from './config-file.js';
import { type Environment, expandPath } from './paths.js';

/** One change by our own hand: `value: undefined` removes the key. */
export interface ConfigEdit {
  readonly path: Path;
  readonly value: unknown;
}

function applied(raw: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(raw) ? [...raw] : [];
    list[step] = applied(list[step], rest, value);
    return list;
  }
  const { [step]: old, ...others } = isRecord(raw) ? raw : {};
  const next = applied(old, rest, value);
  if (next === undefined) return others;
  return isRecord(raw) && step in raw ? { ...raw, [step]: next } : { ...others, [step]: next };
}

/**
 * Changes keys in the file (made when missing), comments and order of the rest kept. Nothing is written when the
 * result would not be a valid configuration. Throws what the file system throws when the write fails.
 */
export function editConfig(
  path: string,
  edits: readonly ConfigEdit[],
  env: Environment = process.env,
): readonly ConfigProblem[] {
  const file = resolve(path);
  const opened = openConfigDocument(file);
  if (!opened.ok) return opened.problems;
  const { raw, locate } = opened.document;
  const next = edits.reduce<unknown>((data, edit) => applied(data, edit.path, edit.value), raw ?? {});
  const context = contextOf(file, env);
  const parsed = parseConfig({ file, raw: next, locate, normalise: (text) => expandPath(text, context) });
  if (!parsed.ok) return parsed.problems;
  write(file, opened.document, isRecord(next) ? next : {});
  return [];
}

/** Only what differs is touched in the text; a new file is made 0600. */
function write(file: string, { raw, yaml }: ConfigDocument, next: Record<string, unknown>): void {
  const extension = extname(file);
  const store = new Conf<Record<string, unknown>>({
    cwd: dirname(file),
    configName: basename(file, extension),
    fileExtension: extension.slice(1),
    accessPropertiesByDotNotation: false,
    ...(existsSync(file) ? {} : { configFileMode: 0o600 }),
    deserialize: () => (isRecord(raw) ? raw : {}),
    serialize: (whole) => {
      amend(yaml, [], raw ?? {}, { ...whole });
      return yaml.toString({ lineWidth: 0 });
    },
  });
  store.store = next;
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
