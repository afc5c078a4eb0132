/** A word as the journal has it; `?` where it has none. */
export function word(value: unknown): string {
  return typeof value === 'string' ? value : '?';
}
