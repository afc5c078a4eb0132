import type { Effect } from '../core/engine/effects.js';
import type { PaneTarget } from '../core/ports.js';
import { paneNow } from './panes.js';
import { type Program, programOf } from './program.js';
import { NO_COMMAND, NO_DIRECTORY, PANE_CHANGED, replaceAgent, type Tools } from './replace.js';
import { type Result, refusal, resultOf } from './result.js';

/** Starts the room's configured command where the effect says: in a new session, an agent's place, or a vacant pane. */
export async function launchAgent(
  effect: Extract<Effect, { type: 'launch' }>,
  tools: Tools,
): Promise<Result> {
  const { room, target, agent, conversation, task } = effect;
  const command = tools.commandFor(room);
  if (!command) return refusal(NO_COMMAND);
  const cwd = effect.cwd ?? command.cwd ?? agent?.cwd ?? null;
  if (cwd === null) return refusal(NO_DIRECTORY);
  // Sessions of another tmux server are never polled: two processes would write into one transcript.
  const other =
    agent === null && conversation.how === 'resume' ? tools.processWith?.(conversation.id) : undefined;
  if (other != null)
    return refusal(
      `its conversation is open in another process (pid ${other}), perhaps in another tmux server. End that one first`,
    );
  const program = programOf(command, { cwd, conversation, task });
  if (target === null) return resultOf(await tools.tmux.create({ name: room, ...program }));
  if (agent !== null) {
    // The order came of a look that is a moment old: someone may have begun to type since.
    const now = await tools.tmux.isAtPrompt(target);
    return now.ok ? replaceAgent({ target, agent }, program, tools) : refusal(now.reason);
  }
  return fill(target, program, tools);
}

/** A dead pane is taken whole; a living one only when nothing but a waiting shell is in it, which comes back afterwards. */
async function fill(target: PaneTarget, program: Program, { tmux, processes }: Tools): Promise<Result> {
  const listing = await tmux.list();
  if (listing === null) return refusal(tmux.health().detail);
  const pane = paneNow(listing, target);
  if (pane === undefined) return refusal(PANE_CHANGED);
  if (pane.dead) {
    if (!(await tmux.keepWhenDead(target, true))) return refusal(PANE_CHANGED);
    return resultOf(await tmux.respawn({ target, ...program, keepShell: false }));
  }
  if (!(await processes.isBareShell(target.panePid))) {
    return refusal('another program runs in its pane. End it, or rename its tmux session');
  }
  return resultOf(await tmux.respawn({ target, ...program, keepShell: true }));
}
