import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { DESCRIPTIONS } from '../../../src/core/config/descriptions.js';
import { configJsonSchema } from '../../../src/core/config/json-schema.js';
import { isRecord } from '../../../src/core/json.js';

const ROOT = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Every key of the schema as the table of descriptions names it. */
function keys(node: unknown, path = ''): readonly string[] {
  if (!isRecord(node)) return [];
  const below = Object.entries(isRecord(node.properties) ? node.properties : {});
  const found = below.flatMap(([key, child]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...keys(child, at)];
  });
  return [...found, ...keys(node.items, `${path}[]`)];
}

/** Every key a document holds, in the same way. */
function written(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => written(entry, `${path}[]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...written(child, at)];
  });
}

// `vitest run test/core/config/json-schema.test.ts -u` writes it anew.
test('schema/config.v1.json is what `config schema` prints', async () => {
  const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(ROOT, 'schema/config.v1.json'));
});

test('every key has a description, and every description a key', () => {
  expect(Object.keys(DESCRIPTIONS)).toEqual(keys(configJsonSchema()));
});

test('an independent validator takes the example and refuses what an editor should underline', () => {
  const validate = new Ajv2020.default({ strict: false }).compile(configJsonSchema());
  const example: unknown = parse(read('config.example.yaml'));
  expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
  for (const broken of [
    { qouta: {} },
    { quota: { poll_interval: 5 } },
    { quota: { poll_interval: '5 m' } },
    { quota: { proactive: 30 } },
    { accounts: { list: [{ name: 'a' }] } },
    { notifications: { telegram: { token: 'env:', chat_id: 1 } } },
    { http: { port: 70_000 } },
  ])
    expect(validate(broken), JSON.stringify(broken)).toBe(false);
});

test('the example names every key, in comments those that have another place', () => {
  const there = new Set(written(parse(read('config.example.yaml'))));
  const missing = keys(configJsonSchema()).filter((key) => !there.has(key));
  expect(missing).toEqual(['sessions.pool.command', 'sessions.pool.env', 'sessions.dedicated[].env']);
  for (const text of ['# command: claude --model', '# env: {'])
    expect(read('config.example.yaml')).toContain(text);
});
