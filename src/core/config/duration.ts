import { z } from 'zod';
import { DAY, HOUR, MINUTE, SECOND } from '../time.js';

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
  ['ms', 1],
] as const;

const PATTERN = /^(?=\d)(?:\d{1,6}d)?(?:\d{1,6}h)?(?:\d{1,6}m)?(?:\d{1,6}s)?(?:\d{1,9}ms)?$/;

/** The words every complaint about a duration ends with. */
export const DURATION_HELP = 'a duration such as 500ms, 30s, 5m, 1h30m or 30d';

/** `1h30m`, `5m0s`, `500ms` to milliseconds; units from large to small, each at most once. null when it is none. */
export function parseDuration(text: string): number | null {
  if (!PATTERN.test(text)) return null;
  let total = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[dhms])/g)) {
    const factor = UNITS.find(([name]) => name === unit)?.[1] ?? 0;
    total += Number(digits) * factor;
  }
  return total;
}

/** Milliseconds to the shortest spelling `parseDuration` reads back exactly: `90000` is `1m30s`, `0` is `0s`. */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, Math.round(ms));
  if (rest === 0) return '0s';
  let text = '';
  for (const [unit, factor] of UNITS) {
    const count = Math.floor(rest / factor);
    rest -= count * factor;
    if (count > 0) text += `${count}${unit}`;
  }
  return text;
}

/** A duration key: text in the file, whole milliseconds in the program, both ends included in the bounds. */
export function duration(min: string, max: string) {
  const least = parseDuration(min) ?? 0;
  const most = parseDuration(max) ?? Number.MAX_SAFE_INTEGER;
  return z
    .codec(z.string().regex(PATTERN, `must be ${DURATION_HELP}`), z.number().int().nonnegative(), {
      decode: (text) => parseDuration(text) ?? 0,
      encode: formatDuration,
    })
    .refine((ms) => ms >= least && ms <= most, { error: `must lie between ${min} and ${max}` });
}
