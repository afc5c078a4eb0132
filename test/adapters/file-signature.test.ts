import { renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSignature } from '../../src/adapters/file-signature.js';
import { temporaryFolder } from './support.js';

test('a file of the same size and time in the place of another is another, and an edit is one', () => {
  const folder = temporaryFolder();
  const [path, other] = [join(folder, 'a'), join(folder, 'b')];
  const write = (file: string, text: string, second: number) => {
    writeFileSync(file, text);
    utimesSync(file, second, second);
  };
  expect(fileSignature(path)).toBe('');
  write(path, 'one', 1_000);
  const first = fileSignature(path);
  expect(fileSignature(path)).toBe(first);
  write(other, 'two', 1_000);
  renameSync(other, path);
  const seen = [first, fileSignature(path)];
  write(path, 'two', 1_001);
  seen.push(fileSignature(path));
  write(path, 'more', 1_001);
  seen.push(fileSignature(path));
  expect(new Set(seen).size).toBe(4);
});
