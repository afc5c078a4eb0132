import type { CommandEntry, CommandOption, Completes } from '../command.js';

/** A place on the command line: what may come there. */
export interface Place {
  readonly command: string;
  /** null: right after the command. */
  readonly subcommand: string | null;
  readonly options: readonly CommandOption[];
  readonly completes: Completes | null;
  /** Words with their meaning, offered beside `completes`. */
  readonly words: readonly { readonly name: string; readonly help: string }[];
}

const HELP: CommandOption = { flag: '--help', help: 'what it does, its options and examples' };

/** Every place after the name of a command. */
export function placesOf(commands: readonly CommandEntry[]): readonly Place[] {
  return named(commands).flatMap((command) => {
    const { name, options, subcommands = [] } = command;
    const own: Place = {
      command: name,
      subcommand: null,
      options: [...options, HELP],
      completes: command.completes ?? null,
      words: subcommands.map((one) => ({ name: one.name, help: one.help })),
    };
    const within = subcommands.map((one) => ({
      command: name,
      subcommand: one.name,
      options: [...(one.options ?? []), ...options, HELP],
      completes: one.completes ?? null,
      words: [],
    }));
    return [own, ...within];
  });
}

/** The commands that have a name on the command line: the dashboard is what no name means. */
export function named(commands: readonly CommandEntry[]): readonly CommandEntry[] {
  return commands.filter(({ name }) => name !== 'dashboard');
}

/** What may come before any command. */
export function optionsOfNone(commands: readonly CommandEntry[]): readonly CommandOption[] {
  const dashboard = commands.find(({ name }) => name === 'dashboard');
  return [...(dashboard?.options ?? []), HELP, { flag: '--version', help: 'the version' }];
}

/** Flags that take a value, by what the value is. */
export function valued(commands: readonly CommandEntry[]): {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly others: readonly string[];
} {
  const options = [...placesOf(commands).flatMap((place) => place.options), ...optionsOfNone(commands)];
  const flags = (fits: (value: string) => boolean): readonly string[] => [
    ...new Set(options.flatMap(({ flag, value }) => (value !== undefined && fits(value) ? [flag] : []))),
  ];
  return {
    files: flags((value) => value === 'FILE'),
    folders: flags((value) => value === 'DIR'),
    others: flags((value) => value !== 'FILE' && value !== 'DIR'),
  };
}

/** The shell command that prints the words of a kind, null for fixed words and files. */
export function wordsCommand(completes: Completes | null): string | null {
  const asks = typeof completes === 'string' && completes !== 'file';
  return asks ? `claude-failover completion words ${completes}` : null;
}
