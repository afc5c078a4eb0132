import type { AgentProcess } from '../core/ports.js';
import type { ProcessRole } from './claude-process.js';
import { OpenStat } from './open-stat.js';
import { listPids, type ProcStat, readStat } from './proc-files.js';

/**
 * A look reads one part of what it meets below panes again; the rest is taken from memory. What that shows late: a settled
 * shell that turns into an agent by `exec`, and a settled agent's change of directory. A new process, the end, name and
 * parent of an agent, and a young one are seen at once.
 */
const PARTS = 10;
/** All others, of which only the number and the parent matter. */
const OTHER_PARTS = 60;
/** So many agents are watched by an open file; those beyond are read anew. */
const MAX_OPEN = 256;

/** What is remembered of a process. */
export interface Known {
  readonly stat: ProcStat;
  uid: number | null;
  role: ProcessRole | null;
  agent: AgentProcess | null;
  /** Held for a settled agent. */
  open: OpenStat | null;
  /** The scan that saw it last. */
  scan: number;
}

const UNKNOWN = { uid: null, role: null, agent: null } as const;

/** Every process of the machine, most of them from memory: one listing of /proc per scan, new ones read. */
export class ProcessTable {
  readonly #known = new Map<number, Known>();
  #children = new Map<number, number[]>();
  #scan = 0;
  /** Some process has come, gone, or changed its parent. */
  #moved = true;
  /** Their children have another parent by now. */
  readonly #ended = new Set<number>();
  #open = 0;

  scan(): void {
    this.#scan += 1;
    let there = 0;
    for (const pid of listPids()) {
      const known = this.#isTurn(pid, OTHER_PARTS) ? this.fresh(pid) : this.get(pid);
      if (known === null) continue;
      known.scan = this.#scan;
      there += 1;
    }
    if (there < this.#known.size) this.#dropLost();
    this.#adopted();
    if (this.#moved) this.#sortByParent();
  }

  get(pid: number): Known | null {
    return this.#known.get(pid) ?? this.fresh(pid);
  }

  /** As it is now: from memory as far as that cannot have changed. */
  look(pid: number): Known | null {
    const known = this.#known.get(pid);
    if (known === undefined || this.isTurn(pid)) return this.fresh(pid);
    if (known.role === 'other') return known;
    return known.open?.holds() === true ? known : this.fresh(pid);
  }

  /** It is of the part that is read again in this scan. */
  isTurn(pid: number): boolean {
    return this.#isTurn(pid, PARTS);
  }

  /** Reads its stat anew; what was learnt stays while it is the same process under the same name. */
  fresh(pid: number): Known | null {
    const stat = readStat(pid);
    const old = this.#known.get(pid);
    if (stat === null || stat.zombie) {
      if (old !== undefined) this.#drop(pid, old);
      return null;
    }
    const same = old?.stat.startTicks === stat.startTicks && old.stat.comm === stat.comm;
    if (same && old.stat.ppid === stat.ppid) return old;
    if (old !== undefined) this.#drop(pid, old);
    const learnt = same ? { uid: old.uid, role: old.role, agent: old.agent } : UNKNOWN;
    const known: Known = { stat, ...learnt, open: null, scan: this.#scan };
    this.#moved = true;
    this.#known.set(pid, known);
    return known;
  }

  /** From now on one read tells whether it is still the same. */
  hold(known: Known): void {
    if (known.open !== null || this.#open >= MAX_OPEN) return;
    const { pid, startTicks } = known.stat;
    const open = OpenStat.of(pid);
    if (open === null) return;
    // Read after it was opened: what was opened is then of this very process.
    if (readStat(pid)?.startTicks !== startTicks) {
      open.close();
      return;
    }
    known.open = open;
    this.#open += 1;
  }

  childrenOf(pid: number): readonly number[] {
    return this.#children.get(pid) ?? [];
  }

  #isTurn(pid: number, parts: number): boolean {
    return pid % parts === this.#scan % parts;
  }

  #dropLost(): void {
    for (const known of [...this.#known.values()])
      if (known.scan !== this.#scan) this.#drop(known.stat.pid, known);
  }

  /** A child's parent changes when that ends, never before. */
  #adopted(): void {
    if (this.#ended.size === 0) return;
    const orphans = [...this.#known.values()].filter(({ stat }) => this.#ended.has(stat.ppid));
    this.#ended.clear();
    for (const { stat } of orphans) this.fresh(stat.pid);
  }

  #sortByParent(): void {
    this.#moved = false;
    this.#children = new Map();
    for (const { stat } of this.#known.values()) {
      const siblings = this.#children.get(stat.ppid);
      if (siblings === undefined) this.#children.set(stat.ppid, [stat.pid]);
      else siblings.push(stat.pid);
    }
  }

  #drop(pid: number, known: Known): void {
    this.#moved = true;
    this.#ended.add(pid);
    this.#known.delete(pid);
    if (known.open === null) return;
    known.open.close();
    known.open = null;
    this.#open -= 1;
  }
}
