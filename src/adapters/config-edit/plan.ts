import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ConfigProblem } from '../../core/config/issues.js';
import { keyText, type Path, withoutEmpty } from '../../core/config/lookup.js';
import { parseConfig } from '../../core/config/parse.js';
import type { Config } from '../../core/config/schema.js';
import { isRecord, valueAt } from '../../core/json.js';
import { type ConfigDocument, configDocument, openConfigDocument } from '../config-document.js';
import { contextOf } from '../config-file.js';
import { type Environment, expandPath } from '../paths.js';
import { removeFromText } from './remove-text.js';
import { setInText } from './set-text.js';

/** One change of one key: `value: undefined` removes it. */
export interface ConfigEdit {
  readonly path: Path;
  readonly value: unknown;
}

/** What an edit would make of the file. */
export interface EditPlan {
  /** As it was named: links are not followed. */
  readonly file: string;
  /** The file as it was read; `text` null when there is none, `config` null when it is wrong. */
  readonly before: { readonly text: string | null; readonly raw: unknown; readonly config: Config | null };
  readonly after: { readonly text: string; readonly raw: unknown; readonly config: Config };
}

export type PlannedEdit =
  | { readonly ok: true; readonly plan: EditPlan }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const FORM =
  'cannot be changed by itself where an anchor, an alias or an uncommon form stands: change it in an editor';

/** The data with the edit done. Entries that a removed one leaves behind move up. */
function edited(raw: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: readonly unknown[] = Array.isArray(raw) ? raw : [];
    const next = edited(list[step], rest, value);
    return next === undefined ? list.toSpliced(step, 1) : list.toSpliced(step, 1, next);
  }
  const map = isRecord(raw) ? raw : {};
  const next = edited(Object.hasOwn(map, step) ? map[step] : undefined, rest, value);
  if (next !== undefined) return { ...map, [step]: next };
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== step));
}

/** Sections without a word mean the same as none. */
function said(raw: unknown): unknown {
  const whole = withoutEmpty(raw ?? {});
  if (!isRecord(whole)) return whole;
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => !isDeepStrictEqual(value, {})));
}

/** The text that says `next`, and nothing else than the old one otherwise; null when there is no such text. */
function editedText(
  file: string,
  { text, yaml }: ConfigDocument,
  edit: ConfigEdit,
  next: unknown,
): string | null {
  const { path, value } = edit;
  const source = { text, yaml };
  const made = value === undefined ? removeFromText(source, path) : setInText(source, path, value);
  if (made === null) return null;
  const opened = configDocument(file, made);
  return opened.ok && isDeepStrictEqual(said(opened.document.raw), said(next)) ? made : null;
}

/**
 * What the edit comes to, or everything that would be wrong with the configuration after it. In the text only what the
 * edit is about differs. Nothing is written. Never throws.
 */
export function planEdit(path: string, edit: ConfigEdit, env: Environment = process.env): PlannedEdit {
  const file = resolve(path);
  const opened = openConfigDocument(file);
  if (!opened.ok) return opened;
  const { raw, locate, text } = opened.document;
  const context = contextOf(file, env);
  const parsed = (data: unknown) =>
    parseConfig({ file, raw: data, locate, normalise: (one) => expandPath(one, context) });
  const isAway = edit.value === undefined && valueAt(raw, edit.path) === undefined;
  const next = isAway ? raw : edited(raw ?? {}, edit.path, edit.value);
  const [old, wanted] = [parsed(raw), parsed(next)];
  if (!wanted.ok) return wanted;
  const isSame = isDeepStrictEqual(next, raw);
  const made = isSame ? (text ?? '') : editedText(file, opened.document, edit, next);
  if (made === null) {
    const at = locate(edit.path);
    const place = { line: at?.line ?? null, column: at?.column ?? null };
    return { ok: false, problems: [{ file, ...place, key: keyText(edit.path), message: FORM }] };
  }
  const before = { text, raw, config: old.ok ? old.config : null };
  return { ok: true, plan: { file, before, after: { text: made, raw: next, config: wanted.config } } };
}
