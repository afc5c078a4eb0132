/**
 * The composer wraps by itself, at blanks or within words, and marks without a width (joiners, direction, variation) get
 * lost between it, tmux and our reading: only the characters between can be compared.
 */
function letters(text: string): string {
  return text.replace(/(?:[\s\p{Cf}]|\p{Variation_Selector})+/gu, '');
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
