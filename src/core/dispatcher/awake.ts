import type { Step } from '../engine/step.js';
import { elapsed, type Instant, MINUTE, SECOND } from '../time.js';
import { patchRun, sessionOf } from './runs.js';
import { waitsForLimit } from './waits.js';

/** Between two polls more than this is a suspended machine, or a tmux that did not answer: no working time. */
const GAP_MS = 10 * SECOND;

/**
 * Counts the time tasks worked since the poll before: awake, not waiting for a limit. Written once a minute of work, so
 * that an idle poll writes nothing.
 */
export function countWork(step: Step, lastPoll: Instant | null): void {
  const passedMs = lastPoll === null ? 0 : elapsed(lastPoll, step.at);
  if (passedMs === 0 || passedMs > GAP_MS + step.settings.pollIntervalMs) return;
  const worked: Record<string, number> = {};
  for (const run of step.durable.runs) {
    const session = sessionOf(step.state, run);
    const counts = run.step === 'working' && session !== undefined && !waitsForLimit(step, session);
    const ms = (step.live.worked[run.id] ?? 0) + (counts ? passedMs : 0);
    if (ms >= MINUTE) patchRun(step, run.id, { workedMs: run.workedMs + ms });
    else if (ms > 0) worked[run.id] = ms;
  }
  step.patchLive({ worked });
}
