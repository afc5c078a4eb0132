import type { z } from 'zod';
import { cleanText } from '../clean-text.js';
import { type Describe, type Finding, findingsOf, pathOf } from './explain.js';
import { configJsonSchema } from './json-schema.js';
import { keyText, type Path } from './lookup.js';
import { withoutSecretForms } from './secret-keys.js';
import type { Place } from './text-guard.js';

/** One error of the file. `line`, `column`: 1-based, null when unknown or the file as a whole is meant. `key`: '' for the whole. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly key: string;
  readonly message: string;
}

/** So many errors are told of one file. */
export const MAX_PROBLEMS = 100;

/** A number beyond what a computer counts exactly is beyond the bound of its key as well, which is told. */
function isTold(issue: z.core.$ZodIssue, _: number, all: readonly z.core.$ZodIssue[]): boolean {
  if (issue.code !== 'too_big' || issue.maximum !== Number.MAX_SAFE_INTEGER) return true;
  return !all.some((other) => other !== issue && keyText(pathOf(other)) === keyText(pathOf(issue)));
}

/**
 * Every error at once (the first hundred), in the order of the file. `locate` tells where a path stands (or the
 * nearest known part above it), null when it cannot.
 */
export function formatIssues(
  issues: readonly z.core.$ZodIssue[],
  others: readonly Finding[],
  source: {
    readonly file: string;
    readonly raw: unknown;
    readonly locate: (path: Path) => Place | null;
    /** What the issues are about; default: the configuration. */
    readonly describe?: Describe;
  },
): readonly ConfigProblem[] {
  let schema: Record<string, unknown> | null = null;
  const describe = () => {
    schema ??= (source.describe ?? configJsonSchema)();
    return schema;
  };
  const findings = [
    ...issues
      .filter(isTold)
      .slice(0, MAX_PROBLEMS)
      .flatMap((issue) => findingsOf(issue, source.raw, describe)),
    ...others,
  ].slice(0, MAX_PROBLEMS);
  return findings
    .map(({ path, message }) => {
      const place = source.locate(path);
      const key = withoutSecretForms(keyText(path));
      const at = { line: place?.line ?? null, column: place?.column ?? null };
      return { file: source.file, ...at, key, message: withoutSecretForms(message) };
    })
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** `config.yaml:12:3: quota.poll_intervall is not a known key. Did you mean "poll_interval"? …`: one clean line. */
export function problemLine({ file, line, column, key, message }: ConfigProblem): string {
  const place = [file, line, line === null ? null : column].filter((part) => part !== null).join(':');
  return cleanText(`${place}: ${key === '' ? 'the file' : key.slice(0, 200)} ${message}`);
}
