import { basename } from 'node:path';
import { CLAUDE_PACKAGE, CLAUDE_PROGRAM, SCRIPT_RUNTIME, STARTERS } from '../core/claude-program.js';
import { SHELLS } from './bare-shell.js';

/** What a process below a pane is to us. */
export type ProcessRole =
  /** An interactive Claude Code. */
  | 'agent'
  /** Look no further below it: another machine, container or terminal, or Claude Code without a screen. */
  | 'barrier'
  /** A shell, a wrapper, an editor: its children are looked at. */
  | 'other';

/** What a wrapper script called `claude` is run by. */
const WRAPPERS = new Set([...SHELLS, ...STARTERS]);
const BARRIERS = new Set([
  'ssh',
  'mosh',
  'mosh-client',
  'docker',
  'podman',
  'nerdctl',
  'kubectl',
  'lxc',
  'incus',
  'nsenter',
  'chroot',
  'tmux',
  'tmux: client',
  'tmux: server',
  'screen',
  'zellij',
  'sudo',
  'su',
]);
/** Subcommands that talk to a program or end at once; only when they stand first. */
const SUBCOMMANDS = new Set([
  'mcp',
  'update',
  'doctor',
  'install',
  'setup-token',
  'config',
  'plugin',
  'auth',
]);

/** The arguments behind the program, null when this is not Claude Code. */
function claudeArguments(comm: string, argv: readonly string[]): readonly string[] | null {
  const [program = '', ...rest] = argv;
  const name = basename(program.replace(/^-/, ''));
  if (CLAUDE_PROGRAM.test(name) || program.includes(CLAUDE_PACKAGE)) return rest;
  if (SCRIPT_RUNTIME.test(name)) {
    const at = rest.findIndex((word) => !word.startsWith('-'));
    const script = rest[at] ?? '';
    if (CLAUDE_PROGRAM.test(basename(script)) || script.includes(CLAUDE_PACKAGE)) return rest.slice(at + 1);
  }
  // The kernel names a script's shell after the script: a wrapper called `claude` is still a shell.
  return comm === 'claude' && !WRAPPERS.has(name) ? rest : null;
}

function interactive(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  if (options.some((word) => word === '--print' || /^-[a-z]*p[a-z]*$/i.test(word))) return false;
  return !SUBCOMMANDS.has(args[0] ?? '');
}

/**
 * Tells Claude Code from the rest by short name and arguments. 1.x and 2.0.x run on Node and may write `claude` over
 * their arguments; 2.1.x is a program named `claude`.
 */
export function roleOf(comm: string, argv: readonly string[]): ProcessRole {
  const args = claudeArguments(comm, argv);
  if (args !== null) return interactive(args) ? 'agent' : 'barrier';
  const program = basename((argv[0] ?? comm).replace(/^-/, ''));
  return BARRIERS.has(program) || BARRIERS.has(comm) ? 'barrier' : 'other';
}

/** With or without a screen, at work or ending at once. */
export function isClaudeCode(comm: string, argv: readonly string[]): boolean {
  return claudeArguments(comm, argv) !== null;
}

/** The conversation named on the command line (`--resume`, `-r`, `--session-id`), null when none is. */
export function conversationInArgv(argv: readonly string[]): string | null {
  const words = argv.flatMap((word) => (/^--(resume|session-id)=/.test(word) ? word.split('=', 2) : [word]));
  const at = words.findIndex((word) => ['--resume', '-r', '--session-id'].includes(word));
  const id = at === -1 ? '' : (words[at + 1] ?? '');
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id) ? id : null;
}
