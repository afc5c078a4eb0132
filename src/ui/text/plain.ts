import { cellWidth, graphemes, isAscii } from './cells.js';
import { withoutUnsure } from './unsure.js';

/** CSI, OSC (ended by BEL or ST, or never), and the two-byte escape sequences. */
const ESCAPES =
  /[\u001b\u009b](?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|[0-?]*[ -/]*[@-~])/g;
/** The same, but nothing that never ends: of typed text no more may go than what is a sequence for sure. */
const WHOLE_ESCAPES =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u009b[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)/g;
const BLANKS = /[\t\n\r\u2028\u2029\u00a0]+/g;
/** Controls, format characters (bidi, zero width, tags), lone surrogates, unassigned and private code points. */
const UNSEEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;
/** The joiner stays until the graphemes are found: what it joins is one of them. */
const JOINER = '\u200d';
const MARKS = /\p{M}/u;
/**
 * Variation selectors, the keycap, and signs that make one letter of two where the terminal knows how: side by side the
 * two are right everywhere.
 */
const DROPPED =
  /[\ufe00-\ufe0f\u20e3\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6\u{10a3f}\u{11133}\u{113d0}\u{1193e}\u{11a47}\u{11a99}\u{11f42}]/u;
const LETTER = /\p{L}/u;
const SKIN = /^[\u{1f3fb}-\u{1f3ff}]$/u;
const REGIONAL_A = 0x1f1e6;
const MARKS_MAX = 2;

const ASCII_FOR: Readonly<Record<string, string>> = {
  '…': '...',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '·': '-',
  '→': '->',
  '⎿': '|',
};

/** A base with those of its marks that take no cells, at most two. */
function marked(points: readonly string[]): string {
  const [base = '', ...others] = points;
  const marks = others.filter((point) => MARKS.test(point) && !DROPPED.test(point));
  const whole = base + marks.slice(0, MARKS_MAX).join('');
  return cellWidth(whole) === cellWidth(base) ? whole : base;
}

/**
 * One grapheme as every terminal draws it in the same width: terminals disagree on joined emoji, flags, skin tones,
 * joined letters and variation selectors, so only the base and at most two combining marks stay; a flag becomes its two
 * letters, and joined letters stand side by side.
 */
function settle(grapheme: string): string {
  const points = [...grapheme];
  const first = points[0] ?? '';
  const code = first.codePointAt(0) ?? 0;
  if (code >= REGIONAL_A && code < REGIONAL_A + 26) {
    return points.map((point) => String.fromCharCode(65 + (point.codePointAt(0) ?? 0) - REGIONAL_A)).join('');
  }
  if (first === JOINER) return '';
  if (points.length === 1) return MARKS.test(first) || SKIN.test(first) ? '' : first;
  const starts = points.flatMap((point, index) => (index === 0 || LETTER.test(point) ? [index] : []));
  return starts.map((start, index) => marked(points.slice(start, starts[index + 1]))).join('');
}

/** What a text that is typed or pasted may keep: no escape sequence, no control character but tab and line feed. */
export function typedText(text: string): string {
  if (isAscii(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(WHOLE_ESCAPES, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Cs}/gu, '');
}

function toAscii(grapheme: string): string {
  if (isAscii(grapheme)) return grapheme;
  return ASCII_FOR[grapheme] ?? '?'.repeat(Math.max(1, cellWidth(grapheme)));
}

/**
 * Text from panes and files made fit for a screen: no escape sequence, no control or bidi character, one line,
 * every grapheme of a width all terminals agree on. `ascii`: for a terminal that is not UTF-8.
 */
export function plain(text: string, ascii: boolean): string {
  if (isAscii(text)) return text;
  const seen = text.replace(ESCAPES, '').replace(BLANKS, ' ').replace(UNSEEN, '').normalize('NFC');
  const settled = graphemes(withoutUnsure(seen)).map(settle);
  return (ascii ? settled.map(toAscii) : settled).join('');
}

/** The same value with every text in it made plain. Ids keep their value: they are compared, never drawn. */
export function plainTexts<T>(of: T, ascii: boolean): T {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return key === 'id' ? value : plain(value, ascii);
    if (Array.isArray(value)) return value.map((item) => walk(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]));
  };
  return walk(of, '') as T;
}
