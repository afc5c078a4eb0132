import { errorCode } from '../adapters/errors.js';
import { cleanText } from '../core/clean-text.js';
import { cellWidth } from '../ui/text/cells.js';
import { EXIT } from './exit.js';

const GAP = '  ';
/** What JSON leaves as it is but a terminal would obey, or draw in another order than it is read. */
const UNPRINTABLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Writes to standard output. A reader that goes away (`| head`) ends us without a word. */
export function out(text: string): void {
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', readerGone);
  process.stdout.write(text);
}

function readerGone(error: Error): void {
  if (errorCode(error) !== 'EPIPE') throw error;
  process.exit(EXIT.good);
}

/** One line on standard error, cleaned. */
export function complain(text: string): void {
  process.stderr.write(`${cleanText(text)}\n`);
}

/** The value on one line, safe to be shown by a terminal too. */
export function jsonLine(value: unknown): string {
  const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value).replace(UNPRINTABLE, escaped)}\n`;
}

/** Cleaned cells in columns of equal width, the last one as long as it is; no blanks at the ends of lines. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const clean = rows.map((row) => row.map((cell) => cleanText(cell)));
  const widths: number[] = [];
  for (const row of clean)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cellWidth(cell));
  const line = (row: readonly string[]): string => {
    const cells = row.map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - cellWidth(cell)));
    return `${indent}${cells.join(GAP)}`.trimEnd();
  };
  return clean.map((row) => `${line(row)}\n`).join('');
}
