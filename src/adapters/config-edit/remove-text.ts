import { isMap, isPair, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Path } from '../../core/config/lookup.js';
import { pairOf } from '../yaml-text.js';
import { endOf, isBlock, lineStart, nextLine, spliced, startOf, type TextSource } from './places.js';
import { setInText } from './set-text.js';

/**
 * The text without what stands at `path`, every other character as it was: comments above it stay, one on its own line
 * goes with it. null where the text's form does not allow that.
 */
export function removeFromText(source: TextSource, path: Path): string | null {
  const text = source.text ?? '';
  const holder: unknown = source.yaml.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (last === undefined || !(isMap(holder) || isSeq(holder))) return null;
  const items: readonly unknown[] = holder.items;
  const at = isMap(holder) ? items.indexOf(pairOf(holder, last)) : Number(last);
  const item = items[at];
  if (item === undefined) return null;
  if (!isBlock(holder)) return withoutInBrackets(text, holder, at);
  if (items.length === 1 && isSeq(holder)) return setInText(source, path.slice(0, -1), []);
  const emptied = items.length === 1 ? emptiedBy(source, path.slice(0, -1)) : null;
  if (emptied !== null) return emptied;
  return withoutLines(text, item) ?? withoutFirst(text, holder, at);
}

/** The text without the one key of the map at `path`: a section goes with it. null when a comment in it would be lost. */
function emptiedBy(source: TextSource, path: Path): string | null {
  const text = source.text ?? '';
  const holder: unknown = source.yaml.getIn(path.slice(0, -1), true);
  const pair = isMap(holder) ? pairOf(holder, path.at(-1) ?? '') : undefined;
  if (pair === undefined) return null;
  if (text.slice(startOf(pair), nextLine(text, endOf(text, pair))).includes('#')) return null;
  return path.length > 1 ? setInText(source, path, {}) : withoutLines(text, pair);
}

function withoutInBrackets(text: string, holder: YAMLMap | YAMLSeq, at: number): string {
  const { items } = holder;
  const [before, item, after] = [items[at - 1], items[at], items[at + 1]];
  if (before !== undefined) return spliced(text, endOf(text, before), endOf(text, item), '');
  if (after !== undefined) return spliced(text, startOf(item), startOf(after), '');
  return spliced(text, startOf(holder), endOf(text, holder), isMap(holder) ? '{}' : '[]');
}

/** Whole lines, when nothing but a dash stands before it on its first one. */
function withoutLines(text: string, item: unknown): string | null {
  const from = lineStart(text, startOf(item));
  const lead = text.slice(from, startOf(item));
  const isAlone = isPair(item) ? lead.trim() === '' : lead.trim() === '-';
  return isAlone ? spliced(text, from, nextLine(text, endOf(text, item)), '') : null;
}

/** The first key of an entry shares its line with the dash, which the second key takes over. */
function withoutFirst(text: string, { items }: YAMLMap | YAMLSeq, at: number): string | null {
  const after = items[at + 1];
  return after === undefined ? null : spliced(text, startOf(items[at]), startOf(after), '');
}
