import { describe, expect, test } from 'vitest';
import { type ColorLevel, type ThemeName, themeOf } from '../../src/ui/theme.js';

type Rgb = readonly [number, number, number];

function hex(text: string): Rgb {
  const part = (at: number): number => Number.parseInt(text.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** The 240 colours behind the terminal's own 16, as xterm has them. */
function indexed(index: number): Rgb {
  if (index >= 232) return [0, 1, 2].map(() => 8 + (index - 232) * 10) as unknown as Rgb;
  const step = (of: number): number => (of === 0 ? 0 : 55 + of * 40);
  const at = index - 16;
  return [step(Math.floor(at / 36)), step(Math.floor(at / 6) % 6), step(at % 6)];
}

function rgbOf(color: string): Rgb {
  const index = /^ansi256\((\d+)\)$/.exec(color)?.[1];
  return index === undefined ? hex(color) : indexed(Number(index));
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** Black and white, and a background many terminals have instead. */
const BACKGROUNDS: Readonly<Record<'dark' | 'light', readonly string[]>> = {
  dark: ['#000000', '#1e1e1e'],
  light: ['#ffffff', '#fdf6e3'],
};

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const SIXTEEN = [...NAMES, ...NAMES.map((name) => `${name}Bright`)];

interface Terminal {
  readonly palette: readonly string[];
  readonly dark: string;
  readonly light?: string;
}

function terminal(palette: string, dark: string, light?: string): Terminal {
  return { palette: palette.split(' '), dark, ...(light === undefined ? {} : { light }) };
}

/** The 16 colours of well-known terminals, with the backgrounds they come with. */
const TERMINALS: Readonly<Record<string, Terminal>> = {
  xterm: terminal(
    '#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 #7f7f7f #ff0000 #00ff00 #ffff00 #5c5cff #ff00ff #00ffff #ffffff',
    '#000000',
    '#ffffff',
  ),
  console: terminal(
    '#000000 #aa0000 #00aa00 #aa5500 #0000aa #aa00aa #00aaaa #aaaaaa #555555 #ff5555 #55ff55 #ffff55 #5555ff #ff55ff #55ffff #ffffff',
    '#000000',
  ),
  tango: terminal(
    '#2e3436 #cc0000 #4e9a06 #c4a000 #3465a4 #75507b #06989a #d3d7cf #555753 #ef2929 #8ae234 #fce94f #729fcf #ad7fa8 #34e2e2 #eeeeec',
    '#000000',
    '#ffffff',
  ),
  campbell: terminal(
    '#0c0c0c #c50f1f #13a10e #c19c00 #0037da #881798 #3a96dd #cccccc #767676 #e74856 #16c60c #f9f1a5 #3b78ff #b4009e #61d6d6 #f2f2f2',
    '#0c0c0c',
  ),
  solarized: terminal(
    '#073642 #dc322f #859900 #b58900 #268bd2 #d33682 #2aa198 #eee8d5 #002b36 #cb4b16 #586e75 #657b83 #839496 #6c71c4 #93a1a1 #fdf6e3',
    '#002b36',
    '#fdf6e3',
  ),
};

describe.each([
  ['dark', 2],
  ['dark', 3],
  ['light', 2],
  ['light', 3],
] as const)('the theme %s at level %i', (name: 'dark' | 'light', level: ColorLevel) => {
  const theme = themeOf(name, level);
  const tones = Object.entries(theme.colors);

  test('has a colour for every meaning', () => {
    expect(tones).toHaveLength(9);
    expect(theme.selected).toBeDefined();
  });

  test.each(BACKGROUNDS[name])('can be read on %s', (background) => {
    for (const [tone, color] of tones)
      expect(contrast(rgbOf(color), hex(background)), `${tone} ${color}`).toBeGreaterThanOrEqual(
        tone === 'faint' ? 3 : 4.5,
      );
  });

  test('can be read in the selected row, which stands out from the background', () => {
    const selected = rgbOf(theme.selected ?? '');
    for (const [tone, color] of tones.filter(([one]) => one !== 'faint'))
      expect(contrast(rgbOf(color), selected), `${tone} ${color}`).toBeGreaterThanOrEqual(4.45);
    expect(contrast(selected, hex(BACKGROUNDS[name][0] ?? ''))).toBeGreaterThan(1.15);
  });
});

describe.each([2, 3] as const)('the theme for an unknown background at level %i', (level) => {
  const { colors, selected } = themeOf('either', level);

  test.each([...BACKGROUNDS.dark, ...BACKGROUNDS.light])('can be read on %s', (background) => {
    for (const [tone, color] of Object.entries(colors))
      expect(contrast(rgbOf(color), hex(background)), `${tone} ${color}`).toBeGreaterThanOrEqual(
        tone === 'faint' ? 3 : 3.4,
      );
  });

  test('what is read most has the terminal’s own foreground, on its own background', () => {
    for (const tone of ['text', 'strong'] as const) expect(colors[tone]).toBeUndefined();
    expect(selected).toBeUndefined();
  });
});

describe.each<[ThemeName, readonly ('dark' | 'light')[]]>([
  ['dark', ['dark']],
  ['light', ['light']],
  ['terminal', ['dark', 'light']],
  ['either', ['dark', 'light']],
])('the theme %s with the terminal’s own 16 colours', (name, backgrounds) => {
  const theme = themeOf(name, 1);

  test.each(Object.entries(TERMINALS))('can be read in %s', (_, of) => {
    for (const background of backgrounds.map((one) => of[one]).filter((one) => one !== undefined))
      for (const [tone, color] of Object.entries(theme.colors)) {
        const index = SIXTEEN.indexOf(color);
        const ratio = contrast(hex(of.palette[index] ?? ''), hex(background));
        // Solarized and Tango have no bright colour that comes to 3 on their light backgrounds.
        expect(ratio, `${tone} ${color} on ${background}`).toBeGreaterThanOrEqual(
          backgrounds.length === 2 ? 2.75 : 3,
        );
      }
  });

  test('text that is read has the terminal’s own foreground', () => {
    for (const tone of ['text', 'strong', 'muted'] as const) expect(theme.colors[tone]).toBeUndefined();
    expect(Object.values(theme.colors)).not.toContain('gray');
    expect(theme.colors.faint).toBeUndefined();
    expect(theme.dim).toEqual(['faint']);
  });
});

test('without colours there is no colour', () => {
  for (const name of ['dark', 'light', 'terminal', 'none'] as const)
    expect(themeOf(name, 0)).toEqual({ name: 'none', colors: {}, dim: ['faint'] });
  expect(themeOf('none', 3).colors).toEqual({});
});

test('the terminal’s own colours are its own at every level', () => {
  expect(themeOf('terminal', 3)).toEqual(themeOf('terminal', 1));
});
