import { headerLines, splitFrontMatter } from './front-matter.js';
import type { TaskHeader } from './task.js';

export type HeaderValues = Readonly<Partial<Record<keyof TaskHeader, string | number>>>;

/** The text with these values in its front matter, which is made when there is none; what else stands there is kept. */
export function withHeader(
  text: string,
  values: HeaderValues,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string } {
  const given = Object.entries(values);
  if (given.length === 0) return { ok: true, text };
  const split = splitFrontMatter(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  if (!split.ok) return split;
  const own = split.header ?? [];
  const replaced = headerLines(own)
    .filter((entry) => entry.key !== null && Object.hasOwn(values, entry.key))
    .map((entry) => entry.line);
  const lines = [
    // The file's first line is the mark: the first of the header is line 2.
    ...own.filter((_line, index) => !replaced.includes(index + 2)),
    ...given.map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ];
  return { ok: true, text: ['---', ...lines, '---', split.body].join('\n') };
}
