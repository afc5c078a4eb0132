const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, seconds: boolean): Intl.DateTimeFormat {
  const key = `${zone} ${seconds}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(seconds ? { second: '2-digit' } : {}),
  };
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  } catch {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
  formatters.set(key, made);
  return made;
}

function clockOf(ms: number, zone: string, seconds: boolean): string {
  if (!Number.isFinite(ms)) return seconds ? '--:--:--' : '--:--';
  return formatter(zone, seconds).format(ms);
}

/** Wall clock, `21:04`. An unknown zone falls back to UTC. */
export function clock(ms: number, zone: string): string {
  return clockOf(ms, zone, false);
}

/** Wall clock with seconds, `21:04:09`. */
export function clockSeconds(ms: number, zone: string): string {
  return clockOf(ms, zone, true);
}

/** A countdown of fixed width: `03:12`, from one hour on `1:03:12`. Rounded up, so that 00:00 means over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** A span for people: `31s`, `12m`, `1h 20m`, `2d 4h`. Rounded up, so that a reset is never promised too early. */
export function span(ms: number): string {
  if (!Number.isFinite(ms) || ms <= 0) return '0m';
  if (ms < MINUTE) return `${Math.ceil(ms / SECOND)}s`;
  const minutes = Math.ceil(ms / MINUTE);
  if (minutes < 60) return `${minutes}m`;
  if (ms < DAY)
    return minutes % 60 === 0 ? `${minutes / 60}h` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
  const hours = Math.ceil(ms / HOUR);
  return hours % 24 === 0 ? `${hours / 24}d` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** How long something has lasted, in at most four cells: `31s`, `12m`, `5h`, `3d`. */
export function age(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '0s';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  return `${Math.floor(ms / DAY)}d`;
}
