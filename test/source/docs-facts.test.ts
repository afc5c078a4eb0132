import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EXIT } from '../../src/commands/exit.js';
import { COMMANDS } from '../../src/commands/index.js';
import { keyText } from '../../src/core/config/lookup.js';
import { ConfigSchema } from '../../src/core/config/schema.js';
import { ORDERS } from '../../src/core/http/requests.js';
import type { PaneId } from '../../src/core/ids.js';
import { valueAt } from '../../src/core/json.js';
import { CHAT_COMMANDS } from '../../src/core/telegram/plan.js';
import { captureRequest } from '../../src/tmux/panes/capture.js';
import { filesBelow, ROOT } from './source-tree.js';
import { firstCells, sectionOf } from './tables.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');
const TEXTS = ['README.md', ...filesBelow('docs', ['.md'])];
/** Run by Claude Code itself, never by a person. */
const UNSHOWN = ['dashboard', 'hook'];

describe('README.md', () => {
  test('its table has every command', () => {
    const table = sectionOf(README, 'Commands');
    const shown = COMMANDS.map(({ name }) => name).filter((name) => !UNSHOWN.includes(name));
    expect(shown.filter((name) => !new RegExp(`\`(?:claude-failover )?${name}\\b`).test(table))).toEqual([]);
  });

  test('its table has every command within another', () => {
    const table = sectionOf(README, 'Commands');
    const within = COMMANDS.flatMap(({ subcommands = [] }) => subcommands.map(({ name }) => name));
    expect(within.filter((name) => !new RegExp(`[\`| ]${name}\\b`).test(table))).toEqual([]);
  });

  test('it names every exit code', () => {
    const line = README.split('\n').find((one) => one.startsWith('Exit codes: ')) ?? '';
    expect([...line.matchAll(/\d+/g)].map(([code]) => Number(code))).toEqual(Object.values(EXIT));
  });

  test('its table of session states is that of docs/words.md', () => {
    const rows = (text: string, heading: string) =>
      sectionOf(text, heading)
        .split('\n')
        .filter((line) => line.startsWith('|'));
    expect(rows(README, 'The screen')).toEqual(rows(read('docs/words.md'), 'Sessions'));
  });
});

test('docs/messages.md has every order of the chat with what it says of itself', () => {
  const rows = CHAT_COMMANDS.map(({ name, usage, help }) => {
    const order = `/${name}${usage === '' ? '' : ` ${usage}`}`;
    return `| \`${order.replaceAll('|', '\\|')}\` | ${help} |`;
  });
  const table = sectionOf(read('docs/messages.md'), 'Orders by Telegram').split('\n');
  expect(table.filter((line) => line.startsWith('| `'))).toEqual(rows);
});

test('docs/http.md has every order, and no other', () => {
  const posted = [...read('docs/http.md').matchAll(/`POST (\/\w+)`/g)].map(([, path]) => path);
  expect(posted.sort()).toEqual(Object.keys(ORDERS).sort());
});

test('docs/configuration.md names the keys that wait for the next start', () => {
  const waiting = [...read('src/core/config/live.ts').matchAll(/'([a-z_.]+)': \(config/g)].map(
    ([, key]) => key,
  );
  const sentence = /An edit, .*?wait for the next start/s.exec(read('docs/configuration.md'))?.[0] ?? '';
  expect([...sentence.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, key]) => key)).toEqual(waiting);
});

test('docs/remove.md names every file of the state directory', () => {
  const sources = filesBelow('src/adapters', ['.ts']).concat(filesBelow('src', ['.ts']));
  const joined = sources.flatMap((path) => [
    ...read(path).matchAll(/join\((?:stateDir|options\.dir|real), '([\w.-]+)'/g),
  ]);
  const files = [...new Set(joined.map(([, file]) => file ?? ''))];
  expect(files.length).toBeGreaterThan(8);
  const page = read('docs/remove.md');
  expect(files.filter((file) => !page.includes(`\`${file}`))).toEqual([]);
});

test.each(TEXTS)('%s: a value in brackets behind a key is its default', (path) => {
  const defaults = z.encode(ConfigSchema, ConfigSchema.parse({}));
  const told = [...read(path).matchAll(/`((?:[a-z_]+\.)+[a-z_]+)` \((\d+[a-z]+)\)/g)];
  for (const [, key = '', value] of told) {
    const keyPath = key.split('.');
    expect(keyText(keyPath)).toBe(key);
    expect(valueAt(defaults, keyPath), key).toBe(value);
  }
});

test.each([...TEXTS, 'CONTRIBUTING.md'])(
  '%s: a plain screen is captured as the program itself does',
  (path) => {
    const flags = (text: string) =>
      [...text.matchAll(/capture-pane ([^|>`]*)/g)].map(([, words = '']) => words);
    const plain = flags(read(path)).filter((words) => !/(?:^| )-e\b/.test(words));
    expect(plain.filter((words) => !/^-p -J\b/.test(words))).toEqual([]);
    expect(captureRequest('%0' as PaneId, undefined, false).command.slice(1, 3)).toEqual(['-p', '-J']);
  },
);

test('a table is read by its heading', () => {
  const text = '# T\n\n## A\n\n| a | b |\n|---|---|\n| `x` | 1 |\n\n## B\n\n| c |\n|---|\n| y |\n';
  expect(firstCells(text, 'A')).toEqual(['x']);
  expect(firstCells(text, 'B')).toEqual(['y']);
  expect(firstCells(text, 'C')).toEqual([]);
});
