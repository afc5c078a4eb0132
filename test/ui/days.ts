import type { DayView, UsedView } from '../../src/core/snapshot.js';
import { HOUR } from '../../src/core/time.js';
import { NOW } from './times.js';

const STEP = HOUR / 2;
const STEPS = 48;
/** 21:30 of the day before. */
const FROM = Math.floor(NOW / STEP) * STEP - (STEPS - 1) * STEP;

type Steps = DayView['steps'];
type Marks = Readonly<Record<string, Steps[number]>>;

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** The steps of the day of the golden frames by their clock, `19:30`. */
export function dayOf(marks: Marks, used: readonly UsedView[] = []): DayView {
  const steps = Array.from({ length: STEPS }, (_, index) => {
    const told = marks[CLOCK.format(FROM + index * STEP)];
    return told === undefined ? { swaps: 0, limits: 0 } : told;
  });
  return { from: new Date(FROM).toISOString(), stepMs: STEP, steps, used };
}

/** From the newest step back, `fill` for the rest. */
function percents(...newest: readonly (number | null)[]): readonly (number | null)[] {
  return [...Array.from({ length: STEPS - newest.length }, () => null), ...newest];
}

const climb = (from: number, to: number, steps: number): readonly number[] =>
  Array.from({ length: steps }, (_, index) => Math.round(from + ((to - from) * index) / (steps - 1)));

const night = Object.fromEntries(
  ['00', '01', '02', '03', '04', '05'].flatMap((hour) => [
    [`${hour}:00`, null],
    [`${hour}:30`, null],
  ]),
);

/** A day with a night off, three limits and two swaps. */
export const day = dayOf(
  {
    ...night,
    '06:00': null,
    '08:30': { swaps: 0, limits: 1 },
    '14:30': { swaps: 1, limits: 1 },
    '19:30': { swaps: 1, limits: 1 },
  },
  [
    {
      account: 'work',
      kind: 'five-hour',
      percents: percents(...climb(12, 96, 10), null, null, null, null, ...climb(2, 41, 4)),
    },
    { account: 'work', kind: 'weekly', percents: percents(...climb(20, 30, 24)) },
    { account: 'personal', kind: 'five-hour', percents: percents(...climb(5, 22, 8), null, null, null) },
    { account: 'team', kind: 'five-hour', percents: percents(...climb(30, 100, 9), 100, 100, 100) },
  ],
);
