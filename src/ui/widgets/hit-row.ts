import type { HitView } from '../../core/snapshot.js';
import { clamp } from '../clamp.js';
import type { View } from '../panels/panel.js';
import { columns, type Line, span } from '../text/line.js';
import { clockPast } from '../text/time.js';
import { hitWord } from '../words.js';

/** From `server error, not a limit` to `limit-like words no rule knows`. */
const WHY_LEAST = 25;
const WHY_MAX = 32;

interface Cells {
  readonly time: number;
  readonly session: number;
  readonly verdict: number;
  readonly why: number;
  /** 0: there is no room for the snippet beside the why. */
  readonly snippet: number;
}

/** The widths of the columns; they depend on the screen alone. */
function hitCells(width: number): Cells {
  const time = width < 70 ? 6 : 9;
  const verdict = 11;
  const session = width < 70 ? 12 : width < 100 ? 18 : 22;
  const rest = width - 2 - time - session - verdict - 6;
  if (rest < 44) return { time, session, verdict, why: rest, snippet: 0 };
  // The snippet is told whole below for the selected hit; the why is told here alone.
  const why = clamp(rest - 36, WHY_LEAST, WHY_MAX);
  return { time, session, verdict, why, snippet: rest - why - 2 };
}

/** `20:51:07`, of another day `Sat 20:51`; on a narrow screen `20:51`, `Sat`, `22 Nov`. */
function timeText(hit: HitView, cells: number, { now, zone }: View): string {
  const text = clockPast(Date.parse(hit.suspectedAt), now, zone).trim();
  if (text.length <= cells) return text;
  return text.slice(0, text.includes(' ') ? 3 : 5);
}

/** A hit as one row. `chosen`: the cursor is on it; `focused`: in a panel that has the keys. */
export function hitLine(
  hit: HitView,
  { chosen, focused }: { readonly chosen: boolean; readonly focused: boolean },
  view: View,
  width: number,
): Line {
  const { glyphs } = view.look;
  const cells = hitCells(width);
  const marker = span(chosen ? `${glyphs.marker} ` : '  ', focused ? 'accent' : 'muted');
  const settled = hit.state === 'absorbed' || hit.state === 'vetoed' || hit.state === 'dismissed';
  const line = columns(
    [
      [span(timeText(hit, cells.time, view), 'muted'), cells.time],
      [span(hit.session, chosen ? 'strong' : 'text', chosen && focused), cells.session],
      [hitWord(hit.state, glyphs), cells.verdict],
      [span(hit.why), cells.why],
      [span(unquoted(hit.snippet), settled ? 'muted' : 'text'), cells.snippet],
    ],
    glyphs.ellipsis,
  );
  return [marker, ...line];
}

export function hitHeading(view: View, width: number): Line {
  const cells = hitCells(width);
  const line = columns(
    [
      [span('TIME', 'muted'), cells.time],
      [span('SESSION', 'muted'), cells.session],
      [span('VERDICT', 'muted'), cells.verdict],
      [span('WHY', 'muted'), cells.why],
      [span('SNIPPET', 'muted'), cells.snippet],
    ],
    view.look.glyphs.ellipsis,
  );
  return [span('  '), ...line];
}

/** A snippet without the connector it was drawn with: one is drawn in front of it anyway. */
export function unquoted(snippet: string): string {
  return snippet.replace(/^[⎿|]\s*/, '');
}
