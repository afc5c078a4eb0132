import { isRecord } from '../json.js';

/** A step into a document: a key of a map, an index of a list. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[^\s"'\u0000-\u001f\u007f-\u009f]+$/;

/** `accounts.list[0].dir`, a key that could be misread in quotes; '' for the document itself. */
export function keyText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = PLAIN_KEY.test(step) ? step : JSON.stringify(step);
    return text === '' ? name : `${text}.${name}`;
  }, '');
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
