import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LineTail } from '../../src/adapters/line-tail.js';
import { temporaryFolder } from './support.js';

const CHUNK = 256 * 1024;
const FORGED = '{"forged":true}';

test('the rest of a cut first line is never taken for a line, whatever it looks like', async () => {
  const path = join(temporaryFolder(), 'a.jsonl');
  const tail = `${FORGED}\n${'x'.repeat(CHUNK - FORGED.length - 7)}\nlast\n`;
  writeFileSync(path, `${'y'.repeat(1_000)}${tail.slice(-CHUNK)}`);
  const lines = await new LineTail(path).read();
  expect(lines?.at(-1)).toBe('last');
  expect(lines).not.toContain(FORGED);
});

test('the rest of a line too long is never taken for a line', async () => {
  const path = join(temporaryFolder(), 'a.jsonl');
  writeFileSync(path, 'first\n');
  const tail = new LineTail(path);
  expect(await tail.read()).toEqual(['first']);
  appendFileSync(path, `${'x'.repeat(9 * CHUNK)}${FORGED}\nnext\n`);
  expect(await tail.read()).toEqual(['next']);
});

test('a folder, a missing file and one that cannot be read answer null', async () => {
  const folder = temporaryFolder();
  expect(await new LineTail(folder).read()).toBeNull();
  expect(await new LineTail(join(folder, 'none')).read()).toBeNull();
});
