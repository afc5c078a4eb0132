/**
 * Splits a command as a person writes it into its words: blanks part words, `'…'` and `"…"` hold them together,
 * a backslash takes the next character as it is. No variable, no glob, no pipe: no shell ever sees it.
 * null when a quote is left open or nothing is there.
 */
export function splitCommand(text: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\' && quote !== "'" && i + 1 < text.length) {
      i += 1;
      word = (word ?? '') + text.charAt(i);
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') return null;
  if (word !== null) words.push(word);
  return words.length > 0 && words[0] !== '' ? words : null;
}
