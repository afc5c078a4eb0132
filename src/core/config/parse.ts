import { crossChecks, type NormalisePath } from './cross-checks.js';
import { type ConfigProblem, formatIssues } from './issues.js';
import { type Path, withoutEmpty } from './lookup.js';
import { type Config, ConfigSchema } from './schema.js';
import type { Place } from './text-guard.js';

export interface ConfigSource {
  /** As it is to be named in errors. */
  readonly file: string;
  /** The document as plain data. */
  readonly raw: unknown;
  readonly locate: (path: Path) => Place | null;
  readonly normalise: NormalisePath;
}

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The configuration, or everything that is wrong with it at once. An empty document is a valid one. */
export function parseConfig(source: ConfigSource): ParsedConfig {
  const raw = withoutEmpty(source.raw ?? {});
  const result = ConfigSchema.safeParse(raw);
  const others = crossChecks(raw, source.normalise);
  if (result.success && others.length === 0) return { ok: true, config: result.data };
  const issues = result.success ? [] : result.error.issues;
  return { ok: false, problems: formatIssues(issues, others, source) };
}
