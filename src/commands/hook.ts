import { jsonOf, processesAbove, readInput } from '../adapters/hooks/input.js';
import { tellSupervisor } from '../adapters/hooks/send.js';
import { shrinkHook } from '../core/hooks/shrink.js';
import { EXIT } from './exit.js';
import { stateDirOf } from './place.js';

/** The value behind this flag; arguments that make no sense are passed over. */
export function flagOf(argv: readonly string[], flag: string): string | null {
  const index = argv.indexOf(flag);
  return index < 0 ? null : (argv[index + 1] ?? null);
}

/**
 * `hook`: run by Claude Code with a hook's JSON on standard input. Prints nothing and is always content: exit code 2 would
 * stop the agent, and words would reach it.
 */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    if (process.stdin.isTTY) return EXIT.good;
    const input = jsonOf(await readInput(process.stdin));
    const body = shrinkHook(input, { pids: processesAbove(), nowMs: Date.now() });
    const stateDir = stateDirOf(flagOf(argv, '--state-dir'), process.env);
    if (body !== null) await tellSupervisor({ stateDir, env: process.env }, body);
  } catch {
    // Whatever it is, the agent has nothing to do with it.
  }
  return EXIT.good;
}
