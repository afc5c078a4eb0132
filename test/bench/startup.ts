import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { percentile } from './stats.ts';

export const PROGRAM = fileURLToPath(new URL('../../bin/claude-failover.js', import.meta.url));
const RUNS = 15;

export interface StartupReport {
  /** Milliseconds from start to end of a process: the least and the median of 15, in turns. */
  readonly version: { readonly min: number; readonly median: number };
  readonly node: { readonly min: number; readonly median: number };
}

function took(args: readonly string[]): number {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - from;
}

export function benchStartup(): StartupReport {
  const version: number[] = [];
  const node: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    version.push(took([PROGRAM, '--version']));
    node.push(took(['-e', '0']));
  }
  const of = (times: readonly number[]) => ({ min: Math.min(...times), median: percentile(times, 0.5) });
  return { version: of(version), node: of(node) };
}
