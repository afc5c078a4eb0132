import { setTimeout as pause } from 'node:timers/promises';
import type { AgentProcess, ProcessPort } from '../core/ports.js';
import { isShellName, isShellPrompt } from './bare-shell.js';
import { type ProcessRole, roleOf } from './claude-process.js';
import {
  listPids,
  type ProcStat,
  readArgv,
  readCwd,
  readLoginFacts,
  readStat,
  readUid,
  ticksToMs,
} from './proc-files.js';
import { createPsProcesses } from './processes-ps.js';
import { terminateProcess } from './terminate.js';

/**
 * Every scan reads one part of the known processes again; the rest is taken from memory. What that shows late: a settled
 * shell that turns into an agent by `exec`. A new process, an agent and a young one are read at once.
 */
const PARTS = 10;
/** A process this old has long run its program. */
const SETTLED_MS = 5_000;
const MAX_DEPTH = 12;

interface Known {
  readonly stat: ProcStat;
  uid: number | null;
  role: ProcessRole | null;
  facts: Pick<AgentProcess, 'configDir' | 'loginByEnvironment' | 'task'> | null;
}

/** Every process of the machine, most of them from memory: one listing of /proc per scan, new ones read. */
class ProcessTable {
  readonly #known = new Map<number, Known>();
  #children = new Map<number, number[]>();
  #turn = 0;

  scan(): void {
    this.#turn = (this.#turn + 1) % PARTS;
    const pids = listPids();
    const present = new Set(pids);
    for (const pid of this.#known.keys()) if (!present.has(pid)) this.#known.delete(pid);
    this.#children = new Map();
    for (const pid of pids) {
      const known = pid % PARTS === this.#turn ? this.fresh(pid) : this.get(pid);
      if (known === null) continue;
      const siblings = this.#children.get(known.stat.ppid);
      if (siblings === undefined) this.#children.set(known.stat.ppid, [pid]);
      else siblings.push(pid);
    }
  }

  get(pid: number): Known | null {
    return this.#known.get(pid) ?? this.fresh(pid);
  }

  /** Reads its stat anew; what was learnt stays while it is the same process under the same name. */
  fresh(pid: number): Known | null {
    const stat = readStat(pid);
    if (stat === null || stat.zombie) {
      this.#known.delete(pid);
      return null;
    }
    const old = this.#known.get(pid);
    const same = old?.stat.startTicks === stat.startTicks && old.stat.comm === stat.comm;
    const known: Known = same ? { ...old, stat } : { stat, uid: null, role: null, facts: null };
    this.#known.set(pid, known);
    return known;
  }

  childrenOf(pid: number): readonly number[] {
    return this.#children.get(pid) ?? [];
  }
}

/** Breadth first, so that the outermost agent is found; ours only. */
function findAgent(table: ProcessTable, panePid: number, uid: number, nowMs: number): Known | null {
  let level: readonly number[] = [panePid];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const below: number[] = [];
    for (const pid of level) {
      const remembered = table.get(pid);
      const known = remembered?.role === 'other' ? remembered : table.fresh(pid);
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

function describe(known: Known): AgentProcess {
  const { pid, startTicks } = known.stat;
  known.facts ??= readLoginFacts(pid);
  return { pid, startTicks, startedSteadyMs: ticksToMs(startTicks), cwd: readCwd(pid), ...known.facts };
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
        return [panePid, known === null ? null : describe(known)];
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
