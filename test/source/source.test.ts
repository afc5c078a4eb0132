import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cycles, filesBelow, functionLengths, ROOT, readSource, type SourceFile } from './source-tree.js';

const CODE = ['.ts', '.tsx'];
const sources = filesBelow('src', CODE).map(readSource);
const tests = filesBelow('test', CODE).map(readSource);
const agents = filesBelow('fixtures/agents', ['.mjs']).map(readSource);

const FILE_MAX = 300;
const FUNCTION_MAX = 60;
const MEDIAN_MAX = 100;

type Room = 'core' | 'tmux' | 'adapters' | 'supervisor' | 'ui' | 'demo' | 'commands' | 'top';

/** Which rooms and packages each room may import; `node` stands for Node's own modules. */
const MAY: Readonly<Record<Room, { readonly rooms: readonly Room[]; readonly packages: readonly string[] }>> =
  {
    core: { rooms: ['core'], packages: ['zod'] },
    tmux: { rooms: ['core', 'tmux'], packages: ['node', 'execa'] },
    adapters: {
      rooms: ['core', 'adapters'],
      packages: ['node', 'conf', 'chokidar', 'yaml', 'execa', 'node-telegram-bot-api', 'resend'],
    },
    supervisor: { rooms: ['core', 'supervisor'], packages: [] },
    ui: { rooms: ['core', 'ui'], packages: ['ink', 'react', 'string-width'] },
    demo: { rooms: ['core', 'demo'], packages: ['node', 'execa', 'yaml'] },
    commands: {
      rooms: ['core', 'tmux', 'adapters', 'supervisor', 'ui', 'demo', 'commands', 'top'],
      packages: ['node', 'ink', 'ink-table', 'zod'],
    },
    top: {
      rooms: ['core', 'tmux', 'adapters', 'supervisor', 'ui', 'demo', 'commands', 'top'],
      packages: ['node'],
    },
  };

function roomOf(path: string): Room {
  const folder = path.split('/')[1] ?? '';
  return folder in MAY && folder !== 'top' ? (folder as Room) : 'top';
}

function packageOf(name: string): string {
  if (name.startsWith('node:') || builtinModules.includes(name)) return 'node';
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Files whose lines match, as `path:line`. */
function places(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    file.lines.flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}`] : [])),
  );
}

describe('the house', () => {
  test('the tree was found', () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(tests.length).toBeGreaterThan(20);
  });

  test('every room imports only what it may', () => {
    const wrong = sources.flatMap((file) => {
      const may = MAY[roomOf(file.path)];
      return file.imports
        .filter((name) =>
          name.startsWith('src/')
            ? !may.rooms.includes(roomOf(name))
            : !may.packages.includes(packageOf(name)),
        )
        .map((name) => `${file.path} imports ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('there are no import cycles', () => {
    expect(cycles(sources)).toEqual([]);
    const looped = [
      { path: 'a', lines: [], imports: ['b'] },
      { path: 'b', lines: [], imports: ['a'] },
    ];
    expect(cycles(looped)).not.toEqual([]);
  });

  test(`no file is over ${FILE_MAX} lines, half are under ${MEDIAN_MAX}`, () => {
    const long = [...sources, ...tests, ...agents].filter((file) => file.lines.length > FILE_MAX + 1);
    expect(long.map((file) => `${file.path} (${file.lines.length})`)).toEqual([]);
    const sizes = sources.map((file) => file.lines.length).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(MEDIAN_MAX);
  });

  test(`no function is over ${FUNCTION_MAX} lines`, () => {
    const long = sources.flatMap((file) =>
      functionLengths(file)
        .filter((found) => found.length > FUNCTION_MAX)
        .map((found) => `${file.path}:${found.line} ${found.name} (${found.length})`),
    );
    expect(long).toEqual([]);
  });
});

describe('the words', () => {
  test('core asks no clock, no chance and no zone outside its one file', () => {
    const core = sources.filter((file) => roomOf(file.path) === 'core');
    expect(
      places(
        core,
        /\bDate\.now\b|new Date\(\)|Math\.random|\bperformance\.|setTimeout|\bprocess\.(?:env|exit|hrtime|uptime|cwd|stdout|pid|argv|platform)\b/,
      ),
    ).toEqual([]);
    const zones = core.filter((file) => !/quota\/reset-time\.ts$/.test(file.path));
    expect(places(zones, /\bIntl\./)).toEqual([]);
  });

  test('nothing is left open, switched off or hidden', () => {
    const all = [...sources, ...tests, ...agents].filter(
      (file) => file.path !== 'test/source/source.test.ts',
    );
    expect(places(all, /\b(?:TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
    expect(places(all, /@ts-(?:ignore|nocheck)|biome-ignore(?! lint\/[\w/]+: \S)/)).toEqual([]);
    expect(places(tests, /\b(?:test|it|describe)\.(?:skip|only|todo)\b/)).toEqual([]);
  });

  test('tests mock no module of ours and do not sleep', () => {
    const all = tests.filter((file) => file.path !== 'test/source/source.test.ts');
    expect(places(all, /\bvi\.(?:mock|doMock)\(/)).toEqual([]);
    expect(
      places(
        all.filter((file) => !file.path.startsWith('test/support/') && file.path.endsWith('.test.ts')),
        /setTimeout\(\s*resolve|\bsleep\(/,
      ),
    ).toEqual([]);
  });

  test('no file names a registry host or a developer’s machine', () => {
    const kept = [
      'package.json',
      'package-lock.json',
      '.npmrc',
      'README.md',
      'ARCHITECTURE.md',
      'tools/node/package.json',
      'biome.json',
    ];
    const texts = [
      ...sources,
      ...tests.filter((file) => file.path !== 'test/source/source.test.ts'),
      ...agents,
    ].map((file) => ({ path: file.path, text: file.lines.join('\n') }));
    const named = kept.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
    const wrong = [...texts, ...named].filter(({ text }) =>
      /registry\.npmjs|"resolved": *"http|\/work\/(?:main|shared)|\/root\//.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('the registries', () => {
  test.each([
    ['src/core/quota/recognisers', ['index.ts', 'recogniser.ts', 'grammar.ts']],
    ['src/core/switcher/policies', ['index.ts', 'policy.ts']],
    ['src/ui/panels', ['index.ts', 'panel.ts']],
    ['src/adapters/notifier/channels', ['index.ts']],
  ])('every entry of %s stands in its index', (folder, others) => {
    const entries = filesBelow(folder, CODE).filter(
      (path) => !others.some((other) => path.endsWith(`/${other}`)),
    );
    const index = sources.find((file) => file.path === `${folder}/index.ts`);
    expect(entries.length).toBeGreaterThan(1);
    expect(entries.filter((path) => !index?.imports.includes(path))).toEqual([]);
  });
});
