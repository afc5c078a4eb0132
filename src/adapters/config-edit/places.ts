import { isCollection, isMap, isNode, isPair, isScalar, isSeq, type Pair, Scalar, stringify } from 'yaml';
import type { ConfigDocument } from '../config-document.js';

/** A document with the text it was read from. */
export type TextSource = Pick<ConfigDocument, 'text' | 'yaml'>;

/** The text with `[from, to)` replaced; offsets are UTF-16 units, as the parser counts them. */
export function spliced(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the line break that ends the line; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** Where a node, or the key of a pair, begins. */
export function startOf(item: unknown): number {
  const node = isPair(item) ? item.key : item;
  return isNode(node) ? (node.range?.[0] ?? -1) : -1;
}

/** Nothing stands behind the key's colon. */
export function isUnsaid(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null && value.range?.[0] === value.range?.[1]);
}

/** Behind the colon of a pair. */
export function colonOf(text: string, pair: Pair): number {
  const key = isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  return text.indexOf(':', key) + 1;
}

/** Behind the last character that a node or pair says: blanks, line breaks and comments after it are not its own. */
export function endOf(text: string, item: unknown): number {
  if (isPair(item)) return isUnsaid(item.value) ? colonOf(text, item) : endOf(text, item.value);
  if (isCollection(item) && item.flow !== true && item.items.length > 0)
    return endOf(text, item.items.at(-1));
  const [from, to] = isNode(item) && item.range ? item.range : [0, 0];
  return from + text.slice(from, to).trimEnd().length;
}

/** Lines of its own, no brackets: an indented map or list, or a block of text. */
export function isBlock(node: unknown): boolean {
  if (isMap(node) || isSeq(node)) return node.flow !== true;
  return isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
}

/** The value on one line, fit to stand in brackets and out of them. */
export function inline(value: unknown): string {
  const options = {
    lineWidth: 0,
    collectionStyle: 'flow',
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  } as const;
  return stringify([value], options).trim().replace(/^\[ ?/, '').replace(/ ?\]$/, '');
}
