/** Is this minute of the local day within `hours` (`22:00-07:00`, over midnight too)? Two equal times are no hours at all. */
export function isQuiet(minuteOfDay: number, hours: string | undefined): boolean {
  const [from, to] = (hours ?? '').split('-').map(minuteOf);
  if (from === undefined || to === undefined || from === to) return false;
  if (from < to) return minuteOfDay >= from && minuteOfDay < to;
  return minuteOfDay >= from || minuteOfDay < to;
}

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
