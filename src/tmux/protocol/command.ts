/** A tmux command: its name and its arguments, unquoted. The only shape in which commands travel through this room. */
export type Command = readonly string[];

/** Control characters would end the line (and an empty line detaches the client); a tab is harmless. */
const UNSENDABLE = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const PLAIN = /^[A-Za-z0-9_\-./:@%=,+]+$/;

/** Whether `text` may stand in a command: nothing but printable characters and tabs. */
export function sendable(text: string): boolean {
  return !UNSENDABLE.test(text);
}

/**
 * One argument for tmux's own parser. Inside single quotes nothing has a meaning: no `$`, `~`, `;`, `#`, `{`.
 * Throws a RangeError on control characters: ask `sendable` first when the text comes from outside.
 */
function quote(argument: string): string {
  if (!sendable(argument)) throw new RangeError('a tmux argument may hold no control character');
  // `%name` at the start of a line and `~` are special unquoted; an id such as `%7` is not.
  if (PLAIN.test(argument) && !/^%\D/.test(argument)) return argument;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/** Commands as one line of control mode, or as the argument of `if-shell`. */
export function encode(...commands: readonly Command[]): string {
  return commands.map((command) => command.map(quote).join(' ')).join(' ; ');
}

/** Commands as arguments of a `tmux` process, where an argument ending in `;` would end the command. */
export function encodeArgv(commands: readonly Command[]): string[] {
  return commands.flatMap((command, index) => [
    ...(index === 0 ? [] : [';']),
    ...command.map((argument) => (argument.endsWith(';') ? `${argument.slice(0, -1)}\\;` : argument)),
  ]);
}

/** Text that tmux will expand as a format and that must come out as it is. */
export function literalFormat(text: string): string {
  return text.replaceAll('#', '##');
}
