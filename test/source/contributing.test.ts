import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './source-tree.js';
import { blocksOf, edited, follow } from './worked-examples.js';

const GUIDE = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const COPIED = ['src', 'test', 'tsconfig.json', 'tsconfig.base.json', 'vitest.config.ts', 'package.json'];
const FIXTURES = [
  'fixtures/configs',
  'fixtures/payloads',
  'schema',
  'config.example.yaml',
  'biome.json',
  'fixtures/agents',
];
/** The suites that run over every entry of an index. */
const SUITES = [
  'test/core/quota/recognisers.test.ts',
  'test/core/transcript-row.test.ts',
  'test/core/switcher/policies.test.ts',
  'test/adapters/notifier/channels.test.ts',
  'test/ui/panels.test.tsx',
  'test/ui/hostile.test.tsx',
  'test/ui/mouse.test.ts',
  'test/core/doctor/report.test.ts',
];
/** Of the rules of the house those that speak of the new files. */
const RULES = 'every entry|every room|import cycles|names a registry';

let copy = '';
/** A program of the checkout, in the copy; what it said. Never throws. */
async function run(
  program: string,
  ...args: string[]
): Promise<{ readonly code: number; readonly said: string }> {
  const file = join(ROOT, 'node_modules/.bin', program);
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, VITEST_POOL_ID: undefined };
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { cwd: copy, env, maxBuffer: 1e8 });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? 1, said: stdout + stderr || String(error) };
  }
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'cf-guide-'));
  for (const path of [
    ...COPIED,
    ...FIXTURES,
    'package-lock.json',
    '.npmrc',
    'README.md',
    'ARCHITECTURE.md',
    'tools',
  ])
    cpSync(join(ROOT, path), join(copy, path), {
      recursive: true,
      filter: (from) => !from.endsWith('.tsbuildinfo') && !from.endsWith('node_modules'),
    });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('CONTRIBUTING.md', () => {
  test('what it says of adding one is true: it compiles, and every suite that holds the others holds it', async () => {
    const touched = follow(GUIDE, copy);
    expect(touched.length).toBeGreaterThanOrEqual(13);
    const compiled = await run('tsc', '-b');
    expect(compiled.said).toBe('');
    // What `npm run format` does before a commit.
    const linted = await run('biome', 'check', '--write', '--error-on-warnings', ...new Set(touched));
    expect(linted.code, linted.said).toBe(0);
    const tested = await run('vitest', 'run', '--maxWorkers=2', '--reporter=verbose', ...SUITES);
    expect(tested.code, tested.said).toBe(0);
    const ruled = await run('vitest', 'run', 'test/source/source.test.ts', '-t', RULES);
    expect(ruled.code, ruled.said).toBe(0);
    for (const entry of [
      'recogniser daily-allowance',
      'fullest-first: ranks',
      'channel ntfy',
      'panel limits',
    ])
      expect(tested.said).toContain(entry);
  }, 180_000);

  test('a recogniser, a policy, a channel and a panel each touch one folder', () => {
    const sections = GUIDE.split(/^## /m).slice(1);
    const folders = sections
      .map((section) => new Set(blocksOf(section).map(({ path }) => dirname(path))))
      .map((found) => found.size);
    expect(folders).toEqual([1, 1, 1, 1, 3]);
  });
});

test('an edit that finds no place is an error', () => {
  expect(edited('a\nlist = [x];\nb', ['-list = […];', '+list = […, y];'])).toBe('a\nlist = [x, y];\nb');
  // As the formatter breaks a list that has grown.
  const edit = ['-list = […];', '+list = […, y];'];
  expect(edited('a\nlist = [\n  w,\n  x,\n];\nb', edit)).toBe('a\nlist = [w,\n  x, y];\nb');
  expect(edited("type T =\n  | 'a'\n  | 'b';", ['-type T = …;', "+type T = … | 'c';"])).toBe(
    "type T = | 'a'\n  | 'b' | 'c';",
  );
  expect(() => edited('a', [' b', '+c'])).toThrow('no line is: b');
});
