import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** User option on our own session: the pid of the supervisor it belongs to. */
export const OWNER_OPTION = '@claude-failover-pid';
const NAME = /^_claude-failover-(\d+)-[0-9a-f]+$/;

export function ownSessionName(): string {
  return `_claude-failover-${process.pid}-${randomBytes(4).toString('hex')}`;
}

export function isOwnSessionName(name: string): boolean {
  return NAME.test(name);
}

/** Whether a process of this pid lives; one that has ended and was not yet collected by its parent does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

/** The supervisor this command line was started by, when it is a control client of ours. */
function ownerOf(commandLine: string): number | null {
  const args = commandLine.split('\0');
  if (!args.includes('-C')) return null;
  for (const arg of args) {
    const name = NAME.exec(arg);
    if (name !== null) return Number(name[1]);
  }
  return null;
}

/** Pid 7 of a container is another process than our pid 7: what runs in another pid namespace cannot be judged from here. */
function sharesPids(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`) === readlinkSync('/proc/self/ns/pid');
  } catch {
    return false;
  }
}

/**
 * Ends control clients whose supervisor is dead, and waits until they have gone: such a client with unread replies
 * wedges the whole tmux server, and SIGTERM to it frees the server (seen 4 of 4 on 3.3a). Works without asking the
 * server, which may be the one that hangs. A supervisor in a container keeps its clients. Linux only (`/proc`);
 * elsewhere it finds nothing.
 */
export async function endLeftoverClients(): Promise<void> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  await Promise.all(
    pids.map(async (pid) => {
      const owner = ownerOf(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
      if (owner === null || !sharesPids(pid) || isRunning(owner)) return;
      try {
        process.kill(pid, 'SIGTERM');
      } catch {
        return;
      }
      await gone(pid);
    }),
  );
}

const GONE_WITHIN_MS = 1_000;

async function gone(pid: number): Promise<void> {
  const end = performance.now() + GONE_WITHIN_MS;
  while (isRunning(pid) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
