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
export interface Valued {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Their values are known words, or can be asked for. */
  readonly offered: readonly { readonly flag: string; readonly completes: Completes }[];
  /** Nothing can be said of their values. */
  readonly others: readonly string[];
}

export function valued(commands: readonly CommandEntry[]): Valued {
  const all = [...placesOf(commands).flatMap((place) => place.options), ...optionsOfNone(commands)];
  const options = [...new Map(all.map((option) => [option.flag, option])).values()];
  const flags = (fits: (option: CommandOption) => boolean): readonly string[] =>
    options.filter((option) => option.value !== undefined && fits(option)).map(({ flag }) => flag);
  return {
    files: flags(({ value }) => value === 'FILE'),
    folders: flags(({ value }) => value === 'DIR'),
    offered: options.flatMap(({ flag, completes }) => (completes === undefined ? [] : [{ flag, completes }])),
    others: flags(({ value, completes }) => value !== 'FILE' && value !== 'DIR' && completes === undefined),
  };
}

/** What a `case` of bash and zsh matches these flags with; the empty word for none. */
export function casePattern(flags: readonly string[]): string {
  return flags.length === 0 ? "''" : flags.join('|');
}

/** Every flag that takes a value. */
export function takers({ files, folders, offered, others }: Valued): readonly string[] {
  return [...files, ...folders, ...offered.map(({ flag }) => flag), ...others];
}

/** Fixed words; none when they have to be asked for. */
export function fixedWords(completes: Completes | null): readonly string[] {
  return typeof completes === 'string' || completes === null ? [] : completes;
}

/** The shell command that prints the words of a kind, null for fixed words and files. */
export function wordsCommand(completes: Completes | null): string | null {
  const asks = typeof completes === 'string' && completes !== 'file';
  return asks ? `claude-failover completion words ${completes}` : null;
}
