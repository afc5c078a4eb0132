import type { CommandFor } from '../core/config/commands.js';
import type { AgentProcess, PaneTarget, ProcessPort, TmuxPort } from '../core/ports.js';
import { endAgent } from './end-agent.js';
import type { Program } from './program.js';
import { type Result, refusal, resultOf } from './result.js';

export interface Tools {
  readonly tmux: TmuxPort;
  readonly processes: ProcessPort;
  readonly commandFor: CommandFor;
  readonly processWith?: ProcessWith;
}

/** The process that has a conversation open, on this machine; null when none is known. */
export type ProcessWith = (conversation: string) => number | null;

export const NO_COMMAND = 'no command is configured for it. Give it a command in the configuration';
export const NO_DIRECTORY = 'no directory is known to start it in. Give it a cwd in the configuration';

export const PANE_CHANGED = 'its pane has changed. It is looked at again';

/**
 * Ends exactly this agent and starts `program` in its pane. Below a shell, a shell stays behind the program too; a pane
 * that was the agent's own is kept from then on when its program ends, so that what it last said can be read.
 */
export async function replaceAgent(
  { target, agent }: { readonly target: PaneTarget; readonly agent: AgentProcess },
  program: Program,
  { tmux, processes }: Tools,
): Promise<Result> {
  const keepShell = agent.pid !== target.panePid;
  if (!(await tmux.keepWhenDead(target, true))) return refusal(PANE_CHANGED);
  const ended = await endAgent(agent, processes);
  const result = ended.ok ? resultOf(await tmux.respawn({ target, ...program, keepShell })) : ended;
  if (keepShell) await tmux.keepWhenDead(target, false);
  return result;
}
