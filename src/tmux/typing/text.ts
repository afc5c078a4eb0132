/** Longer prompts belong into a file; the CLI cuts them in the composer. Bytes of UTF-8. */
export const MAX_TEXT_BYTES = 64 * 1024;

/**
 * Text as it may be pasted: no ESC and no other control character but tab and newline, so that no byte of it can
 * leave the bracketed paste (tmux before 3.7 filters nothing). Newlines at its end go: they are no part of a prompt.
 */
export function sanitise(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .replace(/\p{Cs}/gu, '')
    .trimEnd();
}

/** The composer wraps by itself, at blanks or within words: only the characters between can be compared. */
function letters(text: string): string {
  return text.replace(/\s+/g, '');
}

export function sameText(shown: string, text: string): boolean {
  return letters(shown) === letters(text);
}

const PLACEHOLDER = /^\[Pasted text #\d+(?: \+(\d+) lines?)?\]$/;

/** `shown` is the text itself, or the one placeholder (Claude Code 2.1) standing for a paste of as many lines. */
export function standsFor(shown: string, text: string): boolean {
  if (sameText(shown, text)) return true;
  const placeholder = PLACEHOLDER.exec(shown.replace(/\s+/g, ' ').trim());
  if (placeholder === null) return false;
  const newlines = text.split('\n').length - 1;
  return Number(placeholder[1] ?? '0') === newlines;
}
