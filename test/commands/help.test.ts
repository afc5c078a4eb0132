import { describe, expect, test } from 'vitest';
import { helpText } from '../../src/commands/help.js';
import { COMMANDS } from '../../src/commands/index.js';

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s --help', (name, command) => {
  const page = helpText(COMMANDS, name);

  test('has examples that begin with the program or feed it', () => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      expect(example).toContain('claude-failover');
      expect(page).toContain(example);
    }
  });

  test('names every option and every command within it', () => {
    const within = command.subcommands ?? [];
    const flags = [...command.options, ...within.flatMap(({ options }) => options ?? [])];
    for (const { flag } of flags) expect(page).toContain(flag);
    for (const one of within) expect(command.usage).toContain(one.name);
  });

  test('fits a terminal of 120 columns', () => {
    expect(page.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});

test('the overview names every command and every exit code', () => {
  const overview = helpText(COMMANDS);
  for (const { name, summary } of COMMANDS) {
    if (name !== 'dashboard') expect(overview).toContain(`claude-failover ${name}`);
    expect(overview).toContain(summary);
  }
  for (const code of [0, 1, 2, 3, 75, 78]) expect(overview).toContain(`${code} `);
});
