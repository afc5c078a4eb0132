import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LineTail } from './line-tail.js';

const AGENT_FILE = /^agent-[\w-]{1,80}\.jsonl$/;
/** This long after a new line the conversation counts as lively; a quiet one is looked at every `LOOK_MS` only. */
const LIVELY_MS = 60_000;
const LOOK_MS = 10_000;
/**
 * A stopped sub-agent that is given another message writes to its old file, which no folder's time tells: the files are
 * listed again every `LOOK_MS` of a lively conversation, and this often of a quiet one.
 */
const QUIET_LIST_MS = 60_000;
/** At most this many files are followed, the newest ones. */
const MAX_FILES = 16;
const MAX_ENTRIES = 2_000;
/** Sub-agents of a workflow lie in `workflows/<run>/` (2.1.150 and later). */
const MAX_DEPTH = 2;
/** A refusal is a sub-agent's last row, of some 2 KB. */
const TAIL_BYTES = 32 * 1024;

interface Followed {
  readonly tail: LineTail;
  changedMs: number;
}

interface AgentFile {
  readonly path: string;
  readonly changedMs: number;
}

/** The files of sub-agents below a folder that changed since then, newest first. */
function agentFiles(folder: string, sinceMs: number): readonly AgentFile[] {
  const found: AgentFile[] = [];
  const folders: { readonly path: string; readonly depth: number }[] = [{ path: folder, depth: 0 }];
  let left = MAX_ENTRIES;
  for (const { path, depth } of folders) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (left-- <= 0) break;
      const inside = join(path, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH) folders.push({ path: inside, depth: depth + 1 });
      if (!AGENT_FILE.test(entry.name)) continue;
      const stats = statSync(inside, { throwIfNoEntry: false });
      if (stats?.isFile() && stats.mtimeMs >= sinceMs) found.push({ path: inside, changedMs: stats.mtimeMs });
    }
  }
  return found.sort((a, b) => b.changedMs - a.changedMs).slice(0, MAX_FILES);
}

/**
 * The lines that a conversation's sub-agents write to files of their own (2.1.126 and later:
 * `<conversation>/subagents/agent-<id>.jsonl` beside its transcript). Files untouched since the process started are an
 * earlier one's. While nothing changes, most looks cost nothing.
 */
export class AgentTails {
  readonly #folder: string;
  readonly #sinceMs: number;
  readonly #spreadMs: number;
  #folderMs = Number.NaN;
  /** Steady clock: the last new line, look and listing. */
  #stirredAt = Number.NEGATIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #listedAt = Number.NEGATIVE_INFINITY;
  #followed: ReadonlyMap<string, Followed> = new Map();

  /**
   * `transcript`: path of the conversation's own file. `sinceMs`: wall clock. `seed`: a number of the process, so that
   * those that begin together do not list together ever after.
   */
  constructor(transcript: string, sinceMs: number, seed: number) {
    this.#folder = join(transcript.replace(/\.jsonl$/, ''), 'subagents');
    this.#sinceMs = sinceMs;
    this.#spreadMs = (seed * 617) % LOOK_MS;
  }

  /**
   * Whole new lines, of each file oldest first; none when there are no sub-agents or they cannot be read. `stirred`: the
   * conversation's own file has grown.
   */
  async read(
    now: { readonly wallMs: number; readonly steadyMs: number },
    stirred: boolean,
  ): Promise<readonly string[]> {
    const { wallMs, steadyMs } = now;
    if (stirred) this.#stirredAt = steadyMs;
    const lively = steadyMs - this.#stirredAt < LIVELY_MS;
    if (!lively && steadyMs - this.#lookedAt < LOOK_MS) return [];
    this.#lookedAt = steadyMs;
    const lines: string[] = [];
    try {
      const listed = this.#list(steadyMs, lively ? LOOK_MS : QUIET_LIST_MS);
      for (const followed of this.#followed.values()) {
        if (lively && !listed && wallMs - followed.changedMs > LIVELY_MS) continue;
        const more = (await followed.tail.read()) ?? [];
        if (more.length === 0) continue;
        followed.changedMs = wallMs;
        this.#stirredAt = steadyMs;
        lines.push(...more);
      }
    } catch {
      // Gone, or not ours to read: what there was is told.
    }
    return lines;
  }

  /** Whether it listed: when the folder says that files came or went, or after that long. */
  #list(steadyMs: number, everyMs: number): boolean {
    const stats = statSync(this.#folder, { throwIfNoEntry: false });
    if (stats?.mtimeMs === this.#folderMs && steadyMs - this.#listedAt < everyMs) return false;
    const files = stats?.isDirectory() ? agentFiles(this.#folder, this.#sinceMs) : [];
    this.#folderMs = stats?.mtimeMs ?? Number.NaN;
    this.#listedAt = steadyMs - (Number.isFinite(this.#listedAt) ? 0 : this.#spreadMs);
    const kept = new Map<string, Followed>();
    for (const { path, changedMs } of files) {
      const tail = this.#followed.get(path)?.tail ?? new LineTail(path, TAIL_BYTES);
      kept.set(path, { tail, changedMs });
    }
    this.#followed = kept;
    return true;
  }
}
