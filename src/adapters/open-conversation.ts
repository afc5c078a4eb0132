import { steadyMs } from './clock.js';
import { readStat, ticksToMs } from './proc-files.js';
import { findSessionFile } from './session-file.js';
import { claudeProcesses } from './setup/alive.js';

/**
 * The process of ours that says it has this conversation open, wherever it runs: in another tmux server, or in none.
 * null: none is known. Versions that write no session file, and systems without `/proc`, tell nothing.
 */
export function processWith(conversation: string, dirs: readonly string[]): number | null {
  const bootMs = Date.now() - steadyMs();
  try {
    for (const { pid } of claudeProcesses()) {
      const stat = readStat(pid);
      if (stat === null) continue;
      const startedWallMs = bootMs + ticksToMs(stat.startTicks);
      const file = findSessionFile(dirs, { pid, startTicks: stat.startTicks, startedWallMs });
      if (file?.conversation === conversation) return pid;
    }
  } catch {
    return null;
  }
  return null;
}
