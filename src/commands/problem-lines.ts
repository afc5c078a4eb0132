import type { LoadedConfig } from '../adapters/config-file.js';
import { problemLine } from '../core/config/issues.js';

export type InvalidConfig = Extract<LoadedConfig, { type: 'invalid' }>;

/** `file:line:column: key message`, one clean line for each problem. */
export function problemLines({ problems }: InvalidConfig): string {
  return problems.map((problem) => `${problemLine(problem)}\n`).join('');
}

/** The problems, and what did not come about for them: a clause such as "claude-failover was not started". */
export function undoneBy(loaded: InvalidConfig, undone: string): string {
  return `${problemLines(loaded)}${undone}: the configuration is wrong. Correct it; claude-failover config check looks again.\n`;
}
