import type { AgentProcess, ProcessPort } from '../core/ports.js';
import { OK, type Result, refusal } from './result.js';

/** A CLI ends within 0.4 s of SIGTERM (measured: 2.1.330); old ones on a loaded machine need more. */
const EXIT_WITHIN_MS = 20_000;

/** Ends exactly this process; one that has gone already is ended. */
export async function endAgent(
  { pid, startTicks }: AgentProcess,
  processes: Pick<ProcessPort, 'terminate'>,
): Promise<Result> {
  const ended = await processes.terminate(pid, startTicks, EXIT_WITHIN_MS);
  return ended ? OK : refusal('it did not end on SIGTERM. End it by hand');
}
