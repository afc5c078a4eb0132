import { isRecord } from './json.js';
import { CUT_SECONDS_MS } from './quota/limits.js';
import type { LimitKind } from './quota/reading.js';
import { RECOGNISERS } from './quota/recognisers/index.js';
import { MAX_SENTENCE, type Sentence } from './quota/recognisers/recogniser.js';
import { parseReset, resolveReset } from './quota/reset-time.js';
import { squeeze } from './quota/screen-text.js';
import type { TranscriptRow } from './transcript.js';
import { type Fields, numberAt, stringAt } from './transcript-fields.js';

type Limit = NonNullable<TranscriptRow['limit']>;

/** `quotaLimits.rateLimitType` of CLI 2.1.330. */
const KINDS: Readonly<Record<string, LimitKind>> = {
  five_hour: 'five-hour',
  seven_day: 'weekly',
  seven_day_opus: 'opus',
  seven_day_sonnet: 'sonnet',
  overage: 'spend',
};

/**
 * How the limit line begins, oldest wording first; the first that fits names the kind. What goes on in a way nobody knows
 * is a limit here too; a wording that is not listed is known by its recogniser, as on the screen.
 */
const LIMIT_LINES: readonly (readonly [RegExp, LimitKind])[] = [
  [/^Spending cap reached\b/, 'unknown'],
  [/^(?:5-hour|Session) limit reached\b/, 'five-hour'],
  [/^Opus (?:weekly )?limit reached\b/, 'opus'],
  [/^Sonnet (?:weekly )?limit reached\b/, 'sonnet'],
  [/^Weekly limit reached\b/, 'weekly'],
  [/^Limit reached\b/, 'unknown'],
  [/^You've hit your (?:5-hour|session) limit\b/, 'five-hour'],
  [/^You've hit your weekly limit\b/, 'weekly'],
  [/^You've hit your Opus (?:weekly )?limit\b/, 'opus'],
  [/^You've hit your Sonnet (?:weekly )?limit\b/, 'sonnet'],
  [/^You've hit your (?:\w+ )?spend(?:ing)? limit\b/, 'spend'],
  [/^You're out of (?:usage credits|extra usage)\b/, 'spend'],
  [/^You've hit your (?:usage )?limit\b/, 'unknown'],
];

function epochMs(seconds: number | null): number | null {
  return seconds !== null && seconds > 1e9 && seconds < 1e11 ? seconds * 1_000 : null;
}

/** The first line as a recogniser knows it. An early one without a time is also printed on a plain 429: null. */
function sentenceIn(text: string): Sentence | null {
  const line = squeeze(text.split('\n', 1)[0] ?? '');
  if (line === '' || line.length > MAX_SENTENCE) return null;
  for (const { era, recognise } of RECOGNISERS) {
    const found = recognise(line);
    if (found !== null) return found.when === null && era === 'early' ? null : found;
  }
  return null;
}

/** The reset a limit line prints, up to the next `·`; null when it prints none or none that can be told. */
function printedReset(text: string, printedAtMs: number, zone: string, kind: LimitKind): number | null {
  const words = /\bresets\s+([^·∙|\n]{1,60})/.exec(text)?.[1]?.trim();
  const parsed = parseReset(words ?? sentenceIn(text)?.when ?? '');
  return parsed === null ? null : resolveReset(parsed, { printedAtMs, zone, kind });
}

/** The limit an API-error row speaks of, null when it speaks of something else (500, 529, plain 429, login, …). */
export function limitOf(fields: Fields, text: string, atMs: number, zone: string): Limit | null {
  const apiError = stringAt(fields, 'apiError');
  const status = numberAt(fields, 'apiErrorStatus');
  const error = stringAt(fields, 'error');
  if (apiError !== '' && apiError !== 'usage_limit_reached') return null;
  if ((status !== null && status !== 429) || (error !== '' && error !== 'rate_limit')) return null;
  const named = limitLineKind(text);
  if (apiError !== '') {
    const quota = isRecord(fields.quotaLimits) ? fields.quotaLimits : {};
    const kind = KINDS[stringAt(quota, 'rateLimitType')] ?? named ?? 'unknown';
    return { kind, resetsAtMs: epochMs(numberAt(quota, 'resetsAt')), sure: true };
  }
  const stamped = /^Claude AI usage limit reached\|(\d{10})\b/.exec(text);
  if (stamped !== null) return { kind: 'unknown', resetsAtMs: epochMs(Number(stamped[1])), sure: true };
  return named === null ? null : worded(text, named, atMs, zone);
}

/** The kind of limit this line speaks of, when it is the line of a usage limit; else null. */
export function limitLineKind(text: string): LimitKind | null {
  return LIMIT_LINES.find(([line]) => line.test(text))?.[1] ?? sentenceIn(text)?.kind ?? null;
}

/** A limit known by its line alone: proof when the line prints a reset that can be told. */
function worded(text: string, kind: LimitKind, atMs: number, zone: string): Limit {
  const printed = printedReset(text, atMs, zone, kind);
  // The line is cut to the minute: up to 59 s before the reset.
  const resetsAtMs = printed === null ? null : printed + CUT_SECONDS_MS;
  return { kind, resetsAtMs, sure: resetsAtMs !== null };
}

const COMPACTION =
  /^<local-command-stderr>((?:Error: )?Error during compaction: (?:Error: )?([^<]*))<\/local-command-stderr>$/;

/**
 * `/compact` refused by a limit: 2.1.330 writes no API error for it, only this system row. What a person types or runs
 * (`! …`) and what tools print are user rows in every version (2.0.60 to 2.1.330), so nobody else can write it; a row
 * that does not say that it is of `/compact` is not taken for proof all the same. null when it is nothing of the kind.
 */
export function compactionLimitOf(
  fields: Fields,
  atMs: number,
  zone: string,
): { readonly text: string; readonly limit: Limit } | null {
  const [, text = '', reason = ''] = COMPACTION.exec(stringAt(fields, 'content')) ?? [];
  const kind = limitLineKind(reason);
  if (stringAt(fields, 'subtype') !== 'local_command' || kind === null) return null;
  const { commandRun: run, commandOutcome: outcome } = fields;
  const own = isRecord(run) && run.command === 'compact' && run.plugin === undefined;
  const failed = isRecord(outcome) && outcome.kind === 'failed';
  const limit = worded(reason, kind, atMs, zone);
  return { text, limit: { ...limit, sure: limit.sure && own && failed } };
}
