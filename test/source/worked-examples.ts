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

/** Whether `line` is `pattern`, in which `…` stands for anything; what it stood for, null when it is not. */
function matched(pattern: string, line: string): string | null {
  const found = new RegExp(`^${pattern.split('…').map(escaped).join('(.*)')}$`).exec(line);
  return found === null ? null : (found[1] ?? '');
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
    const found = out.findIndex((one, index) => index >= at && matched(rest, one) !== null);
    if (found < 0) throw new Error(`no line is: ${rest}`);
    at = sign === '-' ? found : found + 1;
    there = matched(rest, out[found] ?? '') ?? '';
    if (sign === '-') out.splice(found, 1);
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
