import xterm from '@xterm/headless';
import stringWidth from 'string-width';

/** How a cell is drawn, as its SGR parameters: `1;38;5;110`; '' for the terminal's own. */
export type CellStyle = string;

/** `text` '' in the second cell of a wide character; a blank is ' '. */
export interface Cell {
  readonly text: string;
  readonly style: CellStyle;
}

/** A terminal's screen: rows of cells, and the cursor where it is shown. */
export interface Painted {
  readonly cells: readonly (readonly Cell[])[];
  readonly cursor: { readonly x: number; readonly y: number } | null;
  /** A row was too long and went on in the next one, or the screen scrolled. */
  readonly overflowed: boolean;
}

export interface HeadlessTerminal {
  write(bytes: string): Promise<void>;
  painted(): Painted;
  /** What it answered, where it was asked something. */
  answers(): string;
  /** What it was told to call itself; '' for nothing. */
  title(): string;
}

const knownWidths = new Map<number, 0 | 1 | 2>();

function widthOf(code: number): 0 | 1 | 2 {
  const known = knownWidths.get(code);
  if (known !== undefined) return known;
  const width = Math.min(2, stringWidth(String.fromCodePoint(code))) as 0 | 1 | 2;
  knownWidths.set(code, width);
  return width;
}

/**
 * xterm 6.0.0 brings the widths of Unicode 6, for which an emoji is one cell. These are those our text counts on;
 * `test/ui/widths.test.ts` holds them against tmux. What takes no cells joins the character before it (three bits: the width in
 * the upper two, joined in the last).
 */
const widths = {
  version: 'ours',
  wcwidth: widthOf,
  charProperties: (code: number, before: number): number => {
    const width = widthOf(code);
    const widthBefore = (before >> 1) & 3;
    const joins = width === 0 && widthBefore > 0;
    return ((joins ? widthBefore : width) << 1) | (joins ? 1 : 0);
  },
};

type XtermCell = ReturnType<xterm.Terminal['buffer']['active']['getNullCell']>;

function colour(code: 38 | 48, isPalette: boolean, isRgb: boolean, value: number): readonly string[] {
  if (isPalette) return [`${code};5;${value}`];
  if (!isRgb) return [];
  return [`${code};2;${value >> 16};${(value >> 8) & 255};${value & 255}`];
}

function styleOf(cell: XtermCell): CellStyle {
  const flags = [
    [cell.isBold(), '1'],
    [cell.isDim(), '2'],
    [cell.isItalic(), '3'],
    [cell.isUnderline(), '4'],
    [cell.isBlink(), '5'],
    [cell.isInverse(), '7'],
    [cell.isInvisible(), '8'],
    [cell.isStrikethrough(), '9'],
  ] as const;
  return [
    ...flags.flatMap(([on, code]) => (on !== 0 ? [code] : [])),
    ...colour(38, cell.isFgPalette(), cell.isFgRGB(), cell.getFgColor()),
    ...colour(48, cell.isBgPalette(), cell.isBgRGB(), cell.getBgColor()),
  ].join(';');
}

/** A terminal without a window, as wide and as high as told; line feeds come through a tty. */
export function headlessTerminal(cols: number, rows: number): HeadlessTerminal {
  const terminal = new xterm.Terminal({
    cols,
    rows,
    allowProposedApi: true,
    convertEol: true,
    scrollback: 50,
  });
  terminal.unicode.register(widths);
  terminal.unicode.activeVersion = widths.version;
  let [title, answers, cursorShown] = ['', '', true];
  terminal.onTitleChange((text) => {
    title = text;
  });
  terminal.onData((text) => {
    answers += text;
  });
  for (const [final, shown] of [
    ['h', true],
    ['l', false],
  ] as const)
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      if (parameters.includes(25)) cursorShown = shown;
      return false;
    });
  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    title: () => title,
    answers: () => answers,
    painted: () => {
      const { active } = terminal.buffer;
      const lines = Array.from({ length: rows }, (_, y) => active.getLine(active.baseY + y));
      const cells = lines.map((line) =>
        Array.from({ length: cols }, (_, x): Cell => {
          const cell = line?.getCell(x);
          if (cell === undefined) return { text: ' ', style: '' };
          return { text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ', style: styleOf(cell) };
        }),
      );
      const cursor = cursorShown ? { x: active.cursorX, y: active.cursorY } : null;
      const overflowed = active.baseY > 0 || lines.some((line) => line?.isWrapped === true);
      return { cells, cursor, overflowed };
    },
  };
}

/** The text of some cells of a row. */
export function textOf(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join('');
}

/** The rows of a screen as text, without the blanks at their ends. */
export function rowsOf({ cells }: Painted): readonly string[] {
  return cells.map((row) => textOf(row).trimEnd());
}
