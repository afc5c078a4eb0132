import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mainBindings } from '../../src/ui/keys/main.js';
import { everyBinding } from '../ui/every-binding.js';
import { keysPage, keyWritten } from './key-table.js';
import { filesBelow, ROOT } from './source-tree.js';

const PAGE = join(ROOT, 'docs/keys.md');
const bound = new Set(everyBinding.flatMap(({ keys }) => keys.map(keyWritten)));

/** What looks like a key among words in backticks. */
const KEY = /^(?:[^\s]|Ctrl-.|Shift-Tab|Tab|Enter|Esc|Space|Home|End|PgUp|PgDn|Backspace|Del)$/u;

/** The keys a text names; `1`–`7` names those between too. */
function named(text: string): readonly string[] {
  const ranges = [...text.matchAll(/`(\d)`–`(\d)`/g)].flatMap(([, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index)),
  );
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span ?? '');
  return [...new Set([...spans.filter((span) => KEY.test(span)), ...ranges])].sort();
}

/** Bindings of which it names no key: of those that have a label, and are there in every state. Panels name their own. */
function missing(text: string): readonly string[] {
  const keys = new Set(named(text));
  return mainBindings
    .filter(({ id, label, when }) => label !== '' && when === undefined && !id.startsWith('panel-'))
    .filter((binding) => !binding.keys.some((key) => keys.has(keyWritten(key))))
    .map(({ id }) => id);
}

/** Keys it names that nothing is bound to. */
function unbound(text: string): readonly string[] {
  return named(text).filter((key) => !bound.has(key));
}

describe('the keys of the README', () => {
  const section =
    /^## Keys\n([\s\S]*?)(?=^## )/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';

  test('every key that the footer may offer is there', () => {
    expect(missing(section)).toEqual([]);
  });

  test('no other is', () => {
    expect(unbound(section)).toEqual([]);
  });

  test('one that is missing, and one too many, is noticed', () => {
    expect(missing(section.replaceAll('`H`', ''))).toEqual(['history']);
    // No panel has the 0.
    expect(unbound('`0`–`1`')).toEqual(['0']);
    expect(unbound(`${section} \`Q\` · \`Ctrl-Y\``)).toEqual(['Ctrl-Y', 'Q']);
  });
});

describe('docs/', () => {
  test('keys.md has every binding, and no other', () => {
    if (process.env.UPDATE === '1') writeFileSync(PAGE, keysPage());
    expect(readFileSync(PAGE, 'utf8')).toBe(keysPage());
    for (const { id, help } of mainBindings) if (help !== '') expect(keysPage(), id).toContain(help);
  });

  test.each(filesBelow('docs', ['.md']))('%s tells nobody to press a key that does nothing', (path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const pressed = [...text.matchAll(/\b[Pp]ress(?:ing)? (`[^`]+`)/g)].map(([, span]) => span).join(' ');
    expect(unbound(pressed)).toEqual([]);
  });
});
