import type { JsonArray, JsonObject } from './json-tree.js';

/** Replaces a part of a text. */
export function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** Adds a member at the end of an object, in the style of the text. Everything else keeps its bytes. */
export function addMember(text: string, object: JsonObject, key: string, value: unknown): string {
  const spans = object.members.map((member) => ({ start: member.start, end: member.value.end }));
  return addLast(text, object, spans, (margin) => `${JSON.stringify(key)}: ${render(text, value, margin)}`);
}

/** Adds an item at the end of an array. */
export function addItem(text: string, array: JsonArray, value: unknown): string {
  return addLast(text, array, array.items, (margin) => render(text, value, margin));
}

/** Takes out the member or item of this index with its comma: what `addMember` or `addItem` put there leaves no trace. */
export function removeAt(text: string, parent: JsonObject | JsonArray, index: number): string {
  const spans = spansOf(parent);
  const [before, own, after] = [spans[index - 1], spans[index], spans[index + 1]];
  if (!own) return text;
  if (before) return splice(text, before.end, own.end, '');
  if (after) return splice(text, own.start, after.start, '');
  return splice(text, parent.start + 1, parent.end - 1, '');
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function spansOf(parent: JsonObject | JsonArray): readonly Span[] {
  if (parent.type === 'array') return parent.items;
  return parent.members.map((member) => ({ start: member.start, end: member.value.end }));
}

/** `write` gets the blanks that its line begins with; null on one line with everything else. */
function addLast(
  text: string,
  parent: Span,
  spans: readonly Span[],
  write: (margin: string | null) => string,
): string {
  const last = spans.at(-1);
  const eol = eolOf(text);
  if (last === undefined) {
    const inner = text.includes('\n') || text.trim() === '{}';
    if (!inner) return splice(text, parent.start + 1, parent.end - 1, write(null));
    const outer = marginOf(text, parent.start);
    const margin = outer + unitOf(text);
    return splice(text, parent.start + 1, parent.end - 1, `${eol}${margin}${write(margin)}${eol}${outer}`);
  }
  const inLines = text.slice(parent.start, spans[0]?.start).includes('\n');
  if (!inLines) return splice(text, last.end, last.end, `, ${write(null)}`);
  const margin = marginOf(text, last.start);
  return splice(text, last.end, last.end, `,${eol}${margin}${write(margin)}`);
}

function render(text: string, value: unknown, margin: string | null): string {
  if (margin === null) return JSON.stringify(value);
  return JSON.stringify(value, null, unitOf(text)).replaceAll('\n', `${eolOf(text)}${margin}`);
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** What one step of indentation is in this text: two blanks unless it shows another one. */
function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

/** The blanks at the beginning of the line that holds this place. */
function marginOf(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
