import type { LoadedConfig } from '../adapters/config-file.js';
import { problemLine } from '../core/config/issues.js';

/** `file:line:column: key message`, one clean line for each problem. */
export function problemLines(loaded: Extract<LoadedConfig, { type: 'invalid' }>): string {
  return loaded.problems.map((problem) => `${problemLine(problem)}\n`).join('');
}
