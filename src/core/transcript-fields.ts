export type Fields = Readonly<Record<string, unknown>>;

/** A text field, '' when it is missing or something else. */
export function stringAt(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
}

/** A finite number, null when it is missing or something else. */
export function numberAt(fields: Fields, key: string): number | null {
  const value = fields[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
