import type { RespawnRequest } from '../../core/ports.js';
import { type Command, sendable } from '../protocol/command.js';
import type { Door } from '../protocol/exchange.js';
import { runGuarded } from '../typing/guard.js';

type RespawnOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Directory and words arrive as arguments, so nothing is ever quoted for a shell; `-c` of respawn-pane is not used,
 * for tmux expands formats in it (`#(command)` runs) and silently takes another directory when it is missing.
 * With a shell kept, Ctrl-C must end the program and not the waiting `sh`.
 */
const REPLACE = 'cd -- "$1" || exit 1; shift; exec "$@"';
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that fills it in.
const KEEP_SHELL = 'trap : INT; cd -- "$1" && shift && "$@"; trap - INT; exec "${SHELL:-sh}"';

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Replaces the program of a pane, dead or alive, if the pane is still the target. */
export async function respawnPane(door: Door, request: RespawnRequest): Promise<RespawnOutcome> {
  const { target, argv, cwd, env } = request;
  const variables = Object.entries(env);
  if (argv.length === 0) return { ok: false, reason: 'the command is empty' };
  if (variables.some(([name]) => !ENV_NAME.test(name))) {
    return { ok: false, reason: 'an environment variable has a name no shell allows' };
  }
  if (![cwd, ...argv, ...variables.map(([, value]) => value)].every(sendable)) {
    return { ok: false, reason: 'the command, its directory or environment holds a control character' };
  }
  const script = request.keepShell ? KEEP_SHELL : REPLACE;
  const action: Command = [
    'respawn-pane',
    '-k',
    ...variables.flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    '-t',
    target.pane,
    'sh',
    '-c',
    script,
    'sh',
    cwd,
    ...argv,
  ];
  switch (await runGuarded(door, { target, conditions: [], action: [action] })) {
    case 'done':
      return { ok: true };
    case 'refused':
      return { ok: false, reason: 'the pane is gone or runs another program' };
    case 'failed':
      return { ok: false, reason: 'tmux refused to start the command' };
    case 'lost':
      return { ok: false, reason: 'tmux did not answer; the command may have been started' };
  }
}
