/** A reset as the CLI printed it, not yet an instant. `zone` is the zone as printed, null when none was. */
export type ParsedReset =
  | { readonly form: 'instant'; readonly ms: number }
  | { readonly form: 'duration'; readonly ms: number }
  | ({ readonly form: 'clock'; readonly dayOffset: number | null } & ClockTime)
  | ({ readonly form: 'weekday'; readonly weekday: number } & ClockTime)
  | ({
      readonly form: 'date';
      readonly year: number | null;
      readonly month: number;
      readonly day: number;
    } & ClockTime);

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly zone: string | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAMES =
  'january february march april may june july august september october november december'.split(' ');
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_NAMES = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');

const CLOCK = String.raw`(?<hour>\d{1,2})(?::(?<minute>\d{2}))?\s*(?:(?<half>[ap])\.?m\.?)?`;
const ZONE = String.raw`\s*(?:\((?<zone>[A-Za-z0-9_+\-/]{1,40})\)|(?<bare>[A-Z]{2,5}))?`;
const END = String.raw`\s*\.?$`;
const LEAD = /^\s*(?:will\s*)?(?:resets?)?\s*(?:at|on)?\s*/i;

const CLOCK_FORM = new RegExp(`^(?:(?<word>today|tomorrow)\\s*,?\\s*(?:at)?\\s*)?${CLOCK}${ZONE}${END}`, 'i');
const DATE_FORM = new RegExp(
  String.raw`^(?<month>[a-z]{3,9})\.?\s*(?<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*,?\s*(?<year>20\d{2}))?\s*(?:,\s*at|,|at|\s)\s*${CLOCK}${ZONE}${END}`,
  'i',
);
const DAY_FIRST_FORM = new RegExp(
  String.raw`^(?<day>\d{1,2})\s*(?<month>[a-z]{3,9})\.?(?:\s*,?\s*(?<year>20\d{2}))?\s*(?:,\s*at|,|at|\s)\s*${CLOCK}${ZONE}${END}`,
  'i',
);
const WEEKDAY_FORM = new RegExp(`^(?<weekday>[a-z]{3,9})\\.?\\s*,?\\s*(?:at)?\\s*${CLOCK}${ZONE}${END}`, 'i');
const DURATION_FORM = /^in\s*(?<parts>(?:\d{1,4}\s*[a-z]{1,10}(?:\s*and\b)?\s*,?\s*){1,5})\.?$/i;
const EPOCH_FORM = /^\|?\s*(?<epoch>\d{10}|\d{13})$/;
const ISO_FORM =
  /^(?<date>\d{4}-\d{2}-\d{2})[T\s]?(?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?<offset>Z|[+-]\d{2}:?\d{2})?$/i;

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
const UNITS = /^(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)$/;

function nameIndex(name: string, short: readonly string[], long: readonly string[]): number {
  const lower = name.toLowerCase();
  const index = short.findIndex((entry) => lower.startsWith(entry));
  const full = index < 0 ? undefined : long[index];
  return full?.startsWith(lower) ? index : -1;
}

/** The fields of a clock time, null when no clock shows it (`25:99`, `13pm`, a bare `8`). */
function clockTime(groups: Readonly<Record<string, string | undefined>>): ClockTime | null {
  const hour = Number(groups.hour);
  const minute = Number(groups.minute ?? '0');
  const half = groups.half?.toLowerCase();
  const zone = groups.zone ?? groups.bare ?? null;
  if (minute > 59) return null;
  if (half === undefined) return groups.minute === undefined || hour > 23 ? null : { hour, minute, zone };
  if (hour < 1 || hour > 12) return null;
  return { hour: (hour % 12) + (half === 'p' ? 12 : 0), minute, zone };
}

function parseDuration(parts: string): ParsedReset | null {
  let ms = 0;
  const amounts = parts.toLowerCase().replace(/and(?=\s*\d)/g, ' ');
  for (const [, amount, unit = ''] of amounts.matchAll(/(\d{1,4})\s*([a-z]{1,10})/g)) {
    if (!UNITS.test(unit)) return null;
    ms += Number(amount) * (UNIT_MS[unit.charAt(0)] ?? 0);
  }
  return ms > 0 ? { form: 'duration', ms } : null;
}

function parseIso(groups: Readonly<Record<string, string | undefined>>): ParsedReset | null {
  const [year = 0, month = 0, day = 0] = (groups.date ?? '').split('-').map(Number);
  if (groups.offset === undefined) {
    const [hour = 0, minute = 0] = (groups.time ?? '').split(':').map(Number);
    if (hour > 23 || minute > 59) return null;
    return { form: 'date', year, month: month - 1, day, hour, minute, zone: null };
  }
  const ms = Date.parse(`${groups.date}T${groups.time}${groups.offset.toUpperCase()}`);
  return Number.isFinite(ms) ? { form: 'instant', ms } : null;
}

/**
 * Reads a reset as printed: `8pm`, `8:51am (Europe/Paris)`, `12:30`, `Nov 25, 2am (UTC)`, `Jul 15 at 12am`, `Mon 12:00am`,
 * `tomorrow at 9am`, `in 2h 5m`, `in 45 minutes`, `|1795341600`, ISO; `resets`, `resets at` may stand before it. The whole
 * text must be the time; blanks may be missing. Null when it is no time (`25:99`, `13pm`, `8`).
 */
export function parseReset(text: string): ParsedReset | null {
  const body = text.slice(0, 120).replace(LEAD, '').trim();
  const epoch = EPOCH_FORM.exec(body)?.groups?.epoch;
  if (epoch !== undefined) return { form: 'instant', ms: Number(epoch) * (epoch.length === 13 ? 1 : 1000) };
  const iso = ISO_FORM.exec(body)?.groups;
  if (iso !== undefined) return parseIso(iso);
  const duration = DURATION_FORM.exec(body)?.groups;
  if (duration !== undefined) return parseDuration(duration.parts ?? '');
  const clock = CLOCK_FORM.exec(body)?.groups;
  if (clock !== undefined) return parseClock(clock);
  const date = (DATE_FORM.exec(body) ?? DAY_FIRST_FORM.exec(body))?.groups;
  if (date !== undefined) return parseDate(date);
  const weekday = WEEKDAY_FORM.exec(body)?.groups;
  return weekday === undefined ? null : parseWeekday(weekday);
}

function parseClock(groups: Readonly<Record<string, string | undefined>>): ParsedReset | null {
  const time = clockTime(groups);
  const word = groups.word?.toLowerCase();
  const dayOffset = word === undefined ? null : word === 'tomorrow' ? 1 : 0;
  return time === null ? null : { form: 'clock', dayOffset, ...time };
}

function parseDate(groups: Readonly<Record<string, string | undefined>>): ParsedReset | null {
  const time = clockTime(groups);
  const month = nameIndex(groups.month ?? '', MONTHS, MONTH_NAMES);
  const day = Number(groups.day);
  if (time === null || month < 0 || day < 1 || day > 31) return null;
  return { form: 'date', year: groups.year === undefined ? null : Number(groups.year), month, day, ...time };
}

function parseWeekday(groups: Readonly<Record<string, string | undefined>>): ParsedReset | null {
  const time = clockTime(groups);
  const weekday = nameIndex(groups.weekday ?? '', DAYS, DAY_NAMES);
  return time === null || weekday < 0 ? null : { form: 'weekday', weekday, ...time };
}
