import { mkdirSync, realpathSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RealPaths } from '../../src/adapters/real-paths.js';
import { temporaryFolder } from './support.js';

function place() {
  const folder = realpathSync(temporaryFolder());
  const at = (name: string) => join(folder, name);
  for (const name of ['a', 'b']) mkdirSync(at(name));
  symlinkSync(at('a'), at('link'));
  let nowMs = 5_000;
  const real = new RealPaths(() => nowMs);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { at, real, pass };
}

test('each place once, and nothing for one that is not there', () => {
  const { at, real } = place();
  expect(real.of([at('link'), at('a'), at('none'), at('b')])).toEqual([at('a'), at('b')]);
});

test('a link that was moved is followed within a second', () => {
  const { at, real, pass } = place();
  real.of([at('link')]);
  symlinkSync(at('b'), at('next'));
  renameSync(at('next'), at('link'));
  pass(999);
  expect(real.of([at('link')])).toEqual([at('a')]);
  pass(1);
  expect(real.of([at('link')])).toEqual([at('b')]);
});

test('what was not there is seen as soon as it is', () => {
  const { at, real } = place();
  expect(real.of([at('new')])).toEqual([]);
  mkdirSync(at('new'));
  expect(real.of([at('new')])).toEqual([at('new')]);
});
