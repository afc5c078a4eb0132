import { expect, test } from 'vitest';
import { commandFor } from '../../../src/core/config/commands.js';
import { ConfigSchema } from '../../../src/core/config/schema.js';

const config = ConfigSchema.parse({
  sessions: {
    command: 'claude --model opus',
    pool: { prefix: 'ccl-', first: 1, size: 2, cwd: '/work', env: { A: 'b' } },
    dedicated: [
      { name: 'api', cwd: '/api', command: "claude 'two words'", env: { C: 'd' } },
      { name: 'anywhere', command: 'claude' },
      { name: 'watched', cwd: '/watched' },
    ],
  },
});

test('a room starts by its own command, in its directory, with its environment', () => {
  expect(commandFor(config, 'ccl-2')).toEqual({
    argv: ['claude', '--model', 'opus'],
    env: { A: 'b' },
    cwd: '/work',
  });
  expect(commandFor(config, 'api:1.0')).toEqual({
    argv: ['claude', 'two words'],
    env: { C: 'd' },
    cwd: '/api',
  });
  expect(commandFor(config, 'anywhere')).toEqual({ argv: ['claude'], env: {}, cwd: null });
});

test('what the configuration does not start has none', () => {
  for (const name of ['ccl-3', 'watched', 'other']) expect(commandFor(config, name)).toBeNull();
  expect(commandFor(null, 'ccl-1')).toBeNull();
});
