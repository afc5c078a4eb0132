/** Characters; six short lines are what it is for. */
const MAX_HEADER = 8 * 1024;
const MAX_LINES = 64;
const MARK = '---';

export type SplitText =
  /** `header`: its lines; null when the text has none. */
  | { readonly ok: true; readonly header: readonly string[] | null; readonly body: string }
  | { readonly ok: false; readonly reason: string };

/** Takes the front matter off: from a first line `---` to the next line `---`. Lines end with `\n`. */
export function splitFrontMatter(text: string): SplitText {
  if (text !== MARK && !text.startsWith(`${MARK}\n`)) return { ok: true, header: null, body: text };
  const found = text.indexOf(`\n${MARK}\n`, MARK.length);
  const end = found < 0 && text.length > MARK.length && text.endsWith(`\n${MARK}`) ? text.length - 4 : found;
  if (end < 0) return { ok: false, reason: 'its front matter is not closed by a line ---. Add that line' };
  const header = text.slice(MARK.length + 1, Math.max(end, MARK.length + 1));
  const lines = header === '' ? [] : header.split('\n', MAX_LINES + 1);
  if (header.length > MAX_HEADER || lines.length > MAX_LINES) {
    return { ok: false, reason: `its front matter is longer than ${MAX_LINES} lines or 8 KB. Shorten it` };
  }
  // Blank lines between the two belong to neither.
  return { ok: true, header: lines, body: text.slice(end + MARK.length + 2).replace(/^(?:[ \t]*\n)+/, '') };
}

/** One line of a front matter; `line` is that of the file, 1-based. */
export type HeaderLine =
  | { readonly line: number; readonly key: string; readonly value: HeaderValue }
  | { readonly line: number; readonly key: null; readonly problem: string };

export type HeaderValue =
  /** YAML for one plain or quoted value; '' for none. */
  | { readonly type: 'scalar'; readonly text: string }
  /** A list, a map, or anything else that no key takes. */
  | { readonly type: 'nested'; readonly stand: readonly never[] | Readonly<Record<string, never>> }
  | { readonly type: 'broken'; readonly problem: string };

const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?:#.*)?$/;

function headerValue(text: string): HeaderValue {
  const first = text.charAt(0);
  if (text === '' || first === '#') return { type: 'scalar', text: '' };
  if (first === '"' || first === "'") {
    if (QUOTED.test(text)) return { type: 'scalar', text };
    return { type: 'broken', problem: 'has a quote that is not closed, or text behind it' };
  }
  if (first === '{') return { type: 'nested', stand: {} };
  if (/^(?:[[\]}&*!|>%@`?,]|-(?:\s|$))/.test(text)) return { type: 'nested', stand: [] };
  if (/:(?:\s|$)/.test(text.replace(/\s#.*$/, ''))) {
    return { type: 'broken', problem: 'holds a second ": ": put the value in quotes' };
  }
  return { type: 'scalar', text };
}

/** The key and what stands behind its colon; null for a line that is not of that form. */
function keyOf(text: string): { readonly key: string; readonly rest: string } | null {
  const colon = text.indexOf(':');
  const behind = text.charAt(colon + 1);
  if (colon < 1 || !['', ' ', '\t'].includes(behind) || /^[\s#]/.test(text)) return null;
  const name = text.slice(0, colon).trimEnd();
  const quote = name.charAt(0);
  const isQuoted = (quote === '"' || quote === "'") && name.length > 2 && name.endsWith(quote);
  const key = isQuoted ? name.slice(1, -1) : name;
  return /^-\s|["']/.test(key) ? null : { key, rest: text.slice(colon + 1).trim() };
}

/**
 * The lines of a front matter as keys and values. Nothing is nested in it, so nothing nested ever reaches the YAML
 * parser: yaml 2.9.1 works for minutes on a few hundred bytes of opened brackets.
 */
export function headerLines(lines: readonly string[]): readonly HeaderLine[] {
  const found: HeaderLine[] = [];
  lines.forEach((text, index) => {
    const line = index + 2;
    if (/^[ \t]*(?:#.*)?$/.test(text)) return;
    const said = keyOf(text);
    if (said !== null) {
      found.push({ line, key: said.key, value: headerValue(said.rest) });
      return;
    }
    const above = found.at(-1);
    const isBelow = /^(?:\s|-\s)/.test(text) && above !== undefined && above.key !== null;
    if (isBelow) found[found.length - 1] = { ...above, value: { type: 'nested', stand: [] } };
    else found.push({ line, key: null, problem: 'is not of the form "key: value"' });
  });
  return found;
}
