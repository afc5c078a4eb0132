import { openConfigDocument } from '../../adapters/config-document.js';
import { locateConfig } from '../../adapters/config-file.js';
import type { Environment } from '../../adapters/paths.js';
import { DESCRIPTIONS } from '../../core/config/descriptions.js';
import { valueAt } from '../../core/json.js';

/** Every key that can be set: those of entries once for each entry of the file, whole entries among them. */
export function configKeys(env: Environment): readonly string[] {
  const opened = openConfigDocument(locateConfig(null, env).path);
  const raw = opened.ok ? opened.document.raw : {};
  const keys = Object.keys(DESCRIPTIONS);
  return keys
    .filter((key) => !keys.some((other) => other.startsWith(`${key}.`)))
    .flatMap((key) => {
      const [list = '', below] = key.split('[].');
      if (below === undefined) return [key];
      const entries = valueAt(raw, list.split('.'));
      return Array.isArray(entries) ? entries.map((_, index) => `${list}.${index}.${below}`) : [];
    });
}
