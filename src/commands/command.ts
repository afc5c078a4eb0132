/** An option as the help and the shell completion show it. */
export interface CommandOption {
  /** With its dashes: `--json`. */
  readonly flag: string;
  /** What it takes, in capitals (`FILE`, `DIR`, `N`, …); none for a switch. */
  readonly value?: string;
  readonly help: string;
  /** What its value can be; FILE and DIR tell that by themselves. A flag means the same in every command. */
  readonly completes?: Completes;
}

/** What an argument can be, for the shell completion: what a running supervisor or the configuration knows, a file, or fixed words. */
export type Completes =
  | 'account'
  | 'session'
  | 'pool-session'
  | 'task'
  | 'hit'
  | 'config-key'
  | 'file'
  | readonly string[];

/** A command within a command, such as `queue add`. */
export interface SubCommand {
  readonly name: string;
  /** Its arguments as the help shows them. */
  readonly usage: string;
  readonly help: string;
  readonly options?: readonly CommandOption[];
  /** Of its first argument. */
  readonly completes?: Completes;
}

/** One command of the command line. `load` keeps what it needs out of every other command's start. */
export interface CommandEntry {
  readonly name: string;
  /** Its arguments as the help shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly subcommands?: readonly SubCommand[];
  readonly options: readonly CommandOption[];
  /** Further sentences of its help page: what its arguments mean, exit codes of its own. */
  readonly notes: readonly string[];
  /** Whole command lines, at least one. */
  readonly examples: readonly string[];
  /** Of its first argument, when it has no subcommands. */
  readonly completes?: Completes;
  load(): Promise<{ run(argv: readonly string[]): Promise<number> }>;
}

export const CONFIG_OPTION: CommandOption = {
  flag: '--config',
  value: 'FILE',
  help: 'the configuration (else $CLAUDE_FAILOVER_CONFIG, else the XDG folder)',
};

export const STATE_DIR_OPTION: CommandOption = {
  flag: '--state-dir',
  value: 'DIR',
  help: 'where state, journal and log live',
};

/** The options that every command about a supervisor takes. */
export const PLACE: readonly CommandOption[] = [CONFIG_OPTION, STATE_DIR_OPTION];

export const JSON_OPTION: CommandOption = { flag: '--json', help: 'one JSON object, for scripts' };
