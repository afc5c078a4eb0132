import { z } from 'zod';
import { shortened } from '../clean-text.js';
import { isRecord } from '../json.js';
import { keyText, type Path } from './lookup.js';
import { type Config, ConfigSchema } from './schema.js';
import { isSecretPath } from './secret-keys.js';

const MAX_VALUE = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${value.length} entries`;
  return shortened(String(value), MAX_VALUE);
}

/** The entries of a list by their names, when all have one. */
function byName(list: readonly unknown[]): Record<string, unknown> | null {
  const named = list.map((entry): [string, unknown] | null =>
    isRecord(entry) && typeof entry.name === 'string' ? [`[${entry.name}]`, entry] : null,
  );
  return named.every((entry) => entry !== null) ? Object.fromEntries(named) : null;
}

function changedMap(
  path: Path,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changed([...path, key], before[key], after[key]));
}

function changed(path: Path, before: unknown, after: unknown): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const key = keyText(path).replaceAll('.[', '[');
  if (isRecord(before) && isRecord(after)) return changedMap(path, before, after);
  if (Array.isArray(before) && Array.isArray(after)) {
    const names = [byName(before), byName(after)] as const;
    if (names[0] && names[1]) {
      const found = changedMap(path, names[0], names[1]);
      return found.length > 0 ? found : [`${key} in another order`];
    }
    const isCount = before.length !== after.length;
    return [isCount ? `${key} ${shown(before)} → ${shown(after)}` : `${key} changed`];
  }
  if (before === undefined && isRecord(after)) return [`${key} added`];
  if (after === undefined) return [`${key} removed`];
  if (isSecretPath(path)) return [`${key} changed`];
  return [`${key} ${shown(before)} → ${shown(after)}`];
}

/**
 * What differs between two loaded configurations, as a person writes it: `quota.poll_interval 1s → 5s`,
 * `accounts.list[work] removed`. Secrets and variables are named, never shown.
 */
export function configChanges(before: Config, after: Config): readonly string[] {
  return changed([], z.encode(ConfigSchema, before), z.encode(ConfigSchema, after));
}
