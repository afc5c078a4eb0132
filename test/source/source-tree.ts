import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly lines: readonly string[];
  /** Relative imports as repository paths, packages as written. Type-only imports included. */
  readonly imports: readonly string[];
}

/** Every file below `folder` whose name ends with one of `endings`. */
export function filesBelow(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
    .sort();
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, lines: text.split('\n'), imports: importsOf(path, text) };
}

function importsOf(path: string, text: string): readonly string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import '([^']+)'/g,
  );
  return [...found]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((name) => (name.startsWith('.') ? inTree(path, name) : name));
}

function inTree(path: string, name: string): string {
  const target = relative(ROOT, resolve(ROOT, dirname(path), name));
  const base = target.replace(/\.js$/, '');
  return (
    ['.ts', '.tsx', '.js', ''].map((ending) => `${base}${ending}`).find((candidate) => exists(candidate)) ??
    target
  );
}

function exists(path: string): boolean {
  try {
    readFileSync(join(ROOT, path));
    return true;
  } catch {
    return false;
  }
}

/** The code is formatted: a block that opens at an indentation closes at the same one. */
export function functionLengths(
  file: SourceFile,
): readonly { readonly name: string; readonly line: number; readonly length: number }[] {
  const starts =
    /^(\s*)(?:export )?(?:default )?(?:static )?(?:async )?(?:function\*? (\w+)|(?:get |set )?(#?\w+) ?(?:=|\()).*(?:\{|=> \{)$|^(\s*)\) ?(?::.*)?(?:=> )?\{$/;
  return file.lines.flatMap((line, index) => {
    const match = starts.exec(line);
    if (
      !match ||
      /^\s*(?:if|for|while|switch|return|catch|else|do|try)\b/.test(line) ||
      /^\s*(?:export )?(?:const|let) \w+ = \{$/.test(line)
    )
      return [];
    const indent = match[1] ?? match[4] ?? '';
    const end = file.lines.findIndex((candidate, at) => at > index && candidate.startsWith(`${indent}}`));
    return end < 0
      ? []
      : [{ name: match[2] ?? match[3] ?? 'function', line: index + 1, length: end - index + 1 }];
  });
}

/** Groups of files that import each other in a circle. */
export function cycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const edges = new Map(files.map((file) => [file.path, file.imports]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done' || !edges.has(path)) return;
    if (state.get(path) === 'open') {
      found.push(trail.slice(trail.indexOf(path)));
      return;
    }
    state.set(path, 'open');
    for (const next of edges.get(path) ?? []) visit(next, [...trail, next]);
    state.set(path, 'done');
  };
  for (const file of files) visit(file.path, [file.path]);
  return found;
}
