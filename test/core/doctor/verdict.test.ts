import { expect, test } from 'vitest';
import { configuration } from '../../../src/core/doctor/configuration.js';
import { type Finding, info, ok, warn } from '../../../src/core/doctor/finding.js';
import { verdict } from '../../../src/core/doctor/verdict.js';

const NONE = info('supervisor-none', 'it does not run');

test.each<[string, readonly Finding[], RegExp]>([
  ['nothing', [ok('config', 'x'), NONE], /^All is well\.$/],
  ['no file', [info('config-none', 'x'), info('accounts-none', 'x')], /^Nothing is wrong\. Without a config/],
  ['no account', [info('accounts-none', 'x')], /With no account configured .* needs two .*adopt/],
  [
    'one account',
    [warn('accounts-one', 'x', '', '')],
    /^1 warning\. Nothing is bad\. With one account .*adopt/,
  ],
  ['observe', [info('mode-observe', 'x'), NONE], /In mode observe .* config set mode auto/],
  ['observe by hand', [info('supervisor-observes', 'x'), ok('supervisor', 'x')], /claude-failover mode auto/],
  ['auto by hand', [info('mode-observe', 'x'), ok('supervisor', 'x')], /^All is well\.$/],
])('the last sentence says what it can do at all: %s', (_, findings, expected) => {
  expect(verdict(findings)).toMatch(expected);
});

test('a configuration in mode observe is told, one in another mode is not', () => {
  const judged = (mode: 'observe' | 'auto') =>
    configuration.judge({ path: 'p', state: 'good', mode, problems: [] }).map(({ id }) => id);
  expect(judged('observe')).toEqual(['config', 'mode-observe']);
  expect(judged('auto')).toEqual(['config']);
});
