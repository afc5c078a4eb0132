import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { performSteps } from '../../../src/adapters/setup/perform.js';
import { undoSteps } from '../../../src/adapters/setup/undo.js';
import { destinations, type Leaf, linksBelow, makeHome, portrait, recordOf } from './homes.js';

const NAMES = ['projects', 'sessions', 'todos', 'a b', 'ü-日本', 'line\nbreak', '.credentials.json', 'x'];
const name = fc.constantFrom(...NAMES);
const TEXTS = [
  '../dots/rules.md',
  '../../dots/deep/../rules.md',
  '../alias/deep/note',
  '../alias/../dots/rules.md',
  '../todos/x',
  'x',
  './a b/../x',
  '../projects/../x',
  'projects/../todos',
  '../.claude/x',
  '../../.claude/projects/../todos/x',
  '..',
  '../..',
  '../../',
  '/nowhere',
  'dangling/../../dots/rules.md',
  'x/../../dots/rules.md',
];
const leaf: fc.Arbitrary<Leaf> = fc.record({
  path: fc.array(name, { minLength: 1, maxLength: 4 }),
  text: fc.option(fc.constantFrom(...TEXTS), { nil: null, freq: 2 }),
});
const tree = fc.array(leaf, { maxLength: 14 });

class Killed extends Error {}

/** Ends the work before its `nth` change, as a kill does. */
function killAt(nth: number): () => void {
  let count = 0;
  return () => {
    if (count++ === nth) throw new Killed();
  };
}

async function unlessKilled<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof Killed) return null;
    throw error;
  });
}

/** `projects` as a file is refused, and tested apart. */
const plausible = (leaves: readonly Leaf[]) =>
  leaves.every(({ path, text }) => path.length > 1 || path[0] !== 'projects' || text !== null);

test('whatever the tree, links go on leading where they led, and an undo leaves no trace', async () => {
  await fc.assert(
    fc.asyncProperty(tree.filter(plausible), fc.boolean(), async (leaves, add) => {
      const home = makeHome(leaves);
      const root = join(home, '.claude');
      const links = linksBelow(root);
      const [before, led] = [portrait(root), destinations(root, links)];
      const record = recordOf(home, { add: add ? 'personal' : null });
      expect(await performSteps(record.steps)).toEqual({ ok: true });
      expect(readlinkSync(root)).toBe(join(home, '.claude-accounts', 'work'));
      expect(destinations(root, links)).toEqual(led);
      expect(await undoSteps(record)).toEqual({ ok: true, kept: [], gone: [] });
      expect(portrait(root)).toEqual(before);
      expect(existsSync(join(home, '.claude-accounts'))).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('killed before any step, it goes on or goes back, killed again or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      tree.filter(plausible),
      fc.nat(24),
      fc.nat(24),
      fc.boolean(),
      async (leaves, first, second, goesOn) => {
        const home = makeHome(leaves);
        const root = join(home, '.claude');
        const links = linksBelow(root);
        const [before, led] = [portrait(root), destinations(root, links)];
        const record = recordOf(home, { add: 'personal' });
        await unlessKilled(performSteps(record.steps, killAt(first)));
        if (goesOn) {
          expect(await performSteps(record.steps)).toEqual({ ok: true });
          expect(lstatSync(root).isSymbolicLink()).toBe(true);
          expect(destinations(root, links)).toEqual(led);
        }
        await unlessKilled(undoSteps(record, killAt(second)));
        expect(await undoSteps(record)).toEqual({ ok: true, kept: [], gone: [] });
        expect(portrait(root)).toEqual(before);
        expect(existsSync(join(home, '.claude-accounts'))).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});
