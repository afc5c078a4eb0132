import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf, cpuMsOf, endedChildrenMs, residentKb } from './cpu.ts';
import { AGENTS, type Stage, startHeadless } from './stage.ts';
import { pause } from './stats.ts';

interface Process {
  /** Percent of one core, children included. */
  readonly cpu: number;
  readonly residentMb: number;
}

export interface IdleReport {
  readonly agents: number;
  readonly seconds: number;
  readonly supervisor: Process;
  /** Its tmux client. */
  readonly childrenMb: number;
  /** What the tmux server spends with the supervisor, less what it spends without, percent of one core. */
  readonly server: number;
  /** A Node process that does nothing but wake once a second. */
  readonly node: Process;
  readonly journalBytes: number;
  readonly logBytes: number;
  readonly stateWritten: boolean;
}

const FILES = ['journal.jsonl', 'supervisor.log', 'state.json'] as const;
const SETTLES_IN_MS = 6_000;
const BASELINE = 'setInterval(() => undefined, 1000)';

function stampOf(path: string): { readonly size: number; readonly stamp: string } {
  const stats = statSync(path, { throwIfNoEntry: false });
  return { size: stats?.size ?? 0, stamp: `${stats?.ino}:${stats?.mtimeMs}` };
}

/** Percent of one core that each of these processes, its ended children included, spends meanwhile. */
async function shares(pids: readonly number[], seconds: number): Promise<readonly number[]> {
  const spent = () => pids.map((pid) => cpuMsOf(pid) + endedChildrenMs(pid));
  const before = spent();
  const startedMs = performance.now();
  await pause(seconds * 1_000);
  const tookMs = performance.now() - startedMs;
  return spent().map((after, index) => ((after - (before[index] ?? 0)) / tookMs) * 100);
}

export async function benchIdle(stage: Stage, seconds: number): Promise<IdleReport> {
  const server = await stage.sandbox.tmux.serverPid();
  const [serverAlone = 0] = await shares([server], Math.min(5, seconds));
  const headless = await startHeadless(stage, '1s');
  const node = spawn(process.execPath, ['-e', BASELINE], { stdio: 'ignore' });
  const nodeGone = new Promise<void>((resolve) => node.once('exit', () => resolve()));
  try {
    const nodePid = node.pid ?? 0;
    await pause(SETTLES_IN_MS);
    const children = childrenOf(headless.pid);
    const files = FILES.map((name) => join(headless.stateDir, name));
    const before = files.map(stampOf);
    const [own = 0, ofServer = 0, ofNode = 0, ...ofChildren] = await shares(
      [headless.pid, server, nodePid, ...children],
      seconds,
    );
    const after = files.map(stampOf);
    const grown = after.map(({ size }, index) => size - (before[index]?.size ?? 0));
    return {
      agents: AGENTS,
      seconds,
      supervisor: {
        cpu: ofChildren.reduce((sum, share) => sum + share, own),
        residentMb: residentKb(headless.pid) / 1_024,
      },
      childrenMb: children.reduce((sum, pid) => sum + residentKb(pid), 0) / 1_024,
      server: ofServer - serverAlone,
      node: { cpu: ofNode, residentMb: residentKb(nodePid) / 1_024 },
      journalBytes: grown[0] ?? 0,
      logBytes: grown[1] ?? 0,
      stateWritten: after[2]?.stamp !== before[2]?.stamp,
    };
  } finally {
    node.kill('SIGTERM');
    await nodeGone;
    await headless.stop();
  }
}
