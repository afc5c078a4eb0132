import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PID_FILE, SANDBOX_PREFIX } from './sandbox.js';

/** Removes what demos left that were killed without a chance to (kill -9): their tmux server, agents and folder. */
export async function sweepKilled(dir = tmpdir()): Promise<void> {
  for (const name of readdirSync(dir)) {
    const root = join(dir, name);
    if (!name.startsWith(SANDBOX_PREFIX) || !isLeft(root)) continue;
    const kill = ['-S', join(root, 'tmux.sock'), 'kill-server'];
    await execa('tmux', kill, { reject: false, timeout: 5_000 });
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A folder of ours whose demo has gone. Without a pid it is being made just now, or not ours to judge. */
function isLeft(root: string): boolean {
  try {
    if (statSync(root).uid !== process.getuid?.()) return false;
    const pid = Number(readFileSync(join(root, PID_FILE), 'utf8'));
    return Number.isInteger(pid) && pid > 1 && !isAlive(pid);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
