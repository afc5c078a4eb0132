/** Colours by meaning. Each is only ever an addition to a symbol and a word. */
export type Tone = 'text' | 'strong' | 'muted' | 'faint' | 'accent' | 'good' | 'warn' | 'bad' | 'info';

export interface Palette {
  /** An Ink colour for each meaning; a missing one is the terminal's own. */
  readonly colors: Readonly<Partial<Record<Tone, string>>>;
  /** Background of the selected row in the focused panel; a missing one leaves the marker alone to show it. */
  readonly selected?: string;
  /** Meanings drawn in less than the terminal's usual strength, where no colour says it. */
  readonly dim?: readonly Tone[];
}

/** A theme for terminals with all colours, with 256, and with their own 16 alone. */
export type Palettes = Readonly<Record<'full' | 'indexed' | 'basic', Palette>>;

/** For a dark background; contrasts are held by `test/ui/contrast.test.ts`. */
export const dark: Palettes = {
  full: {
    colors: {
      text: '#d4d7dd',
      strong: '#f2f4f8',
      muted: '#9aa0ab',
      faint: '#656b76',
      accent: '#8ab4e0',
      good: '#8fbf8a',
      warn: '#e0b060',
      bad: '#e58b86',
      info: '#b3aee0',
    },
    selected: '#2a2f3a',
  },
  indexed: {
    colors: {
      text: 'ansi256(252)',
      strong: 'ansi256(255)',
      muted: 'ansi256(247)',
      faint: 'ansi256(242)',
      accent: 'ansi256(110)',
      good: 'ansi256(108)',
      warn: 'ansi256(179)',
      bad: 'ansi256(174)',
      info: 'ansi256(146)',
    },
    selected: 'ansi256(236)',
  },
  // The plain blue, and on the console the plain red, can hardly be read on black.
  basic: {
    colors: { accent: 'cyan', good: 'green', warn: 'yellow', bad: 'redBright', info: 'magentaBright' },
    dim: ['faint'],
  },
};

/** For a light background. */
export const light: Palettes = {
  full: {
    colors: {
      text: '#2b2f36',
      strong: '#0b0d10',
      muted: '#5f6670',
      faint: '#7f8691',
      accent: '#0a5fa8',
      good: '#1e7a34',
      warn: '#9a5b00',
      bad: '#b3261e',
      info: '#5a4fb3',
    },
    selected: '#e6ebf2',
  },
  indexed: {
    colors: {
      text: 'ansi256(236)',
      strong: 'ansi256(232)',
      muted: 'ansi256(241)',
      faint: 'ansi256(245)',
      accent: 'ansi256(25)',
      good: 'ansi256(22)',
      warn: 'ansi256(94)',
      bad: 'ansi256(124)',
      info: 'ansi256(55)',
    },
    selected: 'ansi256(254)',
  },
  // Green, yellow and cyan of most terminals can hardly be read on white: what is well has no colour then.
  basic: {
    colors: { accent: 'blue', warn: 'magenta', bad: 'red', info: 'blue' },
    dim: ['faint'],
  },
};

/**
 * The terminal's own colours, on a background nobody knows: only those that can be read on black and on white. Bright
 * black is none of them: in Solarized it is the background itself.
 */
export const terminal: Palette = {
  colors: { accent: 'blueBright', warn: 'magentaBright', bad: 'redBright', info: 'blueBright' },
  dim: ['faint'],
};

/**
 * With 256 colours and more, on a background nobody knows (tmux 3.3a does not tell it): what is read most has the
 * terminal's own foreground, and the others stand between black and white.
 */
export const either: Palette = {
  colors: {
    muted: 'ansi256(244)',
    faint: 'ansi256(245)',
    accent: 'ansi256(32)',
    good: 'ansi256(64)',
    warn: 'ansi256(130)',
    bad: 'ansi256(167)',
    info: 'ansi256(98)',
  },
};

/** No colour at all: weight alone. */
export const none: Palette = { colors: {}, dim: ['faint'] };
