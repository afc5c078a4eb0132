/** A name is made of no more characters than this. */
const MAX_LENGTH = 40;

/** A name for a task that was given none: the first words of its prompt, `write-tests-for-the-invoice`; null when it has no words. */
export function nameFromPrompt(prompt: string): string | null {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  let name = '';
  for (const word of words) {
    const next = name === '' ? word : `${name}-${word}`;
    if (next.length > MAX_LENGTH) break;
    name = next;
  }
  return name === '' ? null : name;
}
