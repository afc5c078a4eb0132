import { isScalar, parseDocument } from 'yaml';
import type { ScalarParser } from '../../core/dispatcher/task-text.js';

/** Thousands of tasks name the same few directories, priorities and times. */
const MAX_KNOWN = 200;

/** Reads one value of a front matter: text, number, true, false or nothing (YAML 1.2 core schema, no tags). */
export function yamlValues(): ScalarParser {
  const known = new Map<string, ReturnType<ScalarParser>>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const parsed = parse(text);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}

function parse(text: string): ReturnType<ScalarParser> {
  const document = parseDocument(text, { schema: 'core', logLevel: 'silent', prettyErrors: false });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) return { ok: false, problem: `is not valid YAML: ${wrong.message}` };
  if (isScalar(document.contents)) return { ok: true, value: document.contents.value };
  return { ok: false, problem: 'is not one plain value' };
}
