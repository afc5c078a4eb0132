import type { CommandEntry } from './command.js';

/** The whole help, or one command's page. */
export function helpText(commands: readonly CommandEntry[], name?: string): string {
  const command = commands.find((candidate) => candidate.name === name);
  return command ? page(command) : overview(commands);
}

function page(command: CommandEntry): string {
  const line =
    `claude-failover ${command.name === 'dashboard' ? '' : `${command.name} `}${command.usage}`.trimEnd();
  return [
    line,
    '',
    `  ${command.summary}`,
    '',
    ...command.details.map((detail) => `  ${detail}`.trimEnd()),
    '',
  ].join('\n');
}

function overview(commands: readonly CommandEntry[]): string {
  const names = commands.map((command) =>
    command.name === 'dashboard' ? '' : `${command.name} ${command.usage}`,
  );
  const rows = commands.map((command, index) => {
    const left = `claude-failover ${names[index] ?? ''}`.trimEnd();
    return `  ${left}\n      ${command.summary}`;
  });
  return [
    'Keeps many Claude Code sessions in tmux at work when an account runs into its usage limit.',
    '',
    ...rows,
    '',
    '  claude-failover COMMAND --help | --version',
    '',
    'Exit codes: 0 good, 1 failed, 2 usage, 3 refused, 75 another supervisor runs, 78 bad configuration (run).',
    '',
  ].join('\n');
}
