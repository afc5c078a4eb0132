import { DAY, HOUR, MINUTE, SECOND } from '../../core/time.js';

type Shape = 'minutes' | 'seconds' | 'weekday' | 'day';

const OPTIONS: Readonly<Record<Shape, Intl.DateTimeFormatOptions>> = {
  minutes: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short' },
};
const NEVER: Readonly<Record<Shape, string>> = {
  minutes: '--:--',
  seconds: '--:--:--',
  weekday: '---',
  day: '---',
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, shape: Shape): Intl.DateTimeFormat {
  const key = `${zone} ${shape}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('en-GB', { ...OPTIONS[shape], timeZone: zone });
  } catch {
    made = new Intl.DateTimeFormat('en-GB', { ...OPTIONS[shape], timeZone: 'UTC' });
  }
  formatters.set(key, made);
  return made;
}

function clockOf(ms: number, zone: string, shape: Shape): string {
  return Number.isFinite(ms) ? formatter(zone, shape).format(ms) : NEVER[shape];
}

/** Wall clock, `21:04`. An unknown zone falls back to UTC. */
export function clock(ms: number, zone: string): string {
  return clockOf(ms, zone, 'minutes');
}

/** Wall clock with seconds, `21:04:09`. */
export function clockSeconds(ms: number, zone: string): string {
  return clockOf(ms, zone, 'seconds');
}

/** Further away than this a clock alone would be taken for today's. */
const CLOCK_ALONE_MS = 20 * HOUR;

/** Wall clock of a time to come: `21:04`, with its weekday (`Tue 21:04`) where today's clock would mislead. */
export function clockAhead(ms: number, now: number, zone: string): string {
  const time = clock(ms, zone);
  return ms - now < CLOCK_ALONE_MS ? time : `${clockOf(ms, zone, 'weekday')} ${time}`;
}

/** Wall clock of a time that has been, nine cells: ` 21:04:09`, `Sun 21:04` with its weekday, later its day, `   22 Nov`. */
export function clockPast(ms: number, now: number, zone: string): string {
  if (!Number.isFinite(ms)) return ` ${NEVER.seconds}`;
  if (now - ms < CLOCK_ALONE_MS) return ` ${clockSeconds(ms, zone)}`;
  const text =
    now - ms < 6 * DAY ? `${clockOf(ms, zone, 'weekday')} ${clock(ms, zone)}` : clockOf(ms, zone, 'day');
  return text.padStart(9);
}

/** A countdown of fixed width: `03:12`, from one hour on `1:03:12`. Rounded up, so that 00:00 means over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How long something has lasted, in at most four cells: `31s`, `12m`, `5h`, `3d`. */
export function age(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '0s';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  return `${Math.floor(ms / DAY)}d`;
}

/** The same in a list: no age there moves every second, which would redraw each of its lines for a minute. */
export function listedAge(ms: number): string {
  return ms < MINUTE ? '<1m' : age(ms);
}
