import type { ProcessFacts } from '../../core/http/metrics.js';

/** What this process has used so far. */
export function processFacts(): ProcessFacts {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    residentBytes: process.memoryUsage.rss(),
    startedAtMs: Date.now() - process.uptime() * 1_000,
  };
}
