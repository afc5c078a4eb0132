import type { ReactElement } from 'react';
import { isLooking } from '../../core/looking.js';
import { cooldownLeft, openHits } from '../facts.js';
import type { View } from '../panels/panel.js';
import { shorten } from '../text/cells.js';
import { choose, join, type Line, lineWidth, type Part, span } from '../text/line.js';
import { clock, countdown } from '../text/time.js';
import { modeWord } from '../words.js';
import { bar } from './bar.js';
import { Row } from './row.js';
import { sessionCounts } from './session-counts.js';

const NAME_MAX = 16;
const GAP = 3;

interface HeaderPart extends Part {
  readonly side: 'left' | 'right';
}

function part(side: 'left' | 'right', rank: number, ...line: Line): HeaderPart {
  return { side, rank, line };
}

function cooldown(view: View, width: number): Line {
  const rest = cooldownLeft(view.snapshot, view.now);
  const { glyphs } = view.look;
  if (rest === null) return [span('cooldown ready', 'muted')];
  const cells = width >= 100 ? 10 : width >= 76 ? 8 : 0;
  return [
    span('cooldown ', 'muted'),
    ...(cells === 0 ? [] : [...bar(rest.part, cells, 'warn', glyphs), span(' ')]),
    span(countdown(rest.ms), 'warn', true),
  ];
}

/** The active account; said in words when there is none. */
function activeSpan({ snapshot, look }: View): Line {
  const name = snapshot.activeAccount;
  return [
    span('active ', 'muted'),
    name === null
      ? span('none', 'warn', true)
      : span(shorten(name, NAME_MAX, look.glyphs.ellipsis), 'accent', true),
  ];
}

/** Whose screen this is: a viewer's says so, and when nobody answers it. */
function viewerPart({ connection = null, look }: View, width: number): readonly HeaderPart[] {
  if (connection === null) return [];
  if (connection.state === 'live') return [part('left', 0, span('viewer', 'info', true))];
  const word = connection.refusal === null ? 'lost' : 'refused';
  const text = width < 90 ? word : connection.refusal === null ? 'connection lost' : 'viewer refused';
  return [part('left', 0, span(`${look.glyphs.alert} ${text}`, 'bad', true))];
}

function nextSpan({ snapshot, look }: View): Line {
  const { account } = snapshot.next;
  const name = account === null ? 'none' : shorten(account, NAME_MAX, look.glyphs.ellipsis);
  return [span('next ', 'muted'), span(name, account === null ? 'warn' : 'text')];
}

/** The first line: mode, active account and cooldown at every width; what else fits beside them. */
function headerLine(view: View, width: number): Line {
  const { snapshot, now, zone, look } = view;
  const parts = [
    part('left', 5, span('claude-failover', 'strong', true)),
    ...viewerPart(view, width),
    part('left', 0, modeWord(snapshot.mode, look.glyphs)),
    part('left', 0, ...activeSpan(view)),
    part('left', 1, ...nextSpan(view)),
    part('right', 0, ...cooldown(view, width)),
    part('right', 4, span('swaps ', 'muted'), span(`${snapshot.swapCount}`)),
    part('right', 2, span(clock(now, zone), 'muted')),
  ];
  const gap = width < 70 ? 2 : GAP;
  const chosen = choose(parts, width - 2, gap);
  const side = (name: 'left' | 'right'): Line =>
    join(
      chosen.filter((one) => one.side === name).map((one) => one.line),
      gap,
    );
  const [left, right] = [side('left'), side('right')];
  const fill = Math.max(gap, width - 2 - lineWidth(left) - lineWidth(right));
  return [span(' '), ...left, span(' '.repeat(fill)), ...right];
}

export function Header({ view, width }: { readonly view: View; readonly width: number }): ReactElement {
  return <Row line={headerLine(view, width)} width={width} look={view.look} />;
}

/** All that fits into one line, for a screen too small for more. */
export function summaryLine(view: View, width: number): Line {
  const { snapshot, now, look } = view;
  const { glyphs } = look;
  const rest = cooldownLeft(snapshot, now);
  const open = openHits(snapshot).length;
  const { needs, warnings } = snapshot;
  const timer = rest === null ? span('ready', 'muted') : span(countdown(rest.ms), 'warn', true);
  const parts: readonly Part[] = [
    ...viewerPart(view, width),
    { rank: 2, line: [modeWord(snapshot.mode, glyphs)] },
    { rank: 0, line: activeSpan(view) },
    { rank: 0, line: [span('cd ', 'muted'), timer] },
    { rank: 0, line: [span(isLooking(snapshot) ? 'looking' : `${snapshot.sessions.length} sess`)] },
    ...(needs.length > 0 ? [{ rank: 0, line: [span('needs you', 'bad')] }] : []),
    ...sessionCounts(snapshot).map((counted) => ({ rank: 1, line: [counted] })),
    ...(warnings.length > 0
      ? [
          {
            rank: 1,
            line: [span(`${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`, 'warn')],
          },
        ]
      : []),
    {
      rank: open > 0 ? 0 : 3,
      line: [span(`${open} open ${open === 1 ? 'hit' : 'hits'}`, open > 0 ? 'warn' : 'muted')],
    },
  ];
  return join(
    choose(parts, width, 2).map((one) => one.line),
    2,
  );
}
