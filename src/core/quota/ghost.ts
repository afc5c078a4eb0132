/** What an SGR sequence switches on for the cells after it. tmux carries it over from row to row. */
export interface Style {
  readonly dim: boolean;
  readonly inverse: boolean;
}

export const PLAIN: Style = { dim: false, inverse: false };

const SGR = /\x1b\[([0-9;:]*)m/g;
/** How many parameters follow `38;5` and `38;2` (also 48, 58): a colour, whose `2` does not mean dim. */
const COLOUR_LENGTH: Readonly<Record<string, number>> = { '5': 2, '2': 4 };

function after(style: Style, parameters: string): Style {
  const codes = parameters.split(';');
  let { dim, inverse } = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? '';
    if (/^[345]8$/.test(code)) index += COLOUR_LENGTH[codes[index + 1] ?? ''] ?? 0;
    else if (/^0*$/.test(code)) [dim, inverse] = [false, false];
    else if (code === '2') dim = true;
    else if (code === '22') dim = false;
    else if (code === '7') inverse = true;
    else if (code === '27') inverse = false;
  }
  return { dim, inverse };
}

/**
 * The row's text with the dim cells blanked: what somebody typed, without the grey suggestion the CLI shows in or behind it.
 * The cursor, one inverse cell, stands on the suggestion's first character and belongs to it. `clean` makes a piece of the
 * raw row into text.
 */
export function withoutGhost(
  raw: string,
  start: Style,
  clean: (piece: string) => string,
): { typed: string; style: Style } {
  let style = start;
  let typed = '';
  let cursor = false;
  let from = 0;
  const take = (piece: string): void => {
    const text = clean(piece);
    if (text === '') return;
    if (style.dim)
      typed = (cursor ? typed.slice(0, -1).padEnd(typed.length) : typed) + ' '.repeat(text.length);
    else typed += text;
    cursor = style.inverse && text.length === 1;
  };
  for (const match of raw.matchAll(SGR)) {
    take(raw.slice(from, match.index));
    style = after(style, match[1] ?? '');
    from = match.index + match[0].length;
  }
  take(raw.slice(from));
  return { typed, style };
}
