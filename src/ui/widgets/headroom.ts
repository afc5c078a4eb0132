import type { AccountView } from '../../core/snapshot.js';
import { MINUTE } from '../../core/time.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, span } from '../text/line.js';
import { age } from '../text/time.js';
import type { Tone } from '../theme.js';
import { kindWord } from '../words.js';

/** What was told longer ago than this says when. */
const OLD_MS = 10 * MINUTE;

type Window = AccountView['headroom'][number];

/** How full the windows of an account are: `5h 40% · weekly 82% 12m ago`. Empty when nothing is known. */
export function headroomLine(account: AccountView, now: number, glyphs: Glyphs): Line {
  // Of a window that is limited its end is told already.
  const windows = account.headroom.filter(
    (window) => !account.limits.some((limit) => limit.kind === window.kind),
  );
  return windows.flatMap((window, index) => [
    ...(index === 0 ? [] : [span(` ${glyphs.dot} `, 'faint')]),
    span(`${kindWord(window.kind)} `, 'muted'),
    span(`${Math.floor(window.usedPercent)}%`, toneOf(window)),
    ...ageOf(window, now),
  ]);
}

function ageOf(window: Window, now: number): Line {
  const ageMs = now - Date.parse(window.at);
  return ageMs > OLD_MS ? [span(` ${age(ageMs)} ago`, 'faint')] : [];
}

function toneOf({ usedPercent }: Window): Tone {
  if (usedPercent >= 95) return 'bad';
  return usedPercent >= 80 ? 'warn' : 'text';
}
