import { valueAt } from '../json.js';
import { type Describe, describedAt } from './explain.js';
import { keyText, type Path } from './lookup.js';

export type ReadKey =
  | { readonly ok: true; readonly path: Path }
  /** A whole sentence. */
  | { readonly ok: false; readonly reason: string };

const FORM = /^[^.[\]]+(?:\.[^.[\]]+|\[[^.[\]]+\])*$/;

/**
 * Reads a key as messages name it: `quota.min_wait`, `accounts.list[0].dir`, also `accounts.list.0.dir`; an entry that
 * has a name by it: `accounts.list[work].dir`. `raw`: the document it is about; an entry behind the last is a new one.
 */
export function readKey(text: string, raw: unknown, describe: Describe): ReadKey {
  if (!FORM.test(text))
    return { ok: false, reason: 'A key is words with dots between them, such as quota.min_wait.' };
  const path: (string | number)[] = [];
  for (const word of text.split(/[.[\]]+/).filter((part) => part !== '')) {
    if (describedAt(path, describe)?.type !== 'array') {
      path.push(word);
      continue;
    }
    const list = valueAt(raw, path);
    const entry = entryOf(Array.isArray(list) ? list : [], word);
    if (typeof entry === 'string') return { ok: false, reason: `${keyText(path)} ${entry}` };
    path.push(entry);
  }
  return { ok: true, path };
}

/** The index of an entry, or why there is none; continues the list's key. */
function entryOf(list: readonly unknown[], word: string): number | string {
  const count = list.length;
  const [has, next] = [`has ${count} ${count === 1 ? 'entry' : 'entries'}`, `the next one is ${count}`];
  if (/^\d{1,6}$/.test(word)) return Number(word) <= count ? Number(word) : `${has}: ${next}.`;
  const names = list.map((entry) => valueAt(entry, ['name']));
  const at = names.indexOf(word);
  if (at >= 0) return at;
  const told = names.filter((name) => typeof name === 'string').join(', ');
  return `has no entry "${word}". There: ${told === '' ? 'none' : told}. Entries count from 0; ${next}.`;
}

/** Whether a text is the only thing that may stand at `path`. */
export function takesText(path: Path, describe: Describe): boolean {
  const described = describedAt(path, describe);
  return described?.type === 'string';
}
