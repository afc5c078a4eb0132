import { cleanText } from '../clean-text.js';
import { inWords } from '../time.js';

/** Telegram takes 4096 UTF-16 units (Bot API 9, `sendMessage`). */
const MESSAGE_MAX = 4_096;
const LINE_MAX = 400;
/** How much of a list a phone should get; the rest is counted. */
const LIST_MAX = 20;

/** A piece of foreign text: clean, short, and never a command that a finger can send off by a tap. */
export function piece(text: string, max = 160): string {
  return cleanText(text, max).replace(/(^|[^\w/])\/(?=[a-z])/gi, '$1\u2215');
}

/** Lines as one message, each cut at `LINE_MAX`; what does not fit is counted in the last line. */
export function messageOf(lines: readonly string[]): string {
  const kept: string[] = [];
  let size = 0;
  for (const [index, line] of lines.entries()) {
    const cut = line.length > LINE_MAX ? `${whole(line.slice(0, LINE_MAX - 1))}…` : line;
    if (size + cut.length + 1 > MESSAGE_MAX - 40) {
      kept.push(`… ${lines.length - index} more lines`);
      break;
    }
    kept.push(cut);
    size += cut.length + 1;
  }
  return kept.join('\n').trim() || 'Nothing to tell.';
}

function whole(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

/** The first ones as lines, the others as a number. */
export function listed<T>(
  entries: readonly T[],
  line: (entry: T) => string,
  most = LIST_MAX,
): readonly string[] {
  const more = entries.length - most;
  return [...entries.slice(0, most).map(line), ...(more > 0 ? [`… ${more} more`] : [])];
}

/** `in 1h 16m`, `now`; '' when the time is not known. */
export function untilText(at: string | null, nowMs: number): string {
  const ms = at === null ? Number.NaN : Date.parse(at) - nowMs;
  if (Number.isNaN(ms)) return '';
  return ms <= 0 ? 'now' : `in ${inWords(ms)}`;
}
