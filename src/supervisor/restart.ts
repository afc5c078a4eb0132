import type { Effect } from '../core/engine/effects.js';
import type { ProcessPort, TmuxPort } from '../core/ports.js';

/** The command that starts a session of this tmux name again, without `--resume`; null when none is configured. */
export type CommandFor = (
  sessionName: string,
) => { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> } | null;

/** A CLI ends within 0.4 s of SIGTERM (measured: 2.1.330); old ones on a loaded machine need more. */
const EXIT_WITHIN_MS = 20_000;

interface Tools {
  readonly tmux: TmuxPort;
  readonly processes: ProcessPort;
  readonly commandFor: CommandFor;
}

/** Ends exactly that process and starts its command with `--resume <id>` in the same pane and directory. */
export async function restartAgent(
  effect: Extract<Effect, { type: 'restart' }>,
  tools: Tools,
): Promise<{ readonly ok: boolean; readonly reason: string }> {
  const { target, agent } = effect;
  const command = tools.commandFor(effect.name);
  if (!command) return { ok: false, reason: 'no command is configured to start it again' };
  if (!(await tools.tmux.keepWhenDead(target, true))) return { ok: false, reason: 'its pane has changed' };
  if (!(await tools.processes.terminate(agent.pid, agent.startTicks, EXIT_WITHIN_MS))) {
    await tools.tmux.keepWhenDead(target, false);
    return { ok: false, reason: 'it did not end on SIGTERM' };
  }
  const respawned = await tools.tmux.respawn({
    target,
    cwd: agent.cwd ?? '.',
    argv: [...command.argv, '--resume', effect.conversation],
    env: command.env,
    keepShell: agent.pid !== target.panePid,
  });
  await tools.tmux.keepWhenDead(target, false);
  return respawned.ok ? { ok: true, reason: '' } : { ok: false, reason: respawned.reason };
}
