/** One command of the command line. `load` keeps what it needs out of every other command's start. */
export interface CommandEntry {
  readonly name: string;
  /** Its arguments as the help shows them. */
  readonly usage: string;
  readonly summary: string;
  /** Further lines of its own help page. */
  readonly details: readonly string[];
  load(): Promise<{ run(argv: readonly string[]): Promise<number> }>;
}

/** Help of the options that every command about a supervisor takes. */
export const COMMON = [
  '--config FILE      the configuration (else $CLAUDE_FAILOVER_CONFIG, else the XDG folder)',
  '--state-dir DIR    where state, journal and log live',
] as const;
