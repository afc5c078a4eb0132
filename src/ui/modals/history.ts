import type { View } from '../panels/panel.js';
import type { Past } from '../past.js';
import { sized } from '../text/cells.js';
import { type Line, type Span, span } from '../text/line.js';
import { clockPast, listedAge } from '../text/time.js';
import { dayStrip } from '../widgets/day-strip.js';
import { hitWord, swapWord } from '../words.js';
import { type Content, paragraph } from './content-line.js';

const AGE = 4;
const WORD = 14;

function told(past: Past, { look }: View): readonly [Span, Line] {
  const { glyphs } = look;
  if (past.what === 'swap') {
    const way = `${past.from ?? '?'} ${glyphs.arrow} ${past.to}`;
    return [
      swapWord(past.phase, glyphs),
      [span('swap   ', 'accent'), span(way, 'strong'), span(`  ${past.origin}`, 'muted')],
    ];
  }
  const where = past.account === null ? past.session : `${past.session}, account ${past.account}`;
  return [
    hitWord(past.state, glyphs),
    [span('limit  ', 'accent'), span(where), span(`  ${past.why}`, 'muted')],
  ];
}

function lineOf(past: Past, view: View): Line {
  const { now, zone, look } = view;
  const at = Date.parse(past.at);
  const [word, text] = told(past, view);
  return [
    span(`${clockPast(at, now, zone)} ${listedAge(now - at).padStart(AGE)}  `, 'muted'),
    { ...word, text: `${sized(word.text, WORD, look.glyphs.ellipsis)} ` },
    ...text,
  ];
}

function sentence(text: string, width: number): readonly Line[] {
  return paragraph(text, width, [], '').map((line) =>
    line.map((part) => ({ ...part, tone: 'muted' as const })),
  );
}

/** On a lower screen the list needs its rows itself. */
const DAY_FROM_ROWS = 30;

/** The last day, and past swaps and limits, newest first; on a screen of so many `rows`. */
export function historyContent(view: View, width: number, rows: number): Content {
  const past = view.past ?? { type: 'waiting' };
  const lines =
    past.type === 'waiting'
      ? sentence('The journal is being read.', width)
      : past.type === 'none'
        ? sentence(past.reason, width)
        : past.what.length === 0
          ? sentence('No swap and no limit yet.', width)
          : past.what.map((one) => lineOf(one, view));
  const day = rows < DAY_FROM_ROWS ? [] : dayStrip(view, width);
  const head = day.length === 0 ? [] : [...day, []];
  return { title: 'History', lines: [...head, ...lines], chosen: -1 };
}
