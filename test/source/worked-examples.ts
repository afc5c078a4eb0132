import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a guide that names a file: the file itself, or an edit of one. */
interface Block {
  readonly path: string;
  readonly isEdit: boolean;
  readonly lines: readonly string[];
}

/** Every block of a Markdown text whose fence names a path: ` ```ts src/a.ts `, ` ```diff src/index.ts `. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(tsx?|diff) (\S+)\n([\s\S]*?)^```$/gm)].map(([, kind, path, text]) => ({
    path: path ?? '',
    isEdit: kind === 'diff',
    lines: (text ?? '').replace(/\n$/, '').split('\n'),
  }));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A list that outgrew its line is looked for in so many. */
const LINES_MAX = 40;

interface Found {
  readonly at: number;
  readonly count: number;
  /** What `…` stood for. */
  readonly there: string;
}

/** The first lines from `from` on that are `pattern`; with a `…`, which stands for anything, also several. */
function found(pattern: string, lines: readonly string[], from: number): Found | null {
  const parts = pattern.split('…').map(escaped);
  const [most, exact] =
    parts.length === 1 ? [1, parts.join('')] : [LINES_MAX, parts.join('([^]*)').replaceAll(' ', '\\s+')];
  const whole = new RegExp(`^${exact}$`);
  for (let at = from; at < lines.length; at += 1)
    for (let count = 1; count <= most && at + count <= lines.length; count += 1) {
      const match = whole.exec(lines.slice(at, at + count).join('\n'));
      // The formatter ends a list of several lines with a comma.
      if (match !== null) return { at, count, there: (match[1] ?? '').trim().replace(/,$/, '') };
    }
  return null;
}

/** The text after one edit: context and `-` lines are found in order, `+` lines put in, `…` is what stood there. */
export function edited(text: string, lines: readonly string[]): string {
  const out = text.split('\n');
  let at = 0;
  let there = '';
  for (const line of lines) {
    const [sign, rest] = [line.charAt(0), line.slice(1)];
    if (sign === '@') continue;
    if (sign === '+') {
      out.splice(
        at,
        0,
        rest.replace('…', () => there),
      );
      at += 1;
      continue;
    }
    const place = found(rest, out, at);
    if (place === null) throw new Error(`no line is: ${rest}`);
    there = place.there;
    at = sign === '-' ? place.at : place.at + place.count;
    if (sign === '-') out.splice(place.at, place.count);
  }
  return out.join('\n');
}

/** Does in `root` what the guide says; the paths it touched. */
export function follow(markdown: string, root: string): readonly string[] {
  return blocksOf(markdown).map(({ path, isEdit, lines }) => {
    const file = join(root, path);
    const text = isEdit ? edited(readFileSync(file, 'utf8'), lines) : `${lines.join('\n')}\n`;
    writeFileSync(file, text, { flag: isEdit ? 'r+' : 'wx' });
    return path;
  });
}
