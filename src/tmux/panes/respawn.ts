import type { Done, RespawnRequest } from '../../core/ports.js';
import type { Door } from '../protocol/exchange.js';
import { runGuarded } from '../typing/guard.js';
import { environmentWords, programWords, unstartable } from './program.js';

/** Replaces the program of a pane, dead or alive, if the pane is still the target. */
export async function respawnPane(door: Door, request: RespawnRequest): Promise<Done> {
  const { target, keepShell } = request;
  const unfit = unstartable(request);
  if (unfit !== null) return { ok: false, reason: unfit };
  const program = [...environmentWords(request), '-t', target.pane, ...programWords(request, keepShell)];
  switch (await runGuarded(door, { target, conditions: [], action: [['respawn-pane', '-k', ...program]] })) {
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
