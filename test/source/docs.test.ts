import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DESCRIPTIONS } from '../../src/core/config/descriptions.js';
import { filesBelow, ROOT } from './source-tree.js';
import { anchorsOf } from './tables.js';

const TEXTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...filesBelow('docs', ['.md']),
];
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const SECTIONS = Object.keys(DESCRIPTIONS).filter((key) => !key.includes('.'));
/** Keys as the file has them; names of channels are free. */
const KEY = new RegExp(`\`((?:${SECTIONS.join('|')})(?:\\.[a-z_]+)+)(?:[:\`])`, 'g');
const COMMANDS = filesBelow('src/commands', ['.ts', '.tsx']).map((path) => /([\w-]+)\.tsx?$/.exec(path)?.[1]);

describe.each(TEXTS)('%s', (path) => {
  const text = read(path);

  test('every link leads somewhere', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, to]) =>
      normalize(join(dirname(path), to ?? '')),
    );
    expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  test('every place within a text that it links to is a heading there', () => {
    const places = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].map(
      ([, to = '', anchor = '']) => ({
        file: to === '' ? path : normalize(join(dirname(path), to)),
        anchor,
      }),
    );
    expect(places.filter(({ file, anchor }) => !anchorsOf(read(file)).includes(anchor))).toEqual([]);
  });

  test('every key of the configuration it names is one', () => {
    const named = [...text.matchAll(KEY)].map(([, key]) => key ?? '').filter((key) => key !== 'http.token');
    const known = Object.keys(DESCRIPTIONS).map((key) => key.replaceAll('[]', ''));
    expect(named.filter((key) => !known.includes(key))).toEqual([]);
  });

  test('every command it shows is one', () => {
    const shown = [...text.matchAll(/`claude-failover ([a-z]+)/g)].map(([, command]) => command ?? '');
    expect(shown.filter((command) => !knows(command))).toEqual([]);
  });

  test('it names no registry and nobody’s machine', () => {
    expect(text).not.toMatch(/registry\.|\/work\/(?:main|shared)|\/root\//);
  });
});

/** Orders to a running one share a file; every other command has its own. */
function knows(command: string): boolean {
  const index = filesBelow('src/commands', ['.ts']).filter((path) => /\/index[\w-]*\.ts$/.test(path));
  return (
    COMMANDS.includes(command) || index.some((path) => new RegExp(`name: '${command}'`).test(read(path)))
  );
}
