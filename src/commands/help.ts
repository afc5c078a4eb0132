import type { CommandEntry, CommandOption, SubCommand } from './command.js';

const LEFT = 26;

/** The whole help, or one command's page. */
export function helpText(commands: readonly CommandEntry[], name?: string): string {
  const command = commands.find((candidate) => candidate.name === name);
  return command ? page(command) : overview(commands);
}

function page(command: CommandEntry): string {
  const { summary, subcommands = [], options, notes, examples } = command;
  return [
    `claude-failover ${command.name === 'dashboard' ? '' : `${command.name} `}${command.usage}`.trimEnd(),
    '',
    `  ${summary}`,
    ...section('', subcommands.flatMap(subcommandRows)),
    ...section('Options', options.map(optionRow)),
    ...section('', notes),
    ...section('Examples', examples),
    '',
  ].join('\n');
}

function section(title: string, rows: readonly string[]): readonly string[] {
  if (rows.length === 0) return [];
  const indent = title === '' ? '  ' : '    ';
  return ['', ...(title === '' ? [] : [`  ${title}:`]), ...rows.map((row) => `${indent}${row}`.trimEnd())];
}

function subcommandRows({ name, usage, help, options = [] }: SubCommand): readonly string[] {
  return [columns(`${name} ${usage}`.trimEnd(), help), ...options.map((option) => `  ${optionRow(option)}`)];
}

function optionRow({ flag, value, help }: CommandOption): string {
  return columns(value === undefined ? flag : `${flag} ${value}`, help);
}

/** A long left side gets a line of its own. */
function columns(left: string, right: string): string {
  return `${left.padEnd(LEFT)}${left.length >= LEFT ? ' ' : ''}${right}`;
}

function overview(commands: readonly CommandEntry[]): string {
  const rows = commands.map((command) => {
    const words = command.name === 'dashboard' ? '' : `${command.name} ${command.usage}`;
    return `  ${`claude-failover ${words}`.trimEnd()}\n      ${command.summary}`;
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
