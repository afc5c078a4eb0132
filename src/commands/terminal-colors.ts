import type { Environment } from '../adapters/paths.js';
import type { Config } from '../core/config/schema.js';
import type { ColorLevel, ThemeName } from '../ui/index.js';

export type Background = 'dark' | 'light';

export interface TerminalColors {
  readonly theme: ThemeName;
  readonly colors: ColorLevel;
}

/** Terminals that can draw all colours; beyond ssh `TERM` is all that says so. */
const FULL = /^(?:xterm-kitty|xterm-ghostty|wezterm|alacritty|foot|contour)|-direct/;
const INDEXED = /256/;
/** No colours: what is no terminal, and the monochrome ones of old. */
const PLAIN = /^(?:dumb|unknown|vt\d+.*|.*-m|.*-mono)?$/;

/**
 * GNU screen 4 passes `COLORTERM` on but takes the numbers of a full colour for other attributes. tmux calls itself screen
 * too; it takes any colour and hands on what its client's terminal can draw.
 */
function isGnuScreen({ TERM = '', TMUX, STY }: Environment): boolean {
  return TERM.startsWith('screen') && (TMUX === undefined || STY !== undefined);
}

function detected(env: Environment): ColorLevel {
  const { TERM = '', COLORTERM = '' } = env;
  if (PLAIN.test(TERM)) return 0;
  // The console of Linux makes its 16 out of every other colour.
  if (TERM.startsWith('linux')) return 1;
  if (!isGnuScreen(env) && (/^(?:truecolor|24bit)$/i.test(COLORTERM) || FULL.test(TERM))) return 3;
  return INDEXED.test(TERM) ? 2 : 1;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}

/**
 * What this terminal can draw. NO_COLOR (no-color.org) wins, as bixense.com/clicolors has it; then FORCE_COLOR, a level as
 * Node and supports-color take it, or just the wish for colours; then CLICOLOR_FORCE and CLICOLOR.
 */
export function colorLevel(env: Environment): ColorLevel {
  const { NO_COLOR = '', FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR } = env;
  if (NO_COLOR !== '') return 0;
  if (FORCE_COLOR === '0' || FORCE_COLOR === 'false') return 0;
  if (/^\d+$/.test(FORCE_COLOR ?? '')) return Math.min(Number(FORCE_COLOR), 3) as ColorLevel;
  if (isSet(FORCE_COLOR) || isSet(CLICOLOR_FORCE)) return detected(env) || 1;
  return CLICOLOR === '0' ? 0 : detected(env);
}

/** What COLORFGBG says, `foreground;background` with the terminal's own 16 colours; null: nothing. */
export function toldBackground({ COLORFGBG = '' }: Environment): Background | null {
  const background = /;(\d+)$/.exec(COLORFGBG)?.[1];
  if (background === undefined) return null;
  // 7 and 15 are the whites.
  return background === '7' || background === '15' ? 'light' : 'dark';
}

/**
 * Theme and colours for this terminal. `wish`: the configuration's `ui.theme`; `background`: what the terminal said of its
 * own, null where it said nothing. On an unknown background the colours are those that can be read on any.
 */
export function colorsFor(
  env: Environment,
  wish: Config['ui']['theme'],
  background: Background | null = null,
): TerminalColors {
  const colors = colorLevel(env);
  if (colors === 0 || wish === 'mono') return { theme: 'none', colors };
  if (wish !== 'auto') return { theme: wish, colors };
  const known = background ?? toldBackground(env);
  return { theme: known ?? 'either', colors };
}
