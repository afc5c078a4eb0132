import { DAY, MINUTE } from '../time.js';
import { HORIZON_MS } from './horizon.js';
import type { LimitKind } from './reading.js';
import type { ParsedReset } from './reset-text.js';

export { type ParsedReset, parseReset } from './reset-text.js';

export interface ResetContext {
  /** When the line was printed, wall clock, ms; the capture's time where nothing better is known. */
  readonly printedAtMs: number;
  /** IANA zone of the process, for times printed without one. */
  readonly zone: string;
  readonly kind: LimitKind;
  /** The CLI says that the reset has come (`Continuing shortly`): a clock time is then the last such time, not the next. */
  readonly passed?: boolean;
}

interface Local {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Offset of local time from UTC at an instant, ms. */
type OffsetAt = (ms: number) => number;

/**
 * A printed date is believed up to a week ahead for every kind: which window a refusal names and when it ends are two
 * things the server sends apart, and 2.1.330 prints what it gets (`5-hour limit · resets Nov 23, 2pm`, 30 hours ahead).
 */
const DATED_BOUND_MS = 8 * DAY;

/** The offsets of a zone, null for what is not an IANA name (`PDT`, `BST`: several zones share such a name). */
function zoneOffsets(name: string): OffsetAt | null {
  if (!/^(?:UTC|GMT|[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){1,2})$/i.test(name)) return null;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (ms) => offsetFrom(format, ms);
  } catch {
    return null;
  }
}

function offsetFrom(format: Intl.DateTimeFormat, ms: number): number {
  const whole = Math.floor(ms / 1000) * 1000;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    format.format(whole).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

function utcOf(local: Local): number {
  return Date.UTC(local.year, local.month, local.day, local.hour, local.minute);
}

function localAt(ms: number, offsetAt: OffsetAt): Local {
  const date = new Date(ms + offsetAt(ms));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}

/** The instant of a local time: the later of two where clocks go back, the first valid instant after where they jump forward. */
function instantOf(local: Local, offsetAt: OffsetAt): number {
  const wall = utcOf(local);
  const before = offsetAt(wall - DAY);
  const after = offsetAt(wall + DAY);
  const valid = [wall - before, wall - after].filter((ms) => ms + offsetAt(ms) === wall);
  if (valid.length > 0) return Math.max(...valid);
  let low = wall - Math.max(before, after) - MINUTE;
  let high = wall - Math.min(before, after) + MINUTE;
  const start = offsetAt(low);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(middle) === start) low = middle;
    else high = middle;
  }
  return high;
}

function dateExists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day;
}

/** The first day from `from` on, in steps of one day, whose instant is not before `earliest` and which `fits`. */
function nextDay(
  parsed: ParsedReset & { hour: number; minute: number },
  from: Local,
  earliest: number,
  offsetAt: OffsetAt,
): number | null {
  for (let step = -1; step <= 8; step += 1) {
    const date = new Date(Date.UTC(from.year, from.month, from.day + step));
    if (parsed.form === 'weekday' && date.getUTCDay() !== parsed.weekday) continue;
    const local = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth(),
      day: date.getUTCDate(),
      hour: parsed.hour,
      minute: parsed.minute,
    };
    const ms = instantOf(local, offsetAt);
    if (ms >= earliest) return ms;
  }
  return null;
}

/** A clock time alone: the CLI prints no date for a reset less than a day ahead, so the next one is meant. */
function resolveClock(
  parsed: ParsedReset & { form: 'clock' },
  context: ResetContext,
  offsetAt: OffsetAt,
): number | null {
  const today = localAt(context.printedAtMs, offsetAt);
  if (parsed.dayOffset !== null) {
    const day = new Date(Date.UTC(today.year, today.month, today.day + parsed.dayOffset));
    return instantOf(
      {
        year: day.getUTCFullYear(),
        month: day.getUTCMonth(),
        day: day.getUTCDate(),
        hour: parsed.hour,
        minute: parsed.minute,
      },
      offsetAt,
    );
  }
  if (context.passed === true) return nextDay(parsed, today, context.printedAtMs - DAY, offsetAt);
  return nextDay(parsed, today, earliestFor(context), offsetAt);
}

/** The CLI cuts seconds: a time in the printing minute is now, not tomorrow. */
function earliestFor(context: ResetContext): number {
  return Math.floor((context.printedAtMs - MINUTE) / 1000) * 1000;
}

/** A date without a year is the one nearest to the printing; one that has passed stays passed. */
function resolveDate(
  parsed: ParsedReset & { form: 'date' },
  context: ResetContext,
  offsetAt: OffsetAt,
): number | null {
  const thisYear = localAt(context.printedAtMs, offsetAt).year;
  const years = parsed.year === null ? [thisYear - 1, thisYear, thisYear + 1] : [parsed.year];
  let best: number | null = null;
  for (const year of years) {
    if (!dateExists(year, parsed.month, parsed.day)) continue;
    const ms = instantOf(
      { year, month: parsed.month, day: parsed.day, hour: parsed.hour, minute: parsed.minute },
      offsetAt,
    );
    if (best === null || Math.abs(ms - context.printedAtMs) < Math.abs(best - context.printedAtMs)) best = ms;
  }
  return best;
}

/**
 * The instant (ms, to the minute as printed) of a parsed reset, or null when it cannot be known: a date that does not
 * exist, a zone that is no IANA name, or a time further away than the kind allows, for printed dates and weekdays a week
 * at least. 2.1.330 prints a clock time alone up to a day ahead, also for its 5-hour limit, so a clock
 * time is bounded by the day itself. A date in the past stays in the past (that limit is over).
 */
export function resolveReset(parsed: ParsedReset, context: ResetContext): number | null {
  const strict = HORIZON_MS[context.kind];
  const within = (ms: number | null, bound = strict): number | null =>
    ms !== null && Math.abs(ms - context.printedAtMs) <= bound + MINUTE ? ms : null;
  if (parsed.form === 'instant') return within(parsed.ms);
  if (parsed.form === 'duration') return within(context.printedAtMs + parsed.ms);
  const offsetAt = zoneOffsets(parsed.zone ?? context.zone);
  if (offsetAt === null) return null;
  if (parsed.form === 'clock') return resolveClock(parsed, context, offsetAt);
  const dated = Math.max(strict, DATED_BOUND_MS);
  if (parsed.form === 'weekday') {
    const today = localAt(context.printedAtMs, offsetAt);
    return within(nextDay(parsed, today, earliestFor(context), offsetAt), dated);
  }
  return within(resolveDate(parsed, context, offsetAt), dated);
}
