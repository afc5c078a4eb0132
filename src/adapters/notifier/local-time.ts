import type { LocalTime } from '../../core/notifier/compose.js';

/** The local time of a zone (IANA name), daylight saving included. */
export function localTimeIn(zone: string): (wallMs: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (wallMs) => {
    const parts = format.formatToParts(wallMs);
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
    const [hour, minute] = [part('hour'), part('minute')];
    return {
      minuteOfDay: Number(hour) * 60 + Number(minute),
      clock: `${hour}:${minute}`,
      date: `${part('day')} ${part('month')}`,
    };
  };
}
