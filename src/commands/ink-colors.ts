import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { TerminalColors } from './terminal-colors.js';

interface Chalk {
  level: number;
}

/**
 * Makes Ink write what the theme says, and the colours of a preview as far as the terminal has them. Ink 8 colours by
 * chalk 6.0.1, which judges the terminal by itself as it is loaded (`tmux` and a bare CI have no colour for it,
 * COLORTERM=24bit no more than 16) and turns what is beyond its level into the nearest of 16, or at level 0 drops it,
 * bold and dim as well. FORCE_COLOR would say it too, but every program started from here would inherit it. `term`: TERM.
 */
export async function drawWith({ colors }: TerminalColors, term: string | undefined): Promise<void> {
  const here = createRequire(import.meta.url);
  const path = createRequire(here.resolve('ink')).resolve('chalk');
  const { default: chalk } = (await import(pathToFileURL(path).href)) as { default: Chalk };
  // Without colours bold, dim and inverse are left; a terminal that is none shows their sequences as text.
  chalk.level = colors === 0 && term !== 'dumb' ? 1 : colors;
}
