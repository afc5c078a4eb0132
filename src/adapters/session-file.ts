import { readFileSync, statSync } from 'node:fs';
import { CONVERSATION_ID } from '../core/ids.js';
import type { TranscriptView } from '../core/ports.js';
import { signatureOf } from './file-signature.js';

/** What the CLI (seen in 2.1.330) says of a running process in `<config>/sessions/<pid>.json`. */
export interface SessionFile {
  readonly path: string;
  readonly conversation: string;
  readonly cwd: string | null;
  readonly version: string | null;
  readonly status: TranscriptView['status'];
  /** Tells whether it must be read again. */
  readonly signature: string;
}

/** Whose file it must be. */
export interface SessionProcess {
  readonly pid: number;
  readonly startTicks: number;
  /** Its start by the wall clock, ms. */
  readonly startedWallMs: number;
}

const MAX_BYTES = 64 * 1024;
/** File times and process start times come from different clocks. */
const SLACK_MS = 5_000;

function pathIn(dir: string, { pid }: SessionProcess): string {
  return `${dir}/sessions/${pid}.json`;
}

function statusOf(value: unknown): TranscriptView['status'] {
  const known = ['idle', 'busy', 'waiting', 'shell'] as const;
  return known.find((word) => word === value) ?? null;
}

/**
 * Newer versions (2.1.330) write the process's start into it, on Linux in ticks as `/proc` tells it. Elsewhere, and where
 * it is missing, only a file written to since the start can be its own.
 */
function isOf(process: SessionProcess, raw: Readonly<Record<string, unknown>>, mtimeMs: number): boolean {
  if (raw.pid !== process.pid) return false;
  const { procStart } = raw;
  if (typeof procStart === 'string' && /^\d+$/.test(procStart)) return procStart === `${process.startTicks}`;
  return mtimeMs >= process.startedWallMs - SLACK_MS;
}

/** null when it is missing, of another process (also of an earlier one with this pid), or makes no sense. */
export function readSessionFile(dir: string, process: SessionProcess): SessionFile | null {
  const path = pathIn(dir, process);
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile() || stats.size > MAX_BYTES) return null;
    const signature = signatureOf(stats);
    const raw = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    if (!isOf(process, raw, stats.mtimeMs)) return null;
    if (typeof raw.sessionId !== 'string' || !CONVERSATION_ID.test(raw.sessionId)) return null;
    return {
      path,
      conversation: raw.sessionId,
      cwd: typeof raw.cwd === 'string' ? raw.cwd : null,
      version: typeof raw.version === 'string' ? raw.version.slice(0, 32) : null,
      status: statusOf(raw.status),
      signature,
    };
  } catch {
    return null;
  }
}

/**
 * The newest one among the directories: after a flip the old one stays where it was. `known`: what was read of this
 * process before; a file that has not changed since is not read again.
 */
export function findSessionFile(
  dirs: readonly string[],
  process: SessionProcess,
  known: SessionFile | null = null,
): SessionFile | null {
  const written: { readonly dir: string; readonly signature: string; readonly mtimeMs: number }[] = [];
  for (const dir of dirs) {
    const stats = statSync(pathIn(dir, process), { throwIfNoEntry: false });
    if (stats !== undefined) written.push({ dir, signature: signatureOf(stats), mtimeMs: stats.mtimeMs });
  }
  if (written.length > 1) written.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { dir, signature } of written) {
    if (known?.signature === signature && known.path === pathIn(dir, process)) return known;
    const found = readSessionFile(dir, process);
    if (found !== null) return found;
  }
  return null;
}
