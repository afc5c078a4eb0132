import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from '../core/config/lookup.js';

/** What YAML allows and a configuration does not; `message` continues the key's name. */
export interface StructureFinding {
  /** In the text, in UTF-16 units. */
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
}

const TAG = 'has a tag ("!…"): remove it, none is used here';
const ITSELF = 'contains itself through an alias (*name): write the value out';
const NOBODY = 'begins with "*", an alias of a value that is not there: put it in quotes';
const BAD_KEY = 'has a key that is no word: write one word before the ":"';
const MERGE = 'would merge keys, which is not done here: write the keys out';
const DIRECTIVE = 'begins with a directive ("%…"): remove it, none is used here';

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

interface Walk {
  readonly document: Document.Parsed;
  readonly lineOf: (offset: number) => number;
  readonly findings: StructureFinding[];
}

function walkNode(walk: Walk, node: unknown, path: Path, above: readonly Node[]): void {
  if (!isNode(node)) return;
  const tell = (message: string) => walk.findings.push({ offset: startOf(node), path, message });
  if (isAlias(node)) {
    const source = node.resolve(walk.document);
    if (source === undefined) tell(NOBODY);
    else if (above.includes(source)) tell(ITSELF);
    return;
  }
  // The parser notes a tag on what has one in the text, on nothing else.
  if (node.tag !== undefined) tell(TAG);
  const within = [...above, node];
  if (isSeq(node))
    for (const [index, item] of node.items.entries()) walkNode(walk, item, [...path, index], within);
  if (isMap(node)) walkMap(walk, node.items, path, within);
}

function walkMap(walk: Walk, items: readonly Pair[], path: Path, within: readonly Node[]): void {
  const seen = new Map<string, number>();
  for (const { key, value } of items) {
    const offset = startOf(key);
    if (!isScalar(key) || key.value === null) {
      walk.findings.push({ offset, path, message: BAD_KEY });
      continue;
    }
    const name = String(key.value);
    const at = [...path, name];
    const tell = (message: string) => walk.findings.push({ offset, path: at, message });
    const first = seen.get(name);
    if (first === undefined) seen.set(name, offset);
    else tell(`stands there twice (first in line ${walk.lineOf(first)}): keep one`);
    if (name === '<<') tell(MERGE);
    walkNode(walk, value, at, within);
  }
}

/** Looks over a parsed document: keys twice, tags, merges, keys that are no words, values that contain themselves. */
export function structureFindings(
  document: Document.Parsed,
  lineOf: (offset: number) => number,
): readonly StructureFinding[] {
  const walk: Walk = { document, lineOf, findings: [] };
  const { yaml, tags } = document.directives;
  if (yaml.explicit === true || Object.keys(tags).length > 1)
    walk.findings.push({ offset: 0, path: [], message: DIRECTIVE });
  walkNode(walk, document.contents, [], []);
  return walk.findings;
}
