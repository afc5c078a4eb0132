import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { initialState } from '../../../src/core/engine/initial.js';
import { snapshotOf } from '../../../src/core/engine/snapshot-of.js';
import { healthOf, plainHealthOf } from '../../../src/core/http/health.js';
import { BODIES, LOCAL_ORDERS, ORDERS } from '../../../src/core/http/requests.js';
import { jsonSchemaOf, SCHEMAS } from '../../../src/core/http/schemas/index.js';
import { states } from '../../ui/snapshots.js';
import { schemaFile } from './schema-file.js';

const FOLDER = fileURLToPath(new URL('../../../schema/', import.meta.url));

describe('the schemas', () => {
  // `vitest run test/core/http/schemas.test.ts -u` writes them anew.
  test.each(Object.entries(SCHEMAS))('%s is what stands in its file', async (name, entry) => {
    const text = `${JSON.stringify(jsonSchemaOf(entry), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`${FOLDER}${name}.v1.json`);
  });

  test('stand in the folder, and nothing else but that of the configuration does', () => {
    const names = readdirSync(FOLDER).filter((file) => file !== 'config.v1.json');
    expect(names.sort()).toEqual(
      Object.keys(SCHEMAS)
        .map((name) => `${name}.v1.json`)
        .sort(),
    );
    for (const name of names)
      expect(() => JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8'))).not.toThrow();
  });

  test('name a body for every order', () => {
    const orders = Object.keys({ ...ORDERS, ...LOCAL_ORDERS }).map((path) => path.slice(1));
    expect(orders.sort()).toEqual(Object.keys(BODIES).sort());
  });
});

test('the status promises every field of the contract', () => {
  const promised = jsonSchemaOf(SCHEMAS.status ?? { title: '', form: z.never() });
  const at = (...path: readonly string[]): readonly string[] => {
    let node: unknown = promised;
    for (const step of path) node = (node as Record<string, unknown>)[step];
    return (node as { required: readonly string[] }).required;
  };
  const items = (name: string) => at('properties', name, 'items');
  const some = (name: string) => at('properties', name, 'anyOf', '0');
  const words = (text: string) => expect.arrayContaining(text.split(' '));
  expect(at()).toEqual(
    words(
      'schemaVersion activeAccount mode accounts sessions hits lastSwap swap cooldown hold breaker queue ages',
    ),
  );
  expect(items('accounts')).toEqual(words('name state limits'));
  expect(at('properties', 'accounts', 'items', 'properties', 'limits', 'items')).toEqual(
    words('kind resetsAt'),
  );
  expect(items('sessions')).toEqual(words('name pane kind state account conversation task since'));
  expect(items('hits')).toEqual(words('id session pattern rule snippet state suspectedAt'));
  expect(some('lastSwap')).toEqual(words('at from to origin'));
  expect(some('swap')).toEqual(words('phase sessions'));
  expect(some('cooldown')).toEqual(words('until remainingMs'));
  expect(some('hold')).toEqual(words('until account'));
});

describe('what is told fits its schema, and has no field more', () => {
  const facts = { nowMs: 0, pollIntervalMs: 1_000, stateWritten: false };

  test.each([...Object.entries(states), ['the first moment', snapshotOf(initialState(undefined))] as const])(
    'the status of %s, its queue and its health',
    (_name, snapshot) => {
      const told = JSON.parse(JSON.stringify(snapshot)) as typeof snapshot;
      expect(schemaFile('status').parse(told)).toEqual(told);
      expect(
        z
          .object({})
          .and(SCHEMAS.status?.form ?? z.never())
          .parse(told),
      ).toEqual(told);
      expect(schemaFile('queue').parse(told.queue)).toEqual(told.queue);
      for (const { status, reasons } of [healthOf(told, facts), plainHealthOf(told, facts)])
        expect(schemaFile('health').parse({ status, reasons })).toEqual({ status, reasons });
    },
  );

  test('a status that lacks a field, or has another word in it, does not', () => {
    const status = schemaFile('status');
    const [first] = Object.values(states);
    const { paused: _paused, ...without } = first ?? {};
    expect(status.safeParse(without).success).toBe(false);
    expect(status.safeParse({ ...first, mode: 'atuo' }).success).toBe(false);
    expect(status.safeParse({ ...first, at: 'yesterday' }).success).toBe(false);
    expect(status.safeParse({ ...first, more: 1 }).success).toBe(true);
  });
});
