import { dark, either, light, none, type Palette, terminal } from './palettes.js';

export type { Tone } from './palettes.js';

/** `either`: for a background that is not known. */
export type ThemeName = 'dark' | 'light' | 'either' | 'terminal' | 'none';

/** What the terminal can draw: nothing but text, its own 16 colours, 256, or all. */
export type ColorLevel = 0 | 1 | 2 | 3;

export interface Theme extends Palette {
  readonly name: ThemeName;
}

function paletteOf(name: ThemeName, level: ColorLevel): Palette {
  if (name === 'none' || level === 0) return none;
  if (name === 'terminal') return terminal;
  if (name === 'either') return level === 1 ? terminal : either;
  const { full, indexed, basic } = name === 'dark' ? dark : light;
  return level === 3 ? full : level === 2 ? indexed : basic;
}

/** The theme as a terminal of that level draws it best. */
export function themeOf(name: ThemeName, level: ColorLevel): Theme {
  return { ...paletteOf(name, level), name: level === 0 ? 'none' : name };
}
