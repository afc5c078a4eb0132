import xterm from '@xterm/headless';
import type { Moment } from './tape.ts';
import { modernWidths } from './widths.ts';

type Terminal = InstanceType<typeof xterm.Terminal>;
type Cell = NonNullable<
  ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>
>;

const SGR_256 = 5;
const SGR_RGB = 2;

function colour(cell: Cell, ground: 38 | 48): readonly number[] {
  const [value, isRgb, isPalette] =
    ground === 38
      ? [cell.getFgColor(), cell.isFgRGB(), cell.isFgPalette()]
      : [cell.getBgColor(), cell.isBgRGB(), cell.isBgPalette()];
  if (isRgb) return [ground, SGR_RGB, (value >> 16) & 255, (value >> 8) & 255, value & 255];
  return isPalette ? [ground, SGR_256, value] : [];
}

function styleOf(cell: Cell): string {
  const flags = [
    [1, cell.isBold()],
    [2, cell.isDim()],
    [3, cell.isItalic()],
    [4, cell.isUnderline()],
    [7, cell.isInverse()],
  ] as const;
  const codes = [0, ...flags.flatMap(([code, isOn]) => (isOn ? [code] : []))];
  return `\u001b[${[...codes, ...colour(cell, 38), ...colour(cell, 48)].join(';')}m`;
}

function rowOf(term: Terminal, y: number): string {
  const { active } = term.buffer;
  const line = active.getLine(active.baseY + y);
  let [text, style] = ['', ''];
  for (let x = 0; x < term.cols; x += 1) {
    const cell = line?.getCell(x);
    // The second half of a wide character.
    if (cell === undefined || cell.getWidth() === 0) continue;
    const own = styleOf(cell);
    if (own !== style) text += own;
    style = own;
    text += cell.getChars() || ' ';
  }
  return `${text}\u001b[0m`;
}

/** What a terminal shows behind everything up to `atMs` of a recording: its size, and its rows with SGR sequences. */
export async function pictureAt(
  moments: readonly Moment[],
  atMs: number,
): Promise<{ readonly cols: number; readonly rows: number; readonly ansi: string }> {
  const term = new xterm.Terminal({ allowProposedApi: true, scrollback: 0 });
  term.unicode.register(modernWidths);
  term.unicode.activeVersion = modernWidths.version;
  for (const moment of moments) {
    if (moment.atMs > atMs) break;
    if (moment.type === 'r') term.resize(moment.cols, moment.rows);
    if (moment.type === 'o') await new Promise<void>((resolve) => term.write(moment.text, resolve));
  }
  const { cols, rows } = term;
  const ansi = Array.from({ length: rows }, (_, y) => rowOf(term, y)).join('\n');
  term.dispose();
  return { cols, rows, ansi: `${ansi}\n` };
}
