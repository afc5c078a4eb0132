import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const FRAMES = fileURLToPath(new URL('../../../fixtures/frames/', import.meta.url));
export const REWRITES = process.env.UPDATE === '1';
if (REWRITES && process.env.CI !== undefined) throw new Error('Goldens are never rewritten in CI.');

const MARK = '== ';

/** A file of goldens: sections, each with a name and what was drawn. */
export interface GoldenFile {
  /** What the file holds for this section; null for none. */
  read(section: string): string | null;
  /** The sections it holds, in their order. */
  sections(): readonly string[];
}

function parsed(text: string): ReadonlyMap<string, string> {
  const [, ...sections] = `\n${text}`.split(`\n${MARK}`);
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n');
      return [section.slice(0, end), section.slice(end + 1).trimEnd()];
    }),
  );
}

/** Kept at `fixtures/frames/<path>`. */
export function goldenFile(path: string): GoldenFile {
  const text = existsSync(FRAMES + path) ? readFileSync(FRAMES + path, 'utf8') : '';
  const all = parsed(text);
  return { read: (section) => all.get(section) ?? null, sections: () => [...all.keys()] };
}

/** Writes the whole file anew; `head` says what it is. */
export function rewrite(path: string, head: string, sections: ReadonlyMap<string, string>): void {
  mkdirSync(dirname(FRAMES + path), { recursive: true });
  const parts = [...sections].map(([name, drawn]) => `${MARK}${name}\n${drawn}\n`);
  writeFileSync(FRAMES + path, [`${head}\n`, ...parts].join('\n'));
}

/** Files of a folder of goldens that nothing is compared with; gone once the goldens are written anew. */
export function leftOver(folder: string, names: ReadonlySet<string>): readonly string[] {
  const files = readdirSync(FRAMES + folder).filter((file) => file.endsWith('.txt') && !names.has(file));
  if (!REWRITES) return files;
  for (const file of files) rmSync(`${FRAMES}${folder}/${file}`);
  return [];
}
