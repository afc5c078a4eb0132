/** Every drawn sign, in Unicode or in ASCII; each is one cell wide. `sparks` holds several: nearly empty first, full last. */
export interface Glyphs {
  readonly ascii: boolean;
  readonly ellipsis: string;
  readonly arrow: string;
  readonly dot: string;
  readonly marker: string;
  readonly active: string;
  readonly on: string;
  readonly off: string;
  readonly limited: string;
  readonly asks: string;
  readonly busy: string;
  readonly done: string;
  readonly doubt: string;
  readonly alert: string;
  readonly gone: string;
  readonly never: string;
  readonly quote: string;
  readonly bar: string;
  readonly barRest: string;
  readonly sparks: string;
  readonly noSpark: string;
  readonly swap: string;
  readonly watched: string;
  readonly unwatched: string;
  readonly up: string;
  readonly down: string;
  readonly border: Readonly<
    Record<
      'topLeft' | 'top' | 'topRight' | 'right' | 'bottomRight' | 'bottom' | 'bottomLeft' | 'left',
      string
    >
  >;
}

const unicode: Glyphs = {
  ascii: false,
  ellipsis: '…',
  arrow: '→',
  dot: '·',
  marker: '▸',
  active: '▌',
  on: '●',
  off: '○',
  limited: '■',
  asks: '◇',
  busy: '◆',
  done: '✓',
  doubt: '?',
  alert: '▲',
  gone: '×',
  never: '—',
  quote: '⎿',
  bar: '━',
  barRest: '─',
  sparks: '▁▂▃▄▅▆▇█',
  noSpark: '·',
  swap: '⇄',
  watched: '─',
  unwatched: '·',
  up: '↑',
  down: '↓',
  border: {
    topLeft: '╭',
    top: '─',
    topRight: '╮',
    right: '│',
    bottomRight: '╯',
    bottom: '─',
    bottomLeft: '╰',
    left: '│',
  },
};

const plainAscii: Glyphs = {
  ascii: true,
  ellipsis: '~',
  arrow: '>',
  dot: '-',
  marker: '>',
  active: '|',
  on: '*',
  off: 'o',
  limited: '#',
  asks: '?',
  busy: '+',
  done: 'v',
  doubt: '?',
  alert: '!',
  gone: 'x',
  never: '-',
  quote: '|',
  bar: '=',
  barRest: '.',
  sparks: '.:-=+*#',
  noSpark: ' ',
  swap: 'S',
  watched: '-',
  unwatched: '.',
  up: '^',
  down: 'v',
  border: {
    topLeft: '+',
    top: '-',
    topRight: '+',
    right: '|',
    bottomRight: '+',
    bottom: '-',
    bottomLeft: '+',
    left: '|',
  },
};

export function glyphsFor(ascii: boolean): Glyphs {
  return ascii ? plainAscii : unicode;
}
