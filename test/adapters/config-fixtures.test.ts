import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/adapters/config-file.js';
import { problemLine } from '../../src/core/config/issues.js';

/** `THEME/NAME.yaml` is broken; `THEME/NAME.txt` is what is said of it, the file named without its folder. */
const FOLDER = join(import.meta.dirname, '../../fixtures/configs');
const FILES = globSync('*/*.yaml', { cwd: FOLDER }).sort();

/** Written into the fixtures where a secret stands wrongly, or beside one. */
const NOT_SHOWN = /not[-_ ]shown|AAbb|me:secret/;
const ONE_CLEAN_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e]+$/;

describe('broken configurations', () => {
  test('there are enough of them, each with its message', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(300);
    const texts = globSync('*/*.txt', { cwd: FOLDER }).sort();
    expect(texts.map((file) => file.replace(/txt$/, 'yaml'))).toEqual(FILES);
  });

  // `vitest run test/adapters/config-fixtures.test.ts -u` writes the messages anew.
  test.each(FILES)('%s', async (file) => {
    const path = join(FOLDER, file);
    const loaded = loadConfig({ path, named: true }, { HOME: '/home/u' });
    if (loaded.type !== 'invalid') throw new Error(`was taken as ${loaded.type}`);
    const lines = loaded.problems.map((problem) => problemLine({ ...problem, file: basename(problem.file) }));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(path.replace(/yaml$/, 'txt'));
    for (const line of lines) {
      expect(line).toMatch(ONE_CLEAN_LINE);
      expect(line).not.toMatch(NOT_SHOWN);
      expect(line.length).toBeLessThan(600);
    }
  });
});
