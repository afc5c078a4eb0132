import { expect, test } from 'vitest';
import { isShellName, isShellPrompt } from '../../src/adapters/bare-shell.js';

test.each([
  '-bash',
  '/bin/sh',
  'zsh -i',
  '/usr/bin/fish',
  'bash --login --rcfile /x/y',
  'bash -o vi',
  'busybox sh',
  'ash +e',
])('%s waits for a person', (line) => {
  expect(isShellPrompt(line.split(' '))).toBe(true);
});

test.each([
  '',
  'vim',
  'node',
  'bash script.sh',
  'sh -c true',
  'bash -lc true',
  'bash --login -ic true',
  'fish --command true',
  'busybox',
  'busybox vi',
  'env sh',
  'shellcheck',
])('%j does not, or has something to lose', (line) => {
  expect(isShellPrompt(line.split(' '))).toBe(false);
});

test('arguments alone make no shell', () => {
  expect([isShellName('bash'), isShellName('busybox'), isShellName('claude')]).toEqual([true, true, false]);
});
