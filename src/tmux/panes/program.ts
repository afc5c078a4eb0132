import { type Command, sendable } from '../protocol/command.js';

/** A program to start in a pane. */
export interface Program {
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Directory and words arrive as arguments, so nothing is ever quoted for a shell; `-c` of tmux is not used, for it
 * expands formats in it (`#(command)` runs) and silently takes another directory when it is missing.
 * With a shell kept, Ctrl-C must end the program and not the waiting `sh`.
 */
const REPLACE = 'cd -- "$1" || exit 1; shift; exec "$@"';
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that fills it in.
const KEEP_SHELL = 'trap : INT; cd -- "$1" && shift && "$@"; trap - INT; exec "${SHELL:-sh}"';

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Why tmux cannot be told to start this, a sentence; null when it can. */
export function unstartable({ cwd, argv, env }: Program): string | null {
  if (argv.length === 0) return 'the command is empty';
  const variables = Object.entries(env);
  if (variables.some(([name]) => !ENV_NAME.test(name))) {
    return 'an environment variable has a name no shell allows';
  }
  return [cwd, ...argv, ...variables.map(([, value]) => value)].every(sendable)
    ? null
    : 'the command, its directory or environment holds a control character';
}

/**
 * The words that start it, as the shell-command of a tmux command. Its PATH is among them: tmux puts that of the client
 * that asks, when it is attached to nothing, in place of the one it is given (3.3a, spawn.c).
 */
export function programWords({ cwd, argv, env }: Program, keepShell: boolean): Command {
  const path = env.PATH === undefined ? [] : ['env', `PATH=${env.PATH}`];
  return ['sh', '-c', keepShell ? KEEP_SHELL : REPLACE, 'sh', cwd, ...path, ...argv];
}

/** Its environment as `-e` arguments. */
export function environmentWords({ env }: Program): Command {
  return Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
}
