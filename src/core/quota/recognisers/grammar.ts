import type { LimitKind } from '../reading.js';
import type { Sentence } from './recogniser.js';

const CLOCK = String.raw`\d{1,2}(?::\d{2})?(?:[ap]\.?m\.?)?`;
const ZONE = String.raw`(?:\([a-z0-9_+\-/]{1,40}\)|[a-z]{3})?`;
const DAY = String.raw`(?:[a-z]{3,9}\.?,?(?:\d{1,2}(?:st|nd|rd|th)?(?:,?20\d{2})?,?)?(?:at)?|\d{1,2}[a-z]{3,9},?(?:at)?)?`;
const ISO = String.raw`\d{4}-\d{2}-\d{2}t?\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:z|[+-]\d{2}:?\d{2})?`;
const DATE_ONLY = String.raw`[a-z]{3,9}\d{1,2}(?:,?20\d{2})?`;
const DURATION = String.raw`in(?:\d{1,4}[a-z]{1,10},?){1,4}`;
/** The shape of a reset time without blanks; whether it is one is for `parseReset` to say. */
export const WHEN = `(?:${DURATION}|${ISO}|${DAY}${CLOCK}${ZONE}|${DATE_ONLY})`;

const resetBy = (verb: string): string =>
  String.raw`(?:[·.,:—–-]?\(?(?:your[a-z0-9-]{0,20}limit)?(?:will)?(?:${verb})(?:at|on)?(?<when>${WHEN})\)?\.?)?`;

/** What the CLI is known to append after a separator. */
const SUFFIXES = [
  'outof(?:usagecredits|extrausage)',
  String.raw`turnon\/(?:extra-usage|usage-credits)`,
  String.raw`\/upgrade(?:to[a-z0-9]{1,20}?)?(?:or(?:turnon|run)?\/(?:extra-usage|usage-credits))?`,
  String.raw`(?:run)?\/(?:usage-credits|extra-usage|upgrade|login|model)(?:to[a-z0-9',]{1,60}?)?(?:,?orvisithttps?:\/\/[^·]{1,80})?`,
  String.raw`visithttps?:\/\/[^·]{1,80}`,
  `your(?<also>[a-z0-9-]{1,30})limitresets(?:at|on)?(?<later>${WHEN})`,
];
/** A suffix whose command stands in the next row is not yet whole. */
const SUFFIX = `(?:·(?:${SUFFIXES.join('|')})(?<!turnon|orrun))`;

/**
 * A pattern for a whole sentence: `head` (regular expression source, no blanks; a group `name` tells the kind), then the
 * reset behind `verb` and the known suffixes, each as far as it is there.
 */
export function sentencePattern(head: string, verb = 'resets?'): RegExp {
  return new RegExp(`^${head}${resetBy(verb)}(?:${SUFFIX}){0,4}?\\.?$`, 'i');
}

/** Matches and reads the groups. `kindOf` turns the limit's name (lower case, no blanks; '' when none) into its kind. */
export function matchSentence(
  pattern: RegExp,
  text: string,
  kindOf: (name: string) => LimitKind,
): Sentence | null {
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) return null;
  const name = (groups.when === undefined ? groups.also : undefined) ?? groups.name ?? '';
  return {
    kind: kindOf(name.toLowerCase()),
    when: groups.when ?? groups.later ?? null,
  };
}

/** Kind by the limit's name; a name nobody knows is still a limit. */
export function kindFromName(name: string): LimitKind {
  if (name.includes('opus')) return 'opus';
  if (name.includes('sonnet')) return 'sonnet';
  if (/spend|credit|extra-?usage/.test(name)) return 'spend';
  if (/session|5-?h|five-?h/.test(name)) return 'five-hour';
  if (/week|7-?d|seven-?d/.test(name)) return 'weekly';
  return 'unknown';
}

/** Names of what is no limit of the account: the conversation's length, requests per minute, a tool's own; or no name. */
export function foreignName(name: string): boolean {
  return /limit|context|token|rate|request|turn|time|size|length|file|memory|output|depth|retry|budget/.test(
    name,
  );
}
