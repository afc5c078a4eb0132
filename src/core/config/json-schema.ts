import { z } from 'zod';
import { isRecord } from '../json.js';
import { DESCRIPTIONS } from './descriptions.js';
import { ConfigSchema } from './schema.js';

function described(node: unknown, path: string): unknown {
  if (!isRecord(node)) return node;
  const { properties, items, ...others } = node;
  const description = DESCRIPTIONS[path];
  return {
    ...(description === undefined ? {} : { description }),
    ...others,
    ...(isRecord(properties) ? { properties: below(properties, path) } : {}),
    ...(items === undefined ? {} : { items: described(items, `${path}[]`) }),
  };
}

function below(properties: Record<string, unknown>, path: string): Record<string, unknown> {
  const entries = Object.entries(properties);
  return Object.fromEntries(
    entries.map(([key, node]) => [key, described(node, path === '' ? key : `${path}.${key}`)]),
  );
}

/** JSON Schema (draft 2020-12) of the file as a person writes it: for editors, and for `config schema`. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(ConfigSchema, { io: 'input' });
  const title = 'The configuration of claude-failover';
  return { $schema, title, ...(described(schema, '') as Record<string, unknown>) };
}
