/** Colours by meaning. Each is only ever an addition to a symbol and a word. */
export type Tone = 'text' | 'strong' | 'muted' | 'faint' | 'accent' | 'good' | 'warn' | 'bad' | 'info';

export type ThemeName = 'dark' | 'light' | 'terminal' | 'none';

export interface Theme {
  readonly name: ThemeName;
  /** An Ink colour for each meaning; a missing one is the terminal's own. */
  readonly colors: Readonly<Partial<Record<Tone, string>>>;
  /** Background of the selected row in the focused panel; a missing one leaves the marker alone to show it. */
  readonly selected?: string;
}

const dark: Theme = {
  name: 'dark',
  colors: {
    text: 'ansi256(252)',
    strong: 'ansi256(255)',
    muted: 'ansi256(246)',
    faint: 'ansi256(239)',
    accent: 'ansi256(110)',
    good: 'ansi256(108)',
    warn: 'ansi256(179)',
    bad: 'ansi256(174)',
    info: 'ansi256(146)',
  },
  selected: 'ansi256(236)',
};

const light: Theme = {
  name: 'light',
  colors: {
    text: 'ansi256(236)',
    strong: 'ansi256(232)',
    muted: 'ansi256(242)',
    faint: 'ansi256(250)',
    accent: 'ansi256(25)',
    good: 'ansi256(28)',
    warn: 'ansi256(130)',
    bad: 'ansi256(124)',
    info: 'ansi256(61)',
  },
  selected: 'ansi256(254)',
};

const terminal: Theme = {
  name: 'terminal',
  colors: { faint: 'gray', accent: 'blue', good: 'green', warn: 'yellow', bad: 'red', info: 'magenta' },
};

const none: Theme = { name: 'none', colors: {} };

export const themes: Readonly<Record<ThemeName, Theme>> = { dark, light, terminal, none };
