import { setTimeout as pause } from 'node:timers/promises';
import type { AgentProcess, ProcessPort } from '../core/ports.js';
import { isShellName, isShellPrompt } from './bare-shell.js';
import { roleOf } from './claude-process.js';
import { listPids, readArgv, readCwd, readLoginFacts, readStat, readUid, ticksToMs } from './proc-files.js';
import { type Known, ProcessTable } from './process-table.js';
import { createPsProcesses } from './processes-ps.js';
import { terminateProcess } from './terminate.js';

/** A process this old has long run its program. */
const SETTLED_MS = 5_000;
const MAX_DEPTH = 12;

/** Breadth first, so that the outermost agent is found; ours only. */
function findAgent(table: ProcessTable, panePid: number, uid: number, nowMs: number): Known | null {
  let level: readonly number[] = [panePid];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const below: number[] = [];
    for (const pid of level) {
      const known = table.look(pid);
      if (known === null) continue;
      known.uid ??= readUid(pid);
      if (known.uid !== uid) continue;
      const role = known.role ?? roleOf(known.stat.comm, readArgv(pid));
      // Between fork and exec a child still shows its parent's arguments: a young one is looked at again.
      if (nowMs - ticksToMs(known.stat.startTicks) > SETTLED_MS) known.role = role;
      if (role === 'agent') return known;
      if (role === 'other') below.push(...table.childrenOf(pid));
    }
    level = below;
  }
  return null;
}

/** The same object while nothing of it has changed. A settled agent's directory is read again when it is its turn. */
function describe(table: ProcessTable, known: Known): AgentProcess {
  const { pid, startTicks } = known.stat;
  const settled = known.role !== null;
  if (settled) table.hold(known);
  if (known.agent !== null && settled && !table.isTurn(pid)) return known.agent;
  const cwd = readCwd(pid);
  if (known.agent === null)
    known.agent = { pid, startTicks, startedSteadyMs: ticksToMs(startTicks), cwd, ...readLoginFacts(pid) };
  else if (known.agent.cwd !== cwd) known.agent = { ...known.agent, cwd };
  return known.agent;
}

/** Read anew, nothing from memory: what it answers decides whether a pane's program is replaced. */
function isBareShell(panePid: number, uid: number): boolean {
  const stat = readStat(panePid);
  if (stat === null || stat.zombie || readUid(panePid) !== uid) return false;
  if (!isShellName(stat.comm) || !isShellPrompt(readArgv(panePid))) return false;
  return listPids().every((pid) => {
    const other = readStat(pid);
    return other === null || other.zombie || other.ppid !== panePid;
  });
}

export interface ProcessOptions {
  readonly platform?: NodeJS.Platform;
  readonly uid?: number;
  readonly steadyMs: () => number;
}

/** Processes below panes, from /proc; elsewhere from `ps`, which tells no environment and no directory. */
export function createProcesses(options: ProcessOptions): ProcessPort {
  const uid = options.uid ?? process.getuid?.() ?? -1;
  if ((options.platform ?? process.platform) !== 'linux') return createPsProcesses(uid, options.steadyMs);
  const table = new ProcessTable();
  return {
    agents: (panePids) => {
      const nowMs = options.steadyMs();
      table.scan();
      const found = panePids.map((panePid): [number, AgentProcess | null] => {
        const known = findAgent(table, panePid, uid, nowMs);
        return [panePid, known === null ? null : describe(table, known)];
      });
      return Promise.resolve(new Map(found));
    },
    isBareShell: (panePid) => Promise.resolve(isBareShell(panePid, uid)),
    terminate: (pid, startTicks, withinMs) =>
      terminateProcess(
        pid,
        () => {
          const stat = readStat(pid);
          return Promise.resolve(stat !== null && !stat.zombie && stat.startTicks === startTicks);
        },
        withinMs,
        pause,
      ),
  };
}
