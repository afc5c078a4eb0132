import type { AccountView } from '../../core/snapshot.js';
import { MINUTE } from '../../core/time.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, lineWidth, span } from '../text/line.js';
import { age } from '../text/time.js';
import type { Tone } from '../theme.js';
import { kindWord } from '../words.js';

/** What was told longer ago than this says when. */
const OLD_MS = 10 * MINUTE;

type Window = AccountView['headroom'][number];

/** How full the windows of an account are: `5h 40% · weekly 82% 12m ago`. Empty when nothing is known. */
export function headroomLine(account: AccountView, now: number, glyphs: Glyphs): Line {
  return headroomWithin(account, now, glyphs, Number.POSITIVE_INFINITY);
}

/** The same in so many cells: all windows, or else the fullest, or else nothing. */
export function headroomWithin(account: AccountView, now: number, glyphs: Glyphs, cells: number): Line {
  // Of a window that is limited its end is told already.
  const windows = account.headroom.filter(
    (window) => !account.limits.some((limit) => limit.kind === window.kind),
  );
  const fullest = [...windows].sort((a, b) => b.usedPercent - a.usedPercent).slice(0, 1);
  const lines = [windows, fullest].map((some) => lineOf(some, now, glyphs));
  return lines.find((line) => lineWidth(line) <= cells) ?? [];
}

function lineOf(windows: readonly Window[], now: number, glyphs: Glyphs): Line {
  return windows.flatMap((window, index) => [
    ...(index === 0 ? [] : [span(` ${glyphs.dot} `, 'faint')]),
    span(`${kindWord(window.kind)} `, 'muted'),
    span(`${Math.floor(window.usedPercent)}%`, toneOfUse(window.usedPercent)),
    // One status line tells them together: the same age is told once, behind the last one.
    ...(ageOf(windows[index + 1], now) === ageOf(window, now) ? [] : [span(ageOf(window, now), 'faint')]),
  ]);
}

/** '' for a window that was told just now, and for none. */
function ageOf(window: Window | undefined, now: number): string {
  const ageMs = window === undefined ? 0 : now - Date.parse(window.at);
  return ageMs > OLD_MS ? ` ${age(ageMs)} ago` : '';
}

/** How a window that is so full is coloured. */
export function toneOfUse(usedPercent: number): Tone {
  if (usedPercent >= 95) return 'bad';
  return usedPercent >= 80 ? 'warn' : 'text';
}
