import { cleanText } from '../clean-text.js';
import { cutToBytes } from './prompt.js';

const MAX_BYTES = 8 * 1024;

/** A reason as it stands in a file: every line fit for a screen and as far to the right as it was, no blank lines at the ends, at most 8 KB. */
export function reasonText(reason: string): string {
  const lines = reason
    .slice(0, MAX_BYTES * 4)
    .split(/\r\n?|\n/)
    .map((line) => (/^ {0,80}/.exec(line)?.[0] ?? '') + cleanText(line));
  const text = lines
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd();
  return `${cutToBytes(text.trim() === '' ? 'No reason was given.' : text, MAX_BYTES - 1)}\n`;
}

/** What is shown of it beside the task. */
export function firstLine(reason: string): string {
  return cleanText(reason.trimStart().split('\n', 1)[0] ?? '', 300);
}
