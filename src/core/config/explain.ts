import type { z } from 'zod';
import { shortened } from '../clean-text.js';
import { isRecord, valueAt } from '../json.js';
import { DURATION_HELP } from './duration.js';
import { keyText, type Path } from './lookup.js';
import { nearest } from './nearest.js';
import { isSecretPath } from './secret-keys.js';

/** Something wrong at one place; `message` continues the key's name. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** A JSON Schema, made only when a message needs it. */
export type Describe = () => Record<string, unknown>;

/** The part of the JSON Schema that describes `path`, null where nothing is described. */
export function describedAt(path: Path, describe: Describe): Record<string, unknown> | null {
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
  if (value === null || value === undefined) return 'nothing';
  return shortened(typeof value === 'string' ? JSON.stringify(value) : String(value), 60);
}

/** ", not 5"; nothing where the value may be a secret, or the file is no map at all and might hold anything. */
function instead(path: Path, value: unknown): string {
  const isPlain = typeof value !== 'object' || value === null;
  if (isPlain && (isSecretPath(path) || path.length === 0)) return '';
  return `, not ${shown(value)}`;
}

/** "text", but "a duration such as …" where the key takes one. */
function expectation(path: Path, expected: unknown, describe: Describe): string {
  const described = describedAt(path, describe);
  if (expected === 'string' && String(described?.pattern ?? '').includes('ms)')) return DURATION_HELP;
  return article(expected);
}

/** Where else a key of exactly this name is at home: `quota.poll_interval`, or ''. */
function homeOf(key: string, node: unknown, path: Path = []): string {
  const properties = valueAt(node, ['properties']);
  if (!isRecord(properties)) return '';
  for (const [name, below] of Object.entries(properties)) {
    const found = name === key ? keyText([...path, name]) : homeOf(key, below, [...path, name]);
    if (found !== '') return found;
  }
  return '';
}

/** What to write, where a value is right but for its quotes or its unit. */
function mend(expected: string, value: unknown, path: Path): string {
  if (path.length === 0) return ': lines such as "mode: auto"';
  if (expected === DURATION_HELP)
    return Number.isFinite(value) && Number(value) > 0 ? `: write ${value}s` : '';
  if (expected === 'a text' && (typeof value === 'number' || typeof value === 'boolean'))
    return isSecretPath(path) ? ': put it in quotes' : `: write "${value}"`;
  const isNumber = typeof value === 'string' && /^-?\d{1,15}$/.test(value) && expected.endsWith('number');
  return isNumber ? ': write it without quotes' : '';
}

/** A directory's key: whoever writes `cwd: ~` means their home, and has written nothing. */
const DIRECTORY = /(?:^|_)(?:dir|cwd|link)$/;

function missing(path: Path, value: unknown, expected: string, describe: Describe): string {
  const meaning = describedAt(path, describe)?.description;
  const what = `it must be ${expected}${typeof meaning === 'string' ? `, ${meaning}` : ''}`;
  if (value === undefined) return `is missing: ${what}`;
  const home = DIRECTORY.test(String(path.at(-1))) ? '. In YAML ~ alone is nothing: write ~/' : '';
  return `is empty: ${what}${home}`;
}

const DOTTED = ' A dot parts no keys in YAML: write the second key in a line below the first, indented.';

/** The first key of the path that is none; null when the whole path can stand in a configuration. */
export function unknownKeyIn(path: Path, describe: Describe): Finding | null {
  const depth = path.findIndex((_, index) => describedAt(path.slice(0, index + 1), describe) === null);
  return depth < 0 ? null : unknownKey(path.slice(0, depth), String(path[depth]), describe);
}

function unknownKey(parent: Path, key: string, describe: Describe): Finding {
  const properties = describedAt(parent, describe)?.properties;
  const allowed = isRecord(properties) ? Object.keys(properties) : [];
  const home = homeOf(key, describe());
  const near = home === '' ? nearest(key, allowed) : home;
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  return {
    path: [...parent, key],
    message: `is not a known key.${hint}${key.includes('.') ? DOTTED : ''} Allowed here: ${allowed.join(', ')}`,
  };
}

function wrongValue(path: Path, value: unknown, allowed: readonly string[]): Finding {
  const near = typeof value === 'string' ? nearest(value, allowed) : null;
  const hint = near === null ? '' : `. Did you mean "${near}"?`;
  return { path, message: `must be one of ${allowed.join(', ')}${instead(path, value)}${hint}` };
}

function outOfBounds(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  path: Path,
  value: unknown,
): Finding {
  const [word, bound] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  const number = Number(bound);
  if (issue.origin === 'array') {
    const entries = number === 1 ? 'entry' : 'entries';
    return {
      path,
      message: `must have ${word} ${number} ${entries}, not ${Array.isArray(value) ? value.length : 0}`,
    };
  }
  if (issue.origin === 'string') return { path, message: `must have ${word} ${number} characters` };
  return { path, message: `must be ${word} ${number}${instead(path, value)}` };
}

export function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
}

/** So many unknown keys of one map are explained. */
const MAX_KEYS = 100;

/** One zod issue as findings: an issue of unknown keys speaks of several at once. */
export function findingsOf(issue: z.core.$ZodIssue, raw: unknown, describe: Describe): readonly Finding[] {
  const path = pathOf(issue);
  const value = valueAt(raw, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MAX_KEYS).map((key) => unknownKey(path, key, describe));
    case 'invalid_value':
      return [wrongValue(path, value, issue.values.map(String))];
    case 'invalid_type': {
      const expected = expectation(path, issue.expected, describe);
      if (value === undefined || (value === null && typeof path.at(-1) === 'string'))
        return [{ path, message: missing(path, value, expected, describe) }];
      return [{ path, message: `must be ${expected}${instead(path, value)}${mend(expected, value, path)}` }];
    }
    case 'too_small':
    case 'too_big':
      // An own sentence of the schema says more than the bare bound.
      if (!issue.message.startsWith('Too '))
        return [{ path, message: `${issue.message}${value === '' ? '' : instead(path, value)}` }];
      return [outOfBounds(issue, path, value)];
    case 'invalid_key':
      return [
        { path, message: 'must be a name of letters, digits and "_" that does not begin with a digit' },
      ];
    default:
      return [{ path, message: `${issue.message}${instead(path, value)}` }];
  }
}
