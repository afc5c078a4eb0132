import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A check made of `schema/<name>.v1.json` as it stands there. */
export function schemaFile(name: string): z.ZodType {
  const file = new URL(`../../../schema/${name}.v1.json`, import.meta.url);
  return z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')));
}
