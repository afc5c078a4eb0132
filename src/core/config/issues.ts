import type { z } from 'zod';
import { DURATION_HELP } from './duration.js';
import { isRecord, keyText, type Path, valueAt } from './lookup.js';
import { nearest } from './nearest.js';
import { configJsonSchema } from './schema.js';

/** Something wrong at one place; `message` continues the key's name. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** One error of the file. `line`: 1-based, null when the file as a whole is meant. `key`: '' for the whole. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number | null;
  readonly key: string;
  readonly message: string;
}

/** A JSON Schema, made only when a message needs it. */
type Describe = () => Record<string, unknown>;

/** The part of the JSON Schema that describes `path`, null where nothing is described. */
function describedAt(path: Path, describe: Describe): Record<string, unknown> | null {
  let node: unknown = describe();
  for (const step of path) {
    if (!isRecord(node)) return null;
    const below = typeof step === 'number' ? node.items : valueAt(node, ['properties', step]);
    node = below ?? node.additionalProperties;
  }
  return isRecord(node) ? node : null;
}

function article(kind: unknown): string {
  const words: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of keys',
    record: 'a map of keys',
  };
  return words[String(kind)] ?? String(kind);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a map of keys';
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}

/** "text", but "a duration such as …" where the key takes one. */
function expectation(path: Path, expected: unknown, describe: Describe): string {
  const described = describedAt(path, describe);
  if (expected === 'string' && String(described?.pattern ?? '').includes('ms)')) return DURATION_HELP;
  return article(expected);
}

function unknownKey(parent: Path, key: string, describe: Describe): Finding {
  const properties = describedAt(parent, describe)?.properties;
  const allowed = isRecord(properties) ? Object.keys(properties) : [];
  const near = nearest(key, allowed);
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  return {
    path: [...parent, key],
    message: `is not a known key.${hint} Allowed here: ${allowed.join(', ')}`,
  };
}

function wrongValue(path: Path, value: unknown, allowed: readonly string[]): Finding {
  const near = typeof value === 'string' ? nearest(value, allowed) : null;
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  return { path, message: `must be one of ${allowed.join(', ')}, not ${shown(value)}.${hint}` };
}

function outOfBounds(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  path: Path,
  value: unknown,
): Finding {
  const [word, bound] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  const unit = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : '';
  return { path, message: `must be ${word} ${bound}${unit}, not ${shown(value)}` };
}

/** One zod issue as findings: an issue of unknown keys speaks of several at once. */
function findingsOf(issue: z.core.$ZodIssue, raw: unknown, describe: Describe): readonly Finding[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const value = valueAt(raw, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, describe));
    case 'invalid_value':
      return [wrongValue(path, value, issue.values.map(String))];
    case 'invalid_type': {
      const expected = expectation(path, issue.expected, describe);
      if (value === undefined) return [{ path, message: `is missing: it must be ${expected}` }];
      return [{ path, message: `must be ${expected}, not ${shown(value)}` }];
    }
    case 'too_small':
    case 'too_big':
      // An own sentence of the schema says more than the bare bound.
      if (!issue.message.startsWith('Too ')) return [{ path, message: issue.message }];
      return [outOfBounds(issue, path, value)];
    case 'invalid_key':
      return [
        { path, message: 'must be a name of letters, digits and "_" that does not begin with a digit' },
      ];
    default:
      return [{ path, message: `${issue.message}, not ${shown(value)}` }];
  }
}

/**
 * Every error at once, in the order of the file. `locate` tells the line of a path (the nearest known one above it),
 * null when it cannot.
 */
export function formatIssues(
  issues: readonly z.core.$ZodIssue[],
  others: readonly Finding[],
  source: {
    readonly file: string;
    readonly raw: unknown;
    readonly locate: (path: Path) => number | null;
    /** What the issues are about; default: the configuration. */
    readonly describe?: Describe;
  },
): readonly ConfigProblem[] {
  const describe = source.describe ?? configJsonSchema;
  const findings = [...issues.flatMap((issue) => findingsOf(issue, source.raw, describe)), ...others];
  return findings
    .map(({ path, message }) => ({
      file: source.file,
      line: source.locate(path),
      key: keyText(path),
      message,
    }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** `config.yaml:12: quota.poll_intervall is not a known key. Did you mean "poll_interval"? …` */
export function problemLine(problem: ConfigProblem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  return `${place}: ${problem.key === '' ? 'the file' : problem.key} ${problem.message}`;
}
