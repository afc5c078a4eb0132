import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;

function fieldsOf(pid: number | 'self'): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Time on a CPU so far of all threads of a process, ms; 0 when it has gone. The kernel counts it in nanoseconds. */
export function cpuMsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]))
      .reduce((sum, ns) => sum + ns / 1e6, 0);
  } catch {
    return 0;
  }
}

/** CPU of children that have ended and been waited for, ms, in steps of 10. */
export function endedChildrenMs(pid: number | 'self'): number {
  const fields = fieldsOf(pid);
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

/** Children that live just now. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => {
      try {
        return Number(fieldsOf(child)[1]) === pid;
      } catch {
        return false;
      }
    });
}

export function residentKb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN);
}

/** MB of a process: resident, and of that what no file on the disk backs (the rest is mostly Node's own program, shared). */
export interface Memory {
  readonly resident: number;
  readonly own: number;
}

export function memoryOf(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  const mb = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN) / 1_024;
  return { resident: mb('Rss'), own: mb('Anonymous') };
}

/** Milliseconds on a CPU, by who spent them. */
export interface Spent {
  readonly own: number;
  readonly children: number;
  readonly server: number;
}

/**
 * CPU spent so far by this process (all its threads, children waited for), these living children and a tmux server.
 * Take the difference of two.
 */
export function spentSoFar(serverPid: number, living: readonly number[]): Spent {
  const { user, system } = process.cpuUsage();
  const alive = living.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
  return {
    own: (user + system) / 1_000,
    children: endedChildrenMs('self') + alive,
    server: cpuMsOf(serverPid),
  };
}
