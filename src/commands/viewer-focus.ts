import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../adapters/paths.js';
import type { Command, CommandResult, Store } from '../core/commands.js';
import type { Config } from '../core/config/schema.js';
import { tmuxName } from '../core/sessions/kind.js';
import type { SessionView } from '../core/snapshot.js';
import { chooseTarget, socketOf } from '../tmux/link/target.js';

const run = promisify(execFile);
const WITHIN_MS = 2_000;

interface FocusOptions {
  readonly config: Config | null;
  readonly env: Environment;
  /** The person is at another session now. */
  readonly onGone: () => void;
}

/** The store, but that going to a session moves the tmux client the viewer is shown by, where there is one. */
export function focusing(store: Store, options: FocusOptions): Store {
  const focus = async (command: Extract<Command, { type: 'focus' }>): Promise<CommandResult> => {
    const session = store.getSnapshot().sessions.find(({ id }) => id === command.session);
    const moved = session !== undefined && (await moveOwnClient(session, options));
    const result: CommandResult = moved
      ? { status: 'done', text: `went to ${session.name}` }
      : await store.send(command);
    if (result.status === 'done') options.onGone();
    return result;
  };
  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    send: (command) => (command.type === 'focus' ? focus(command) : store.send(command)),
  };
}

/** False when the viewer runs outside of the sessions' tmux server, or nobody is attached to it. */
async function moveOwnClient(
  { pane, name }: SessionView,
  { config, env }: Pick<FocusOptions, 'config' | 'env'>,
): Promise<boolean> {
  const { own, env: lent } = chooseTarget(socketOf(config?.tmux.socket), env);
  // By these two tmux knows whose client is to move.
  const { TMUX, TMUX_PANE } = env;
  const socket = /^(.+),\d+,\d+$/s.exec(env.TMUX ?? '')?.[1];
  if (own === null || socket === undefined || !/^%\d+$/.test(pane)) return false;
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('tmux', ['-N', '-S', socket, ...args], {
      env: { ...lent, TMUX, TMUX_PANE },
      timeout: WITHIN_MS,
    });
    return stdout.replace(/\n$/, '');
  };
  try {
    // Another server may have a pane of that id too.
    const there = await tmux('display-message', '-p', '-t', pane, '#{session_name}');
    if (tmuxName(name) !== there) return false;
    await tmux('switch-client', '-t', pane);
    return true;
  } catch {
    return false;
  }
}
