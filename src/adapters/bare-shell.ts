import { basename } from 'node:path';

export const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'fish',
  'ksh',
  'ash',
  'busybox',
]);

/** An option takes its word with it: what stands after one of these is no script. */
const TAKES_WORD = new Set(['--rcfile', '--init-file', '-o', '+o', '-O', '+O']);

/**
 * Whether these are the arguments of a shell that waits for a person: one that runs a script or a command (`-c`) has
 * something to lose, also while nothing runs below it.
 */
export function isShellPrompt(argv: readonly string[]): boolean {
  const [program = '', ...rest] = argv;
  const name = basename(program).replace(/^-/, '');
  if (!SHELLS.has(name)) return false;
  const words = name === 'busybox' ? rest.slice(1) : rest;
  if (name === 'busybox' && !SHELLS.has(rest[0] ?? '')) return false;
  return words.every((word, index) => {
    if (TAKES_WORD.has(words[index - 1] ?? '')) return true;
    return /^[-+]./.test(word) && !/^-[A-Za-z]*c/.test(word) && word !== '--command';
  });
}

/** The kernel's short name of a process fits a shell: arguments can be made to say anything. */
export function isShellName(comm: string): boolean {
  return SHELLS.has(comm);
}
