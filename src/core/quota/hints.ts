import type { Block } from './blocks.js';
import { rejoin } from './screen-text.js';

/**
 * The commands the CLI offers in rows of their own below a limit sentence, which differ by plan and login:
 * `/upgrade to increase your usage limit.`, `/usage-credits to finish what you’re working on.`,
 * `/login to switch to an API usage-billed account.` (1.0.60 to 2.1.330). 1.0.60 draws an empty row and `• ` before, 2.1.50
 * an empty row where the sentence fills the width.
 */
const HEAD = /^(?:• )?\/[a-z][a-z-]{1,30}(?= |$)/;
const MAX_HINTS = 3;
const MAX_WORDS = 20;

export function beginsHint(line: string): boolean {
  return HEAD.test(line);
}

/** A command and one short sentence about it. */
function isHint(text: string): boolean {
  const words = text.split(' ');
  return words.length <= MAX_WORDS && words.slice(0, -1).every((word) => !/[.!?:;]$/.test(word));
}

/** Whether a block's rows from `from` on are such hints and nothing else; true for no rows at all. */
export function areHints(block: Block, from: number): boolean {
  const rows = block.lines.slice(from);
  if (rows.length === 0) return true;
  if (!beginsHint(rows[0] ?? '')) return false;
  const starts = rows.flatMap((row, index) => (beginsHint(row) ? [index] : []));
  const hints = starts.map((start, index) => rejoin(rows.slice(start, starts[index + 1])));
  return hints.length <= MAX_HINTS && hints.every(isHint);
}
