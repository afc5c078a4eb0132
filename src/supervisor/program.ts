import type { AgentCommand } from '../core/config/commands.js';

/** Tells the agent's hooks and tools which task it works on. */
const TASK_VARIABLE = 'CLAUDE_FAILOVER_TASK';

/** A program as a pane is given it. */
export interface Program {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/**
 * The command with its conversation. The task is set, or taken away, by `env` in front of it and not by the environment
 * of the pane: a shell that stays behind must not know it, and a variable that the tmux server was started with must not
 * come through.
 */
export function programOf(
  command: Pick<AgentCommand, 'argv' | 'env'>,
  start: {
    readonly cwd: string;
    readonly conversation: { readonly id: string; readonly how: 'new' | 'resume' };
    readonly task: string | null;
  },
): Program {
  const { id, how } = start.conversation;
  const task = start.task === null ? ['-u', TASK_VARIABLE] : [`${TASK_VARIABLE}=${start.task}`];
  const conversation = [how === 'new' ? '--session-id' : '--resume', id];
  return { argv: ['env', ...task, ...command.argv, ...conversation], env: command.env, cwd: start.cwd };
}
