import { type Document, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';

/** A text as a YAML document of ours; what is wrong with it stands in `errors`, nothing is thrown or printed. */
export function parseYaml(text: string, lineCounter = new LineCounter()): Document.Parsed {
  return parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: 'error',
    // Own search: the parser's takes quadratic time and names no line.
    uniqueKeys: false,
  });
}

/** What it holds, as JSON has it. Throws a ReferenceError for aliases beyond all bounds. */
export function plainOf(document: Document.Parsed): unknown {
  return document.toJS({ maxAliasCount: 100 });
}

/** The pair of a map with this key. */
export function pairOf(map: { readonly items: readonly Pair[] }, step: string | number): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
}
