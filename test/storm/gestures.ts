/** What a hand, a mouse wheel of a terminal, or a cat on the keyboard does, as bytes. */
export type Gesture =
  /** Keys one after the other. */
  | { readonly type: 'keys'; readonly keys: readonly string[] }
  /** Bytes that come in one piece, as over a slow line. */
  | { readonly type: 'chunk'; readonly bytes: string }
  /** A paste, with its brackets where the program asked for them. */
  | { readonly type: 'paste'; readonly text: string }
  /** A paste without its end. */
  | { readonly type: 'open-paste'; readonly text: string }
  /** Asks to quit and stays. */
  | { readonly type: 'ask-quit'; readonly key: string }
  | { readonly type: 'quit' }
  | { readonly type: 'suspend' }
  /** Opens the person's own editor over the one of the dashboard. */
  | { readonly type: 'lend' };

const ESC = '\u001b';
const csi = (text: string): string => `${ESC}[${text}`;

/** The keys that do something somewhere; those that end or stop the dashboard are gestures of their own. */
const BOUND = [
  ...Array.from('sSdDupmw!?vzHgGjkhl/yna1234567rxRe \t\r'),
  ...['A', 'B', 'C', 'D', 'H', 'F', 'Z', '5~', '6~', '3~'].map(csi),
  ...['\u007f', '\u0015', '\u0014'],
] as const;

const CONTROL = Array.from(
  '\u0001\u0002\u0004\u0006\u0007\u000b\u000c\u000e\u0010\u0012\u0013\u0017\u0018\u0019',
);
const UNKNOWN = [
  ...Array.from('XQZ;\'"`~@#%^&*()_+={}|<>,.:890'),
  ...['é', 'ß', 'ж', '漢', '字', '한', 'ﷺ', '👩‍👩‍👧', '🇫🇷', '🙂', 'e\u0301', '\u200d', '\u202e', '\u00a0'],
  ...Array.from('abcdefgqz', (letter) => ESC + letter),
  ...['OP', 'OQ', '[15~', '[24~', '[1;5A', '[1;2D', '[201~', '[I', '[O', '[?1;2c', '[27;5;9~'].map(
    (text) => ESC + text,
  ),
];
/** Sequences that stop in the middle; what follows completes them into something else. */
const HALF = [ESC, csi(''), csi('1;'), csi('<0;10;'), `${ESC}O`, `${ESC}]0;title`, csi('?')];
const PASTES = [
  'one line',
  'two\nlines of a task\n',
  '---\npriority: 9\n---\nDo it.\n',
  'q\ny\ny\nq\n',
  'tabs\tand\r\nreturns\r',
  `${csi('2J')}${csi('31m')}red${csi('?1049l')}`,
  '漢字かな交じり文 👩‍👩‍👧 🇫🇷 e\u0301'.repeat(6),
  'x'.repeat(5_000),
];

/** Numbers in [0, 1). */
type Chance = () => number;

function pick<T>(chance: Chance, items: readonly T[]): T {
  return items[Math.floor(chance() * items.length)] as T;
}

function several<T>(chance: Chance, most: number, one: () => T): readonly T[] {
  return Array.from({ length: 1 + Math.floor(chance() * most) }, one);
}

function anyKey(chance: Chance): string {
  const among = chance();
  if (among < 0.72) return pick(chance, BOUND);
  if (among < 0.8) return ESC;
  return among < 0.86 ? pick(chance, CONTROL) : pick(chance, UNKNOWN);
}

/** A thousand keys at once, as of a key that was held while the program was busy. */
function flood(chance: Chance): Gesture {
  const key = pick(chance, [csi('B'), csi('A'), '\t', 'j', 'v', 'z', '漢', 'x', anyKey(chance)]);
  return { type: 'chunk', bytes: key.repeat(1_000) };
}

/** The next gesture; `ends`: how often (0 to 1) it is one that ends, stops or lends. */
export function gestureOf(chance: Chance, ends: number): Gesture {
  if (chance() < ends) {
    const how = chance();
    if (how < 0.3) return { type: 'ask-quit', key: pick(chance, ['q', '\u0003']) };
    if (how < 0.45) return { type: 'quit' };
    return how < 0.7 ? { type: 'suspend' } : { type: 'lend' };
  }
  const among = chance();
  if (among < 0.7) return { type: 'keys', keys: several(chance, 12, () => anyKey(chance)) };
  if (among < 0.8) return { type: 'chunk', bytes: several(chance, 8, () => anyKey(chance)).join('') };
  if (among < 0.84) return { type: 'chunk', bytes: pick(chance, HALF) };
  if (among < 0.89) return { type: 'paste', text: pick(chance, PASTES) };
  if (among < 0.9) return { type: 'open-paste', text: pick(chance, PASTES) };
  if (among < 0.93) return flood(chance);
  // An editor with text in it, left again or added.
  const words = several(chance, 40, () => pick(chance, Array.from('abc def\r漢🙂é')));
  const end = chance() < 0.3 ? ['\u0013'] : chance() < 0.5 ? [ESC, 'y'] : [];
  return { type: 'keys', keys: [ESC, ESC, 'a', ...words, ...end] };
}

/** A size between 20 × 5 and 300 × 100, often one at an edge of the layout. */
export function sizeOf(chance: Chance): { readonly cols: number; readonly rows: number } {
  if (chance() < 0.4) {
    const [cols, rows] = pick(chance, [
      [60, 15],
      [59, 15],
      [60, 14],
      [80, 24],
      [76, 20],
      [100, 27],
      [120, 36],
      [300, 100],
      [20, 5],
    ] as const);
    return { cols, rows };
  }
  return { cols: 20 + Math.floor(chance() ** 2 * 281), rows: 5 + Math.floor(chance() ** 2 * 96) };
}
