import type { Environment } from '../adapters/paths.js';
import type { Config } from '../core/config/schema.js';
import { askBackground, needsBackground } from './ask-background.js';
import { drawWith } from './ink-colors.js';
import { colorsFor, type TerminalColors } from './terminal-colors.js';

/** Finds out theme and colours for this terminal, and makes Ink draw with them. */
export async function settleColors(env: Environment, wish: Config['ui']['theme']): Promise<TerminalColors> {
  const background = needsBackground(env, wish) ? await askBackground(process.stdin, process.stdout) : null;
  const colors = colorsFor(env, wish, background);
  await drawWith(colors, env.TERM);
  return colors;
}
