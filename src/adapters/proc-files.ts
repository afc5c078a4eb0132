import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** What `/proc/<pid>/stat` tells (Linux): identity, parent and short name. */
export interface ProcStat {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly zombie: boolean;
  /** Field 22: clock ticks since boot, suspend included. */
  readonly startTicks: number;
}

/** Ticks per second as user space sees them: 100 on every architecture Node 22 runs on. */
const TICKS_PER_SECOND = 100;

export function ticksToMs(ticks: number): number {
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

/** All process ids just now. */
export function listPids(): readonly number[] {
  const pids: number[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (Number.isInteger(pid)) pids.push(pid);
  }
  return pids;
}

/** Fields between the state and the start. */
const STARTED = 19;

/** Where the field `count` blanks behind `at` begins; without such a field a place where no number stands. */
function fieldFrom(text: string, at: number, count: number): number {
  let from = at;
  for (let blank = 0; blank < count; blank += 1) {
    const next = text.indexOf(' ', from);
    if (next < 0) return text.length;
    from = next + 1;
  }
  return from;
}

function numberAt(text: string, from: number): number {
  return Number.parseInt(text.slice(from, from + 20), 10);
}

/** null when the process has gone. The name may hold blanks and brackets: it ends at the last `)`. */
export function readStat(pid: number): ProcStat | null {
  try {
    // Node reads a file as UTF-8 in one call and in two thirds of the time; a name that is none does no harm.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const open = text.indexOf('(');
    const close = text.lastIndexOf(')');
    const state = text.charAt(close + 2);
    const ppid = numberAt(text, close + 4);
    const startTicks = numberAt(text, fieldFrom(text, close + 2, STARTED));
    if (!Number.isFinite(ppid) || !Number.isFinite(startTicks)) return null;
    return {
      pid,
      ppid,
      comm: text.slice(open + 1, close),
      zombie: state === 'Z' || state === 'X',
      startTicks,
    };
  } catch {
    return null;
  }
}

/** Its arguments; empty for kernel threads and those that have gone. */
export function readArgv(pid: number): readonly string[] {
  try {
    const parts = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (parts.at(-1) === '') parts.pop();
    return parts;
  } catch {
    return [];
  }
}

/** Its effective user, null when it has gone. */
export function readUid(pid: number): number | null {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? null;
}

export function readCwd(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** Variables that make the CLI log in by environment (seen in 1.0.60 to 2.1.330). */
export const LOGIN_VARIABLES: readonly string[] = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
];
const UNSET = new Set(['', '0', 'false']);

/**
 * The named variables a process was started with, in their order there; null when it has gone or is not ours to read.
 * Nothing else of its environment leaves this function.
 */
export function readVariables(
  pid: number,
  names: ReadonlySet<string>,
): readonly (readonly [name: string, value: string])[] | null {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((entry) => {
        const equals = entry.indexOf('=');
        return [entry.slice(0, equals), entry.slice(equals + 1)] as const;
      })
      .filter(([name]) => names.has(name));
  } catch {
    return null;
  }
}

const AGENT_VARIABLES = new Set(['CLAUDE_CONFIG_DIR', 'CLAUDE_FAILOVER_TASK', ...LOGIN_VARIABLES]);

/** Only whether there is a login, never its value. */
export function readLoginFacts(pid: number): {
  readonly configDir: string | null;
  readonly loginByEnvironment: boolean;
  readonly task: string | null;
} {
  let configDir: string | null = null;
  let loginByEnvironment = false;
  let task: string | null = null;
  for (const [name, value] of readVariables(pid, AGENT_VARIABLES) ?? []) {
    if (name === 'CLAUDE_CONFIG_DIR' && value !== '') configDir = value;
    if (name === 'CLAUDE_FAILOVER_TASK' && value !== '') task = value;
    if (LOGIN_VARIABLES.includes(name) && !UNSET.has(value)) loginByEnvironment = true;
  }
  return { configDir, loginByEnvironment, task };
}
