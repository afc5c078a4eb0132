import { EXIT, UsageError } from './commands/exit.js';
import { helpText } from './commands/help.js';
import { COMMANDS, findCommand } from './commands/index.js';

/**
 * Runs one command line and answers its exit code: 0 good, 1 failed, 2 usage, 3 refused, 75 another supervisor runs,
 * 78 bad configuration. Every command is loaded only when it is asked for: `--version` must not load the dashboard.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-V') {
    const { version } = await import('./commands/version.js');
    process.stdout.write(`${version()}\n`);
    return EXIT.good;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    const [about] = rest;
    if (about !== undefined && !findCommand(about)) return noSuchCommand(about);
    process.stdout.write(helpText(COMMANDS, about));
    return EXIT.good;
  }
  const named = first !== undefined && !first.startsWith('-');
  const command = findCommand(named ? first : 'dashboard');
  if (!command) return noSuchCommand(first ?? '');
  const args = named ? rest : argv;
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(helpText(COMMANDS, command.name));
    return EXIT.good;
  }
  try {
    const { run } = await command.load();
    return await run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}. See claude-failover ${named ? `${command.name} ` : ''}--help.\n`);
    return EXIT.usage;
  }
}

async function noSuchCommand(word: string): Promise<number> {
  const { unknownCommand } = await import('./commands/unknown.js');
  process.stderr.write(unknownCommand(word, COMMANDS));
  return EXIT.usage;
}
