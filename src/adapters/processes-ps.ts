import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { AgentProcess, ProcessPort } from '../core/ports.js';
import { isShellPrompt } from './bare-shell.js';
import { roleOf } from './claude-process.js';
import { terminateProcess } from './terminate.js';

const run = promisify(execFile);
/** Seconds of age a process may seem to differ between two looks: `ps` tells whole seconds. */
const SLACK_S = 2;

interface Row {
  readonly pid: number;
  readonly ppid: number;
  readonly uid: number;
  readonly zombie: boolean;
  readonly ageS: number;
  readonly argv: readonly string[];
}

/** `[[dd-]hh:]mm:ss`, as POSIX has it. */
function seconds(elapsed: string): number {
  const [days, clock] = elapsed.includes('-') ? elapsed.split('-', 2) : ['0', elapsed];
  return (clock ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

async function list(): Promise<readonly Row[]> {
  const columns = ['pid=', 'ppid=', 'uid=', 'stat=', 'etime=', 'args='].flatMap((column) => ['-o', column]);
  const { stdout } = await run('ps', ['-A', ...columns], { timeout: 5_000, maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null) return [];
    const [, pid, ppid, uid, stat = '', elapsed = '', args = ''] = match;
    const argv = args.split(' ').filter((word) => word !== '');
    const zombie = stat.startsWith('Z');
    return [{ pid: Number(pid), ppid: Number(ppid), uid: Number(uid), zombie, ageS: seconds(elapsed), argv }];
  });
}

function outermost(
  rows: ReadonlyMap<number, Row>,
  below: ReadonlyMap<number, Row[]>,
  panePid: number,
  uid: number,
) {
  const pane = rows.get(panePid);
  let level = pane === undefined ? [] : [pane];
  while (level.length > 0) {
    const next: Row[] = [];
    for (const row of level) {
      if (row.uid !== uid || row.zombie) continue;
      const role = roleOf('', row.argv);
      if (role === 'agent') return row;
      if (role === 'other') next.push(...(below.get(row.pid) ?? []));
    }
    level = next;
  }
  return null;
}

/** `false` also when `ps` cannot be asked. */
async function isBareShell(panePid: number, uid: number): Promise<boolean> {
  const rows = (await list().catch((): readonly Row[] => [])).filter((row) => !row.zombie);
  const pane = rows.find((row) => row.pid === panePid);
  if (pane === undefined || pane.uid !== uid || !isShellPrompt(pane.argv)) return false;
  return rows.every((row) => row.ppid !== panePid);
}

/**
 * The fallback without /proc (macOS): one `ps` per call. Start times are whole seconds, so a `startTicks` stands for one;
 * directory and environment stay unknown.
 */
export function createPsProcesses(uid: number, steadyMs: () => number): ProcessPort {
  const remembered = new Map<number, number>();
  const startOf = (row: Row) => {
    const start = Math.round(steadyMs() / 1_000 - row.ageS) * 100;
    const before = remembered.get(row.pid);
    // The first look's answer stays, or the rounding would make a new process of it every other look.
    if (before !== undefined && Math.abs(before - start) <= SLACK_S * 100) return before;
    remembered.set(row.pid, start);
    return start;
  };
  const agents = async (panePids: readonly number[]): Promise<ReadonlyMap<number, AgentProcess | null>> => {
    const all = await list().catch((): readonly Row[] => []);
    const rows = new Map(all.map((row) => [row.pid, row]));
    for (const pid of remembered.keys()) if (!rows.has(pid)) remembered.delete(pid);
    const below = new Map<number, Row[]>();
    for (const row of all) below.set(row.ppid, [...(below.get(row.ppid) ?? []), row]);
    return new Map(
      panePids.map((panePid): [number, AgentProcess | null] => {
        const row = outermost(rows, below, panePid, uid);
        if (row === null) return [panePid, null];
        const startTicks = startOf(row);
        const startedSteadyMs = startTicks * 10;
        return [
          panePid,
          {
            pid: row.pid,
            startTicks,
            startedSteadyMs,
            cwd: null,
            configDir: null,
            loginByEnvironment: false,
            task: null,
          },
        ];
      }),
    );
  };
  const terminate = (pid: number, startTicks: number, withinMs: number) => {
    const isSame = async () => {
      const row = (await list()).find((candidate) => candidate.pid === pid);
      return row !== undefined && !row.zombie && startOf(row) === startTicks;
    };
    return terminateProcess(pid, isSame, withinMs, pause).catch(() => false);
  };
  return { agents, isBareShell: (panePid) => isBareShell(panePid, uid), terminate };
}
