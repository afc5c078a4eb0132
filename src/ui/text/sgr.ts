/** A colour as Ink names it; null: the terminal's own. */
export type InkColor = string | null;

/** How a piece of a screen is drawn. Blinking is left out: nothing here blinks. */
export interface Style {
  readonly color: InkColor;
  readonly background: InkColor;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  readonly strike: boolean;
  /** It stands there and is not to be seen. */
  readonly hidden: boolean;
}

export const PLAIN_STYLE: Style = {
  color: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
  strike: false,
  hidden: false,
};

/** The sixteen colours of the terminal's own palette. */
const NAMED = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

function indexed(index: number): InkColor {
  if (index < 8) return NAMED[index] ?? null;
  if (index < 16) return `${NAMED[index - 8]}Bright`;
  return index < 256 ? `ansi256(${index})` : null;
}

const SIMPLE: Readonly<Record<number, Partial<Style>>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  8: { hidden: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  28: { hidden: false },
  29: { strike: false },
  39: { color: null },
  49: { background: null },
};

/** A colour told by several numbers, `5;n` or `2;r;g;b`, and how many of them it took; undefined where it tells none. */
function extended(numbers: readonly number[]): { readonly color?: InkColor; readonly took: number } {
  const [kind, ...rest] = numbers;
  if (kind === 5) return { color: indexed(rest[0] ?? 256), took: 2 };
  if (kind !== 2) return { took: 1 };
  const parts = [rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0];
  if (parts.some((part) => part > 255)) return { took: 4 };
  return { color: `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`, took: 4 };
}

function painted(code: number, color: InkColor | undefined): Partial<Style> {
  if (color === undefined || code === 58) return {};
  return code === 38 ? { color } : { background: color };
}

/** One parameter with its own parts, as `4:3` or `38:2::255:0:0`. */
function ofParts(part: string): Partial<Style> {
  const [code = 0, ...rest] = part.split(':').map(Number);
  if (code === 4) return { underline: rest[0] !== 0 };
  if (code !== 38 && code !== 48 && code !== 58) return SIMPLE[code] ?? {};
  // Between the 2 and the colour there may be a colour space, empty as a rule.
  const numbers = rest[0] === 2 && rest.length > 4 ? [2, ...rest.slice(2)] : rest;
  return painted(code, extended(numbers).color);
}

function simple(code: number): Partial<Style> {
  if (code >= 30 && code <= 37) return { color: indexed(code - 30) };
  if (code >= 40 && code <= 47) return { background: indexed(code - 40) };
  if (code >= 90 && code <= 97) return { color: indexed(code - 82) };
  if (code >= 100 && code <= 107) return { background: indexed(code - 92) };
  return SIMPLE[code] ?? {};
}

/** More than any terminal reads. */
const PARAMETERS_MAX = 64;

/** The style behind one SGR sequence; `parameters`: what stood between `CSI` and `m`. What it does not know changes nothing. */
export function restyled(before: Style, parameters: string): Style {
  const parts = parameters.split(';', PARAMETERS_MAX);
  let style = before;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] ?? '';
    if (part.includes(':')) {
      style = { ...style, ...ofParts(part) };
      continue;
    }
    const code = Number(part);
    if (code === 38 || code === 48 || code === 58) {
      const { color, took } = extended(parts.slice(index + 1).map(Number));
      style = { ...style, ...painted(code, color) };
      index += took;
    } else style = code === 0 ? PLAIN_STYLE : { ...style, ...simple(code) };
  }
  return style;
}
