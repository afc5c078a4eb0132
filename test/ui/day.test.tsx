import { describe, expect, test } from 'vitest';
import type { DayView, Snapshot } from '../../src/core/snapshot.js';
import { HOUR } from '../../src/core/time.js';
import { glyphsFor } from '../../src/ui/glyphs.js';
import { cellWidth } from '../../src/ui/text/cells.js';
import type { Line } from '../../src/ui/text/line.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { dayStrip } from '../../src/ui/widgets/day-strip.js';
import { headroomWithin } from '../../src/ui/widgets/headroom.js';
import { sparkLine } from '../../src/ui/widgets/spark.js';
import { day, dayOf } from './days.js';
import { type DrawOptions, draw, viewOf } from './draw.js';
import { normal } from './snapshots.js';

const textOf = (line: Line): string => line.map(({ text }) => text).join('');
const unicode = glyphsFor(false);

/** A day in which one account told `percents`, oldest first, up to now. */
function told(...percents: readonly (number | null)[]): DayView {
  const all = [...Array.from({ length: 48 - percents.length }, () => null), ...percents];
  return dayOf({}, [{ account: 'work', kind: 'five-hour', percents: all }]);
}

/** The step that is under way is the first half of its hour, so an hour before it are two steps. */
const spark = (from: DayView, cells = 4): string => textOf(sparkLine('work', from, cells, unicode));

describe('the sparkline', () => {
  test('has a cell for each hour, as full as it was at its end', () => {
    expect(spark(told(0, 12, 90, 51, 88, null, 100))).toBe('▁▅██');
    expect(spark(told(null, null, null, null, 0, 0, 7))).toBe('··▁▁');
  });

  test('tells the fullest window', () => {
    const both = told(10, 10, 10);
    const weekly = { account: 'work', kind: 'weekly', percents: both.steps.map(() => 55) } as const;
    expect(spark({ ...both, used: [...both.used, weekly] })).toBe('▅▅▅▅');
  });

  test('warns from 80 and from 95 per cent on, in its colours too', () => {
    const tones = sparkLine('work', told(79, 79, 80, 80, 94, 95, 95), 4, unicode).map(({ tone }) => tone);
    expect(tones).toEqual(['muted', 'warn', 'bad']);
  });

  test('is nothing where nothing is known', () => {
    expect(sparkLine('personal', told(40), 6, unicode)).toEqual([]);
    expect(sparkLine('work', told(...[40, ...Array.from({ length: 20 }, () => null)]), 6, unicode)).toEqual(
      [],
    );
  });
});

/** The lines of the accounts panel, which stands at the right. */
function accountLines(
  snapshot: Snapshot,
  cols = 120,
  rows = 40,
  options: DrawOptions = {},
): readonly string[] {
  const lines = draw(snapshot, cols, rows, options).split('\n');
  const [bar] = options.ascii === true ? ['||'] : ['││'];
  return lines
    .filter((line) => line.includes(bar ?? ''))
    .map((line) => line.slice(line.lastIndexOf(bar ?? '')));
}

const SPARK = /[▁▂▃▄▅▆▇█·]{6,} │/;

describe('the sparklines of the accounts', () => {
  test('stand below each other, and leave the words their place', () => {
    const lines = accountLines(normal).filter((line) => SPARK.test(line));
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map((line) => line.search(SPARK))).size).toBe(1);
    const long = normal.accounts.map((account) => ({ ...account, headroom: [], why: 'x'.repeat(27) }));
    const wide = long.map((account) => ({ ...account, why: 'x'.repeat(28) }));
    const free = { limits: [], state: 'free' } as const;
    const sparks = (accounts: Snapshot['accounts']): number =>
      accountLines({
        ...normal,
        activeAccount: null,
        accounts: accounts.map((one) => ({ ...one, ...free })),
      }).filter((line) => SPARK.test(line)).length;
    expect([sparks(long), sparks(wide)]).toEqual([3, 0]);
  });

  test('the words before them tell all windows, or else the fullest, or else none', () => {
    const at = normal.at;
    const headroom = [
      { kind: 'five-hour', usedPercent: 7, resetsAt: null, at },
      { kind: 'weekly', usedPercent: 96, resetsAt: null, at },
    ] as const;
    const line = (cells: number): string =>
      normal.accounts
        .slice(0, 1)
        .map((one) => textOf(headroomWithin({ ...one, headroom }, viewOf(normal).now, unicode, cells)))
        .join();
    expect([line(18), line(17), line(10), line(9)]).toEqual([
      '5h 7% · weekly 96%',
      'weekly 96%',
      'weekly 96%',
      '',
    ]);
  });

  test('have no place where a panel is small, and none with an older supervisor', () => {
    expect(draw(normal, 80, 24)).not.toMatch(SPARK);
    expect(accountLines({ ...normal, day: null }).join('\n')).not.toMatch(SPARK);
  });

  test('keep every row as wide as the screen, with wide names too', () => {
    const [work, ...others] = normal.accounts;
    const name = '仕事🙂';
    const accounts = work === undefined ? others : [{ ...work, name }, ...others];
    const used = day.used.map((one) => (one.account === 'work' ? { ...one, account: name } : one));
    const text = draw({ ...normal, accounts, activeAccount: name, day: { ...day, used } }, 120, 40);
    expect(text).toContain('仕事🙂');
    expect(text.split('\n').filter((line) => SPARK.test(line))).toHaveLength(3);
    for (const line of text.split('\n').slice(2, -1)) expect(cellWidth(line)).toBe(120);
  });
});

function strip(
  from: DayView | null,
  width: number,
  zone = 'UTC',
  options: DrawOptions = {},
): readonly string[] {
  const view = { ...viewOf({ ...normal, day: from }, options), zone };
  return dayStrip(view, width).map((line) => textOf(line).trimEnd());
}

describe('the strip of 24 hours', () => {
  test('has a row for limits, one for swaps, the hours, and what a gap means', () => {
    expect(strip(day, 35)).toEqual([
      '3 limits   ──······──■─────■────■──',
      '2 swaps    ──······────────⇄────⇄──',
      '24 hours     00    06    12    18',
      '           · not watched',
    ]);
    const [limits, swaps] = dayStrip(viewOf(normal), 35);
    const toneOf = (line: Line | undefined, sign: string) => line?.find(({ text }) => text === sign)?.tone;
    expect([toneOf(limits, '■'), toneOf(swaps, '⇄')]).toEqual(['bad', 'accent']);
  });

  test('takes half an hour for a cell where there is room', () => {
    expect(strip(day, 59).slice(0, 3)).toEqual([
      '3 limits   ─────·············────■───────────■─────────■───',
      '2 swaps    ─────·············────────────────⇄─────────⇄───',
      '24 hours        00    03    06    09    12    15    18',
    ]);
  });

  test('is drawn in ASCII', () => {
    expect(strip(day, 35, 'UTC', { ascii: true }).slice(0, 2)).toEqual([
      '3 limits   --......--#-----#----#--',
      '2 swaps    --......--------S----S--',
    ]);
  });

  test('names hours of the zone, also of one that is not whole hours away', () => {
    expect(strip(day, 35, 'Asia/Kolkata')[2]).toBe('24 hours     06    12    18    00');
    expect(strip(day, 35, 'Asia/Kathmandu')[2]).toBe('24 hours     06    12    18    00');
    expect(strip(day, 35, 'Europe/Paris')[2]).toBe('24 hours    00    06    12    18');
  });

  test('counts one as one, and tells nothing of gaps when there is none', () => {
    const one = strip(dayOf({ '12:30': { swaps: 1, limits: 1 } }), 35);
    expect(one.map((line) => line.slice(0, 11).trimEnd())).toEqual(['1 limit', '1 swap', '24 hours']);
  });

  test('is left out where it has no room, and with an older supervisor', () => {
    expect(strip(day, 34)).toEqual([]);
    expect(strip(null, 80)).toEqual([]);
    const shown = (cols: number, rows: number, options?: DrawOptions): boolean =>
      draw(normal, cols, rows, options).includes('3 limits');
    expect(shown(120, 40)).toBe(true);
    expect([shown(60, 15), shown(80, 24), shown(60, 15, { ui: initialUi('failover') })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('takes the place of the count of swaps where the rows are few, but not of an open breaker', () => {
    const failover = (rows: number, snapshot: Snapshot = normal): string => draw(snapshot, 120, rows);
    expect(failover(34)).toContain('3 limits');
    expect(failover(34)).not.toContain('2 in all');
    expect(failover(40)).toContain('2 in all');
    expect(failover(40)).toContain('· not watched');
    const open = { ...normal, breaker: { open: true, reason: '6 swaps in 60 min', swapsInHour: 6 } };
    expect(failover(34, open)).toContain('6 swaps in 60 min');
    expect(failover(34, open)).not.toContain('3 limits');
  });

  test('a cell stays what it is until the next one begins', () => {
    const later = { ...day, from: new Date(Date.parse(day.from) + HOUR / 2).toISOString() };
    const moved = { ...later, steps: [...day.steps.slice(1), { swaps: 0, limits: 0 }] };
    // 21:30 lies in the hour of 21:00.
    expect(strip(moved, 35).slice(0, 2)).toEqual(strip(day, 35).slice(0, 2));
  });
});
