import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPreferences } from '../../src/adapters/preferences.js';
import { temporaryFolder } from './support.js';

test('what was set is there in the next run, in a file of our own alone', () => {
  const dir = temporaryFolder();
  expect(openPreferences(dir).get('panel')).toBeUndefined();
  expect(openPreferences(dir).set('panel', 'queue')).toBe(true);
  expect(openPreferences(dir).get('panel')).toBe('queue');
  expect(statSync(join(dir, 'preferences.json')).mode & 0o777).toBe(0o600);
});

test('a broken file is begun anew', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'preferences.json'), '{"panel": "que');
  expect(openPreferences(dir).get('panel')).toBeUndefined();
  expect(openPreferences(dir).set('preview', true)).toBe(true);
  expect(openPreferences(dir).get('preview')).toBe(true);
});

test('a state directory that cannot hold it harms nobody', () => {
  const dir = join(temporaryFolder(), 'file');
  writeFileSync(dir, '');
  expect(openPreferences(dir).set('panel', 'queue')).toBe(false);
  expect(openPreferences(dir).get('panel')).toBeUndefined();
});

test('two dashboards may write at once: the last word holds, and the file stays whole', () => {
  const dir = temporaryFolder();
  const [one, other] = [openPreferences(dir), openPreferences(dir)];
  for (let round = 0; round < 20; round++) {
    expect(one.set('focus', `one ${round}`)).toBe(true);
    expect(other.set('focus', `other ${round}`)).toBe(true);
    expect(openPreferences(dir).get('focus')).toBe(`other ${round}`);
  }
  expect(one.get('focus')).toBe('other 19');
});
