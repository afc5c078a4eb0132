import { isAlias, isScalar } from 'yaml';
import { syntaxText } from '../../core/config/syntax-text.js';
import { guardText } from '../../core/config/text-guard.js';
import { structureFindings } from '../config-structure.js';
import { parseYaml, plainOf } from '../yaml-text.js';
import { isBlock } from './places.js';

export type ReadValue =
  /** `words`: what was written, where that is one word without quotes; else null. */
  | { readonly ok: true; readonly value: unknown; readonly words: string | null }
  /** Continues "the value". Never quotes it. */
  | { readonly ok: false; readonly reason: string };

const QUOTES = `Put it in quotes of its own, such as '"a: b"'`;

function no(reason: string): ReadValue {
  return { ok: false, reason };
}

/** Reads one value as a configuration has it behind a key: a word, a text in quotes, `[a, b]`, `{a: 1}`. */
export function readValue(text: string): ReadValue {
  const guarded = guardText(text);
  if (guarded !== null) return no(`${guarded.message}.`);
  if (/[\r\n]/.test(text)) return no(`is more than one line. Write it as one, with lists as [a, b]`);
  const document = parseYaml(text);
  const [error] = document.errors;
  if (error !== undefined) return no(`${syntaxText(error.code)}. ${QUOTES}`);
  const { contents } = document;
  const wrong = structureFindings(document, () => 1)[0];
  if (wrong !== undefined) return no(`${wrong.message}. ${QUOTES}`);
  const isRemark = document.comment !== null || (contents?.comment ?? null) !== null;
  if (isRemark) return no(`has a "#" behind a blank, which begins a comment. ${QUOTES}`);
  if (contents === null || (isScalar(contents) && contents.value === null))
    return no(`is empty. To remove the key: claude-failover config unset KEY; for an empty text: '""'`);
  if (isAlias(contents) || isBlock(contents))
    return no(`is a line of a map, a list or a block of text, not one value. ${QUOTES}`);
  const words = isScalar(contents) && contents.type === 'PLAIN' ? (contents.source ?? null) : null;
  return { ok: true, value: plainOf(document), words };
}
