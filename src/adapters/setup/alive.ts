import { join, resolve } from 'node:path';
import { isClaudeCode } from '../claude-process.js';
import { listPids, readArgv, readCwd, readStat, readUid, readVariables } from '../proc-files.js';
import { realOrSame } from '../real-path.js';

/** A process of Claude Code, in a pane or anywhere else. */
export interface Alive {
  readonly pid: number;
  /** Its config directory as it was named or follows from its HOME; null when its environment cannot be read. */
  readonly configDir: string | null;
  /** Its HOME, null when unset or not to be read. */
  readonly home: string | null;
}

const PLACES = new Set(['CLAUDE_CONFIG_DIR', 'HOME']);

function placesOf(pid: number): Pick<Alive, 'configDir' | 'home'> {
  const variables = readVariables(pid, PLACES);
  if (variables === null) return { configDir: null, home: null };
  const { CLAUDE_CONFIG_DIR: dir = '', HOME: home = '' } = Object.fromEntries(variables);
  const byHome = home === '' ? null : join(home, '.claude');
  return {
    configDir: dir === '' ? byHome : resolve(readCwd(pid) ?? '/', dir),
    home: home === '' ? null : home,
  };
}

function isAlive(pid: number): boolean {
  return readStat(pid)?.zombie === false;
}

/** Every Claude Code of this user on the machine (Linux), interactive or not. */
export function claudeProcesses(uid: number = process.getuid?.() ?? -1): readonly Alive[] {
  return listPids().flatMap((pid): readonly Alive[] => {
    if (readUid(pid) !== uid) return [];
    const stat = readStat(pid);
    if (stat === null || stat.zombie || !isClaudeCode(stat.comm, readArgv(pid))) return [];
    const places = placesOf(pid);
    // One that ends meanwhile has no environment any more: it works nowhere.
    return places.configDir === null && !isAlive(pid) ? [] : [{ pid, ...places }];
  });
}

/** Those whose directory is, leads to, or cannot be told from one of these. */
export function aliveIn(dirs: readonly string[], processes: readonly Alive[]): readonly number[] {
  const real = new Set(dirs.flatMap((dir) => [dir, realOrSame(dir)]));
  return processes
    .filter(({ configDir }) => configDir === null || real.has(realOrSame(configDir)))
    .map(({ pid }) => pid);
}
