import { Text } from 'ink';
import type { ThemeName, Tone } from '../../../src/ui/theme.js';
import { spanProps } from '../../../src/ui/widgets/row.js';
import type { Cell, CellStyle } from '../../support/headless-terminal.js';
import { lookOf } from '../draw.js';
import { canvas } from './paint.js';

const TONES: Readonly<Record<Tone, string>> = {
  text: 't',
  strong: 's',
  muted: 'm',
  faint: 'f',
  accent: 'a',
  good: 'g',
  warn: 'w',
  bad: 'b',
  info: 'i',
};
export const LETTERS_KEY =
  't text  s strong  m muted  f faint  a accent  g good  w warn  b bad  i info;  capital: bold;  circled: on the selected row (· for its blanks);  _ the terminal’s own;  digits: see below each drawing';

const PLAIN = '_';
const SELECTED_BLANK = '·';
const OTHERS = '123456789αβγδεζηθκλμνξπρστυφχψω';

function letterOf(tone: Tone, bold: boolean, selected: boolean): string {
  const letter = bold ? TONES[tone].toUpperCase() : TONES[tone];
  if (!selected) return letter;
  const [first, circled] = bold ? (['A', 0x24b6] as const) : (['a', 0x24d0] as const);
  return String.fromCodePoint(circled + letter.charCodeAt(0) - first.charCodeAt(0));
}

/** How one theme draws. */
export interface Swatch {
  readonly theme: ThemeName;
  /** The letters a style may stand for; several where tones look alike. */
  readonly letters: ReadonlyMap<CellStyle, readonly string[]>;
  /** A blank on the selected row. */
  readonly blank: CellStyle;
}

/** Every tone as this theme draws it, found out by drawing it. */
export async function swatchOf(theme: ThemeName): Promise<Swatch> {
  const look = lookOf({ theme });
  const all = (Object.keys(TONES) as Tone[]).flatMap((tone) =>
    [false, true].flatMap((bold) => [false, true].map((selected) => ({ tone, bold, selected }))),
  );
  const on = canvas(all.length + 1, 1);
  const { cells } = await on.show(
    <Text>
      {all.map(({ tone, bold, selected }) => (
        <Text key={letterOf(tone, bold, selected)} {...spanProps({ text: 'x', tone, bold }, look, selected)}>
          x
        </Text>
      ))}
      <Text {...spanProps({ text: ' ' }, look, true)}> </Text>
    </Text>,
  );
  on.end();
  const [row = []] = cells;
  const letters = new Map<CellStyle, string[]>([['', [PLAIN]]]);
  for (const [index, { tone, bold, selected }] of all.entries()) {
    const style = row[index]?.style ?? '';
    letters.set(style, [...(letters.get(style) ?? []), letterOf(tone, bold, selected)]);
  }
  return { theme, letters, blank: seenOf(row[all.length] ?? { text: ' ', style: '' }) };
}

/** Of a blank only what is seen of it: background, underline, inverse, strike. */
function seenOf({ text, style }: Cell): CellStyle {
  const flags = withoutColours(style).split(';');
  // Inverse, its own colour is its background.
  if (text !== ' ' || flags.includes('7')) return style;
  const background = /48;.*$/.exec(style) ?? [];
  return [...flags.filter((flag) => flag === '4' || flag === '9'), ...background].join(';');
}

/** The styles of a drawing as letters, a row for a row; `others`: what else stands for which style. */
export interface Lettered {
  readonly rows: readonly string[];
  readonly others: readonly (readonly [string, CellStyle])[];
}

export interface Themed {
  readonly swatch: Swatch;
  readonly cells: readonly (readonly Cell[])[];
}

/** A style as a terminal without colours would draw it. */
export function withoutColours(style: CellStyle): CellStyle {
  return style.replace(/(?:^|;)[34]8;(?:5;\d+|2;\d+;\d+;\d+)/g, '').replace(/^;/, '');
}

/** A style of that theme as the one without colours draws it: faint is dim there. */
export function inMono(style: CellStyle, { letters }: Swatch): CellStyle {
  const plain = withoutColours(style);
  const isFaint = letters
    .get(style)
    ?.some((letter) => letter.normalize('NFKD').toLowerCase() === TONES.faint);
  return isFaint === true ? [...plain.split(';').filter(Boolean), '2'].sort().join(';') : plain;
}

/** The one letter a cell has in both themes; '' for a style of its own, null where they do not draw the same tone. */
function common(cell: Cell, other: Cell, a: Swatch, b: Swatch): string | null {
  const [first, second] = [seenOf(cell), seenOf(other)];
  if (cell.text === ' ' && first === '' && second === '') return ' ';
  if (cell.text === ' ' && first === a.blank && second === b.blank) return SELECTED_BLANK;
  const letter = a.letters.get(first)?.find((one) => b.letters.get(second)?.includes(one));
  return letter ?? (first === second ? '' : null);
}

/** Two themes' drawings of one thing as letters; throws where they differ in more than the tones' colours. */
export function lettered(a: Themed, b: Themed): Lettered {
  const others = new Map<CellStyle, string>();
  const rows = a.cells.map((row, y) =>
    row
      .map((cell, x) => {
        const other = b.cells[y]?.[x] ?? { text: '', style: '' };
        const letter = common(cell, other, a.swatch, b.swatch);
        if (letter === null)
          throw new Error(
            `row ${y}, cell ${x}: ${a.swatch.theme} ${cell.style}, ${b.swatch.theme} ${other.style}`,
          );
        if (letter !== '') return letter;
        const style = seenOf(cell);
        const known = others.get(style) ?? OTHERS[others.size] ?? '?';
        others.set(style, known);
        return known;
      })
      .join('')
      .trimEnd(),
  );
  return { rows, others: [...others].map(([style, letter]) => [letter, style] as const) };
}
