import type { ReactElement } from 'react';
import type { SessionEnd, Snapshot, SwapView } from '../../core/snapshot.js';
import { clamp } from '../clamp.js';
import { cooldownLeft, holdLeft } from '../facts.js';
import { cellWidth, sized, wrap } from '../text/cells.js';
import { choose, join, type Line, span } from '../text/line.js';
import { clock, clockSeconds, countdown } from '../text/time.js';
import type { Tone } from '../theme.js';
import { bar } from '../widgets/bar.js';
import { DAY_ROWS, dayStrip } from '../widgets/day-strip.js';
import { LABEL, labelled } from '../widgets/labelled.js';
import { Rows } from '../widgets/row.js';
import { stepper, swapEnd } from '../widgets/swap-steps.js';
import { endWord } from '../words.js';
import type { Panel, PanelProps, View } from './panel.js';

/** A label and as many of the pieces as fit whole; the first one is never left out. */
function pieces(label: string, width: number, ...parts: readonly Line[]): Line {
  const ranked = parts.filter((line) => line.length > 0).map((line, rank) => ({ line, rank }));
  return labelled(
    label,
    join(
      choose(ranked, width - LABEL, 2).map((part) => part.line),
      2,
    ),
  );
}

/** A sentence, on two lines if it must be. */
function sentence(label: string, text: string, width: number, tone: Tone = 'text'): readonly Line[] {
  const parts = wrap(text, Math.max(10, width - LABEL)).slice(0, 2);
  return parts.map((part, index) => labelled(index === 0 ? label : '', [span(part, tone)]));
}

/** Cells for the names of a list: the longest one, within bounds. */
function nameCells(names: readonly string[], max: number): number {
  return Math.min(max, Math.max(0, ...names.map(cellWidth)));
}

/** How the sessions that have no row of their own stand: `and 3 more: continued 2, waits 1`. */
function othersLine(sessions: SwapView['sessions'], { look }: View): Line {
  const counts = new Map<SessionEnd, number>();
  for (const { end } of sessions) counts.set(end, (counts.get(end) ?? 0) + 1);
  const parts = [...counts].map(([end, count], index): Line => {
    const { text, tone } = endWord(end, look.glyphs);
    const word = text.slice(text.indexOf(' ') + 1);
    return [span(index === 0 ? ' ' : ', ', 'muted'), span(word, tone), span(` ${count}`)];
  });
  return [span(`  and ${sessions.length} more:`, 'muted'), ...parts.flat()];
}

function swapLines(swap: SwapView, view: View, width: number, rows: number): readonly Line[] {
  const { glyphs } = view.look;
  const head: Line[] = [
    labelled('swap', [
      span(`${swap.from ?? '?'} ${glyphs.arrow} `, 'muted'),
      span(swap.to, 'strong', true),
      span(`  ${countdown(view.now - Date.parse(swap.startedAt))}`, 'muted'),
    ]),
    swapEnd(swap, view) ?? stepper(swap, view, width < 78),
  ];
  const why =
    swap.waiting === null
      ? sentence('because', swap.reason, width)
      : sentence('waits', swap.waiting, width, 'warn');
  const name = nameCells(
    swap.sessions.map((session) => session.name),
    20,
  );
  const ends = swap.sessions.map((session): Line => {
    const more = session.detail === '' ? '' : `  ${session.detail}`;
    return [
      span(`  ${sized(session.name, name, glyphs.ellipsis)}  `),
      endWord(session.end, glyphs),
      span(more, 'muted'),
    ];
  });
  const whole = [...head, ...why, ...ends];
  // The status line says why, too: the sessions come before it, but for a swap that waits.
  const isEarly = ends.length === 0 || swap.waiting !== null;
  if (whole.length <= rows || isEarly) return whole.slice(0, rows);
  const room = Math.max(0, rows - head.length - 1);
  if (ends.length <= room + 1) return [...head, ...ends];
  return [...head, ...ends.slice(0, room), othersLine(swap.sessions.slice(room), view)];
}

function cooldownLine(view: View, width: number): Line {
  const rest = cooldownLeft(view.snapshot, view.now);
  const { glyphs } = view.look;
  if (rest === null) {
    return pieces(
      'cooldown',
      width,
      [span(`${glyphs.off} ready`, 'muted')],
      [span('a hit may swap at once', 'muted')],
    );
  }
  const cells = clamp(width - LABEL - 10, 6, 30);
  return labelled('cooldown', [
    ...bar(rest.part, cells, 'warn', glyphs),
    span(` ${countdown(rest.ms)}`, 'warn', true),
  ]);
}

/** When the first account is back, and why that is waited for. */
function holdHead(hold: NonNullable<Snapshot['hold']>, view: View, width: number): readonly Line[] {
  const { glyphs } = view.look;
  const rest = holdLeft(view.snapshot, view.now);
  if (rest === 0)
    return [labelled('hold', [span(`${glyphs.off} ${hold.account ?? 'the account'} is back`, 'good')])];
  const sign = span(`${glyphs.limited} `, 'bad', true);
  const until = hold.until === null ? '' : ` at ${clock(Date.parse(hold.until), view.zone)}`;
  const head =
    rest === null
      ? labelled('hold', [sign, span('reset unknown: tried by itself', 'warn')])
      : pieces(
          'hold',
          width,
          [sign, span(countdown(rest), 'bad', true)],
          [span((hold.account ?? 'back') + until)],
        );
  return [head, ...sentence('because', hold.reason, width)];
}

/** Origins of a swap that are no one who made it. */
const BY: Readonly<Record<string, string>> = { foreign: 'from outside', proactive: 'ahead of the limit' };

function lastSwapLine({ snapshot, look, zone }: View, width: number): Line {
  const last = snapshot.lastSwap;
  if (last === null) return labelled('last swap', [span('none yet', 'muted')]);
  const way = `${last.from ?? '?'} ${look.glyphs.arrow} ${last.to}`;
  const by = BY[last.origin] ?? `by ${last.origin}`;
  const at = clockSeconds(Date.parse(last.at), zone);
  return pieces('last swap', width, [span(way)], [span(at, 'muted')], [span(by, 'muted')]);
}

function breakerLine({ snapshot, look }: View, width: number): Line {
  const { breaker } = snapshot;
  const hour = `${breaker.swapsInHour} in the last hour`;
  if (!breaker.open)
    return pieces('swaps', width, [span(`${snapshot.swapCount} in all`)], [span(hour, 'muted')]);
  return labelled('breaker', [
    span(`${look.glyphs.alert} open  `, 'bad', true),
    span(breaker.reason ?? hour),
  ]);
}

function queueLine({ snapshot }: View, width: number): Line {
  const { waiting, running, done, failed, held } = snapshot.queue;
  return pieces(
    'queue',
    width,
    snapshot.paused
      ? [span('paused', 'warn', true)]
      : held === null || waiting === 0
        ? []
        : [span('held', 'warn', true)],
    [span(`${waiting} waiting`)],
    failed > 0 ? [span(`${failed} failed`, 'warn')] : [],
    [span(`${running} running`, 'muted')],
    [span(`${done} done`, 'muted')],
  );
}

/** What stands while nothing is swapped, from the fullest to the shortest: the strip of the last day may stand for the counts. */
function quietLines(view: View, width: number): readonly (readonly Line[])[] {
  const { hold, breaker } = view.snapshot;
  const head = [...(hold === null ? [] : holdHead(hold, view, width)), cooldownLine(view, width)];
  const [last, swaps, tasks] = [lastSwapLine(view, width), breakerLine(view, width), queueLine(view, width)];
  const some = breaker.open ? [swaps] : [];
  return [
    [...head, last, swaps, tasks],
    [...head, last, ...some, tasks],
    ...(hold === null
      ? []
      : [
          [...head, last, ...some],
          [...head, ...some],
        ]),
  ];
}

/** The last day below these lines, a blank one between if there is room; null when the rows do not suffice for it. */
function withDay(lines: readonly Line[], view: View, width: number, rows: number): readonly Line[] | null {
  const free = rows - lines.length;
  const day = dayStrip(view, width);
  if (day.length === 0 || free < DAY_ROWS) return null;
  return [...lines, ...(free > day.length ? [[]] : []), ...day].slice(0, rows);
}

function failoverLines(view: View, width: number, rows: number): readonly Line[] {
  const { swap } = view.snapshot;
  const ways = swap === null ? quietLines(view, width) : [swapLines(swap, view, width, rows)];
  for (const lines of ways) {
    const told = withDay(lines, view, width, rows);
    if (told !== null) return told;
  }
  return ways[0] ?? [];
}

function Body({ view, width, rows }: PanelProps): ReactElement {
  return <Rows lines={failoverLines(view, width, rows).slice(0, rows)} width={width} look={view.look} />;
}

/** The same whatever it does: nothing else moves when a swap or a hold begins. */
const WANTED = 7;

/** The swap that runs, the hold, or the cooldown: what failover is doing now. */
export const failover: Panel = {
  id: 'failover',
  key: '3',
  title: 'Failover',
  help: 'The cooldown; in a swap its steps and how each session ended; in a hold when the first account is back; below it the limits and swaps of 24 hours.',
  items: () => [],
  wants: () => WANTED,
  note: ({ snapshot }) => {
    if (snapshot.swap !== null) return [span('swap', 'accent', true)];
    if (snapshot.hold !== null) return [span('hold', 'bad', true)];
    return snapshot.breaker.open ? [span('breaker open', 'bad', true)] : [];
  },
  View: Body,
};
