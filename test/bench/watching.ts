import { childrenOf, cpuMsOf, endedChildrenMs, type Memory, memoryOf } from './cpu.ts';
import { pause } from './stats.ts';

/** What a process costs while nothing happens. */
export interface Watched {
  /** Percent of one core, its children included. */
  readonly cpu: number;
  readonly memory: Memory;
}

/** Measures processes side by side over the same seconds: what else the machine does disturbs all of them alike. */
export async function watch(pids: readonly number[], seconds: number): Promise<readonly Watched[]> {
  const families = pids.map((pid) => [pid, ...childrenOf(pid)]);
  const spent = () =>
    families.map((family, index) =>
      family.reduce((sum, pid) => sum + cpuMsOf(pid), endedChildrenMs(pids[index] ?? 'self')),
    );
  const before = spent();
  const startedMs = performance.now();
  await pause(seconds * 1_000);
  const tookMs = performance.now() - startedMs;
  const after = spent();
  return pids.map((pid, index) => ({
    cpu: (((after[index] ?? 0) - (before[index] ?? 0)) / tookMs) * 100,
    memory: memoryOf(pid),
  }));
}
