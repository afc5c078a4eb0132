import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesBelow, ROOT, readSource } from './source-tree.js';

const run = promisify(execFile);
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const OWN = JSON.parse(read('package.json'));

/** All that may be in the package; the compiled sources are compared with the sources below. */
const ALLOWED = [
  /^(?:package\.json|LICENSE|claude-failover\.tmux|config\.example\.yaml)$/,
  /^(?:README|ARCHITECTURE|CHANGELOG|CONTRIBUTING|SECURITY)\.md$/,
  /^bin\/claude-failover\.js$/,
  /^dist\/[\w/-]+\.js$/,
  /^docs\/[\w-]+\.(?:md|svg)$/,
  // The demo plays with them.
  /^fixtures\/agents\/(?:claude|README\.md|package\.json|[\w-]+\.mjs)$/,
  /^schema\/[\w-]+\.v1\.json$/,
  /^scripts\/(?:claude-failover\.service|tmux\/open\.sh)$/,
];
const PACKED_MAX = 750_000;
const UNPACKED_MAX = 2_500_000;

let folder = '';
let packed: { readonly size: number; readonly unpackedSize: number; readonly filename: string };
let files: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cf-package-'));
  // Without the script that builds anew: other tests run what is built.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: ROOT, maxBuffer: 1e8 });
  const told = JSON.parse(stdout);
  const entry = Array.isArray(told) ? told[0] : Object.values(told)[0];
  packed = entry;
  files = entry.files.map(({ path }: { path: string }) => path);
  await run('tar', ['-xzf', join(folder, entry.filename), '-C', folder]);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'package/node_modules'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds what is allowed and nothing else, and stays small', () => {
  expect(files.filter((path) => !ALLOWED.some((allowed) => allowed.test(path)))).toEqual([]);
  expect(packed.size).toBeLessThan(PACKED_MAX);
  expect(packed.unpackedSize).toBeLessThan(UNPACKED_MAX);
});

test('every source is in it, compiled; what has no source any more goes when it is packed', () => {
  const sources = filesBelow('src', ['.ts', '.tsx']).map((path) =>
    path.replace(/^src(.*)\.tsx?$/, 'dist$1.js'),
  );
  expect(sources.filter((path) => !files.includes(path))).toEqual([]);
  expect(OWN.scripts.prepack).toBe('rm -rf dist && tsc -b');
  const dist = files.filter((path) => path.startsWith('dist/'));
  expect(dist.filter((path) => /sourceMappingURL/.test(read(path)))).toEqual([]);
});

test('what it imports is what it depends on', () => {
  const sources = filesBelow('src', ['.ts', '.tsx']).map(readSource);
  const required = sources.flatMap(({ lines }) =>
    [...lines.join('\n').matchAll(/\b(?:require|here\.resolve)\('([^']+)'\)/g)].map(([, name]) => name ?? ''),
  );
  const imported = [...sources.flatMap(({ imports }) => imports), ...required]
    .filter((name) => !name.startsWith('src/') && !name.startsWith('node:'))
    .map((name) => name.split('/')[0]);
  expect([...new Set(imported)].sort()).toEqual(Object.keys(OWN.dependencies).sort());
});

test('no text in it links to a file that is not in it', () => {
  const broken = files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target]) => normalize(join(dirname(path), target ?? '')).replace(/\/$/, ''))
        .filter((target) => !files.some((file) => file === target || file.startsWith(`${target}/`)))
        .map((target) => `${path} → ${target}`),
    );
  expect(broken).toEqual([]);
});

test('the version is one: package, lockfile, changelog, and what the program says', async () => {
  const lock = JSON.parse(read('package-lock.json'));
  expect([lock.version, lock.packages[''].version]).toEqual([OWN.version, OWN.version]);
  expect(read('CHANGELOG.md')).toContain(`\n## ${OWN.version}`);
  const program = join(folder, 'package/bin/claude-failover.js');
  const { stdout } = await run(process.execPath, [program, '--version']);
  expect(stdout).toContain(OWN.version);
});

test('from its files alone it runs', async () => {
  const program = join(folder, 'package/bin/claude-failover.js');
  const env = { PATH: process.env.PATH, HOME: folder };
  const { stdout } = await run(process.execPath, [program, 'config', 'check'], { env });
  expect(stdout).toContain('observe mode');
  const schema = await run(process.execPath, [program, 'config', 'schema'], { env });
  expect(JSON.parse(schema.stdout)).toHaveProperty('properties.quota');
  expect(existsSync(join(folder, 'package/fixtures/agents/main.mjs'))).toBe(true);
});
