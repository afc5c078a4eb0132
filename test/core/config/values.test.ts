import { describe, expect, test } from 'vitest';
import { splitCommand } from '../../../src/core/config/command.js';
import { formatDuration, parseDuration } from '../../../src/core/config/duration.js';
import { configJsonSchema } from '../../../src/core/config/json-schema.js';
import { editDistance, nearest } from '../../../src/core/config/nearest.js';
import { parseConfig } from '../../../src/core/config/parse.js';
import { ConfigSchema } from '../../../src/core/config/schema.js';

describe('durations', () => {
  test.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['5m0s', 300_000],
    ['500ms', 500],
    ['30d', 2_592_000_000],
    ['1m1ms', 60_001],
    ['0s', 0],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '5', 's', '5 m', '-5m', '1.5h', '5m1h', '5m5m', '5M', '1w', '٣s'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test('every number of milliseconds is written so that it reads back exactly', () => {
    for (const ms of [0, 1, 999, 1_000, 59_999, 90_000, 3_600_000, 86_400_000, 90_061_001]) {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }
    expect(formatDuration(5_400_000)).toBe('1h30m');
  });
});

test('the command is split as a person means it', () => {
  expect(splitCommand('claude')).toEqual(['claude']);
  expect(splitCommand(`  claude --model  'opus 5' "a \\"b\\"" c\\ d ''`)).toEqual([
    'claude',
    '--model',
    'opus 5',
    'a "b"',
    'c d',
    '',
  ]);
  for (const text of ['', '   ', "claude 'open", 'claude "open', "''"]) expect(splitCommand(text)).toBeNull();
});

test('the nearest key is the one a person mistyped, or none', () => {
  expect(editDistance('poll', 'poll')).toBe(0);
  expect(editDistance('ab', 'ba')).toBe(1);
  expect(nearest('poll_intervall', ['poll_interval', 'patterns'])).toBe('poll_interval');
  expect(nearest('pollInterval', ['poll_interval', 'patterns'])).toBe('poll_interval');
  expect(nearest('zzz', ['poll_interval', 'patterns'])).toBeNull();
});

test('an empty document gives every default', () => {
  const parsed = parseConfig({ file: 'f', raw: null, locate: () => null, normalise: (path) => path });
  expect(parsed).toMatchObject({
    ok: true,
    config: {
      mode: 'auto',
      accounts: { link: '~/.claude', policy: 'priority', list: [] },
      sessions: { command: 'claude', dedicated: [], reconcile: 15_000 },
      quota: { poll_interval: 1_000, reactivate_cooldown: 300_000, min_blocked: 1, on_spend_limit: 'mark' },
      switcher: { drain: 600_000, stagger: 300 },
      janitor: { done_max_age: 2_592_000_000, done_max_count: 1000, every: 3_600_000 },
      http: { enabled: true, port: 8765 },
    },
  });
});

test('a section with everything commented out says nothing', () => {
  const raw = { quota: null, accounts: { link: null, list: null } };
  const parsed = parseConfig({ file: 'f', raw, locate: () => null, normalise: (path) => path });
  expect(parsed).toMatchObject({ ok: true, config: { accounts: { link: '~/.claude', list: [] } } });
});

test('the JSON schema describes the file as it is written', () => {
  const schema = configJsonSchema();
  expect(schema).toMatchObject({
    additionalProperties: false,
    properties: { quota: { properties: { poll_interval: { type: 'string', default: '1s' } } } },
  });
  expect(Object.keys(ConfigSchema.shape)).toEqual(Object.keys(schema.properties as object));
});
