import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/commands/arguments.js';
import { COMMANDS } from '../../src/commands/index.js';
import { unknownCommand } from '../../src/commands/unknown.js';

describe('a mistake on the command line', () => {
  test('a command that is near one names it', () => {
    expect(unknownCommand('stauts', COMMANDS)).toBe(
      'There is no command "stauts". Did you mean claude-failover status? See claude-failover --help.\n',
    );
    expect(unknownCommand('zzzzzz', COMMANDS)).toBe(
      'There is no command "zzzzzz". See claude-failover --help.\n',
    );
    expect(unknownCommand('\u001b[2Jx', COMMANDS)).not.toContain('\u001b');
  });

  test('an option that is near one names it', () => {
    const options = { force: { type: 'boolean' }, 'state-dir': { type: 'string' } } as const;
    expect(() => parseArguments(['--forse'], options)).toThrow(
      "Unknown option '--forse' (did you mean --force?)",
    );
    expect(() => parseArguments(['--qqqqqqq'], options)).toThrow(/^Unknown option '--qqqqqqq'$/);
    expect(() => parseArguments(['--state-dir'], options)).toThrow(/argument missing/);
  });
});
