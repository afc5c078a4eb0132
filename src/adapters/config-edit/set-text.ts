import { isMap, isScalar, isSeq, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Path } from '../../core/config/lookup.js';
import { pairOf } from '../yaml-text.js';
import {
  colonOf,
  endOf,
  inline,
  isBlock,
  isUnsaid,
  lineStart,
  nextLine,
  spliced,
  startOf,
  type TextSource,
} from './places.js';

/** What is to stand at the end of `steps`, seen from where they begin; `say` writes it as the file does. */
interface Addition {
  readonly steps: Path;
  readonly value: unknown;
  readonly say: (value: unknown) => string;
}

/** The text with `value` at `path`, every other character as it was; null where the text's form does not allow that. */
export function setInText({ text: written, yaml }: TextSource, path: Path, value: unknown): string | null {
  const text = written ?? '';
  const say = isJson(yaml.contents) ? JSON.stringify : inline;
  let node: unknown = yaml.contents;
  if (isUnsaid(node)) return withLines(text, text.length, lines(text, '', { steps: path, value, say }));
  for (const [depth, step] of path.entries()) {
    const here: Addition = { steps: path.slice(depth), value, say };
    const below: Addition = { ...here, steps: path.slice(depth + 1) };
    if (isMap(node)) {
      const pair = pairOf(node, step);
      if (pair === undefined) return addPair(text, node, here);
      if (below.steps.length === 0 || isUnsaid(pair.value)) return fillPair(text, pair, below);
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      if (step >= node.items.length) return addItem(text, node, below);
      node = node.items[step];
      if (below.steps.length === 0) return spliced(text, startOf(node), endOf(text, node), say(value));
    } else return null;
  }
  return null;
}

/** A file that other programs may read as JSON stays one. */
function isJson(contents: unknown): boolean {
  const key = isMap(contents) && contents.flow === true ? contents.items[0]?.key : null;
  return isScalar(key) && key.type === Scalar.QUOTE_DOUBLE;
}

function nested({ steps, value }: Addition): unknown {
  return steps.reduceRight<unknown>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
    value,
  );
}

/** A key and what is below it as indented lines; lists and the value itself on one. */
function lines(text: string, indent: string, addition: Addition): readonly string[] {
  const { say } = addition;
  const [key = '', ...steps] = addition.steps;
  const rest: Addition = { ...addition, steps };
  const named = `${indent}${say(key)}:`;
  if (typeof steps[0] === 'string') return [named, ...lines(text, indent + stepOf(text), rest)];
  return [`${named} ${say(nested(rest))}`];
}

/** How far this file indents. */
function stepOf(text: string): string {
  return /^( +)[^\s#]/m.exec(text)?.[1] ?? '  ';
}

/** Whole lines put in at an offset where a line begins, or at the end of the text. */
function withLines(text: string, at: number, added: readonly string[]): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const before = at > 0 && text[at - 1] !== '\n' ? end : '';
  return spliced(text, at, at, `${before}${added.map((line) => line + end).join('')}`);
}

function addPair(text: string, map: YAMLMap, addition: Addition): string | null {
  const [first, last] = [map.items[0], map.items.at(-1)];
  if (!isBlock(map)) {
    const words = addition.say(nested(addition));
    if (first === undefined) return spliced(text, startOf(map), endOf(text, map), words);
    const at = endOf(text, last);
    return spliced(text, at, at, `, ${words.replace(/^\{ ?| ?\}$/g, '')}`);
  }
  const from = startOf(first);
  const indent = ' '.repeat(from - lineStart(text, from));
  return withLines(text, nextLine(text, endOf(text, last)), lines(text, indent, addition));
}

function addItem(text: string, list: YAMLSeq, addition: Addition): string | null {
  const [first, last] = [list.items[0], list.items.at(-1)];
  const words = addition.say(nested(addition));
  if (!isBlock(list)) {
    if (first === undefined) return spliced(text, startOf(list), endOf(text, list), `[ ${words} ]`);
    const at = endOf(text, last);
    return spliced(text, at, at, `, ${words}`);
  }
  const dash = startOf(list);
  const indent = ' '.repeat(dash - lineStart(text, dash));
  return withLines(text, nextLine(text, endOf(text, last)), [`${indent}- ${words}`]);
}

/** What stands behind a key, said anew. A key without a value gets lines of its own below it. */
function fillPair(text: string, pair: Pair, addition: Addition): string {
  const colon = colonOf(text, pair);
  const { value } = pair;
  if (isUnsaid(value) && typeof addition.steps[0] === 'string') {
    const from = startOf(pair);
    const indent = ' '.repeat(from - lineStart(text, from)) + stepOf(text);
    return withLines(text, nextLine(text, colon), lines(text, indent, addition));
  }
  const words = addition.say(nested(addition));
  if (isUnsaid(value)) return spliced(text, colon, colon, ` ${words}`);
  if (isBlock(value)) return spliced(text, colon, endOf(text, value), ` ${words}`);
  return spliced(text, startOf(value), endOf(text, value), words);
}
