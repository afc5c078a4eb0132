import type { Effect } from '../core/engine/effects.js';
import { programOf } from './program.js';
import { NO_COMMAND, NO_DIRECTORY, replaceAgent, type Tools } from './replace.js';
import { type Result, refusal } from './result.js';

/** Ends exactly that process and starts its command with `--resume <id>` in the same pane and directory. */
export async function restartAgent(
  effect: Extract<Effect, { type: 'restart' }>,
  tools: Tools,
): Promise<Result> {
  const command = tools.commandFor(effect.name);
  if (!command) return refusal(NO_COMMAND);
  const cwd = effect.agent.cwd ?? command.cwd;
  if (cwd === null) return refusal(NO_DIRECTORY);
  const conversation = { id: effect.conversation, how: 'resume' } as const;
  return replaceAgent(effect, programOf(command, { cwd, conversation, task: effect.task }), tools);
}
