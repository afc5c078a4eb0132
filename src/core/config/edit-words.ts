import { z } from 'zod';
import { cleanText, shortened } from '../clean-text.js';
import { isRecord, valueAt } from '../json.js';
import { keyText, type Path } from './lookup.js';
import { type Config, ConfigSchema } from './schema.js';
import { isSecretPath, withoutSecretForms } from './secret-keys.js';

/** One state of a file: as it is written, and what that means; null when it is wrong. */
export interface Written {
  readonly raw: unknown;
  readonly config: Config | null;
}

const MAX_VALUE = 200;

/** What an edit of `path` changes: `quota.min_wait 5m (default) -> 10m`. Secrets are named, never shown. */
export function editWords(path: Path, before: Written, after: Written): string {
  const key = keyText(path);
  const [old, next] = [valueAt(before.raw, path), valueAt(after.raw, path)];
  const isHidden = isSecretPath(path) && (typeof old !== 'object' || typeof next !== 'object');
  const words = isHidden
    ? `${key} ${next === undefined ? 'removed' : old === undefined ? 'added' : 'changed'}`
    : `${key} ${said(path, before)} -> ${said(path, after)}`;
  return withoutSecretForms(cleanText(words));
}

/** The value of a key in words, with the default where the file says nothing. */
function said(path: Path, { raw, config }: Written): string {
  const value = valueAt(raw, path);
  if (value !== undefined && value !== null) return shown(path, value);
  const meant = config === null ? undefined : valueAt(z.encode(ConfigSchema, config), path);
  return meant === undefined ? 'none' : `${shown(path, meant)} (default)`;
}

function shown(path: Path, value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(masked(path, value)) : String(value);
  return shortened(text, MAX_VALUE);
}

function masked(path: Path, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((below: unknown, index) => masked([...path, index], below));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, below]) => [key, masked([...path, key], below)]),
    );
  return isSecretPath(path) ? '[secret]' : value;
}
