/** A step into a document: a key of a map, an index of a list. */
export type Path = readonly (string | number)[];

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `path`, undefined when the document does not reach that far. */
export function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** `accounts.list[0].dir`; '' for the document itself. */
export function keyText(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** A map without its empty entries: `quota:` with everything below it commented out means "nothing said". */
export function withoutEmpty(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map((entry: unknown) => withoutEmpty(entry));
  if (!isRecord(raw)) return raw;
  return Object.fromEntries(
    Object.entries(raw)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, withoutEmpty(value)]),
  );
}
