import type { IUnicodeVersionProvider } from '@xterm/headless';
import stringWidth from 'string-width';

const JOINER = 0x200d;
const widths = new Map<number, 0 | 1 | 2>();

function isRegional(codepoint: number): boolean {
  return codepoint >= 0x1f1e6 && codepoint <= 0x1f1ff;
}

function wcwidth(codepoint: number): 0 | 1 | 2 {
  // A flag is two of them.
  if (isRegional(codepoint)) return 1;
  const known = widths.get(codepoint);
  if (known !== undefined) return known;
  const width = Math.min(2, stringWidth(String.fromCodePoint(codepoint))) as 0 | 1 | 2;
  widths.set(codepoint, width);
  return width;
}

/** How wide characters are: xterm.js 6.0.0 knows those of Unicode 6 alone by itself. A joined sequence is one character. */
export const modernWidths: IUnicodeVersionProvider = {
  version: 'modern',
  wcwidth,
  charProperties: (codepoint, preceding) => {
    // As its own providers have them: 24 bits of state, two of width, one for a character that joins the one before.
    const [isJoined, oldWidth] = [preceding >> 3 === 1, (preceding >> 1) & 3];
    const width = wcwidth(codepoint);
    const joins = preceding !== 0 && oldWidth > 0 && (isJoined || width === 0);
    const state = codepoint === JOINER ? 1 : 0;
    return (state << 3) | ((joins ? Math.max(oldWidth, width) : width) << 1) | (joins ? 1 : 0);
  },
};
