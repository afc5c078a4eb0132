import type { TaskRun } from '../../dist/core/dispatcher/run.js';
import type { Session, State } from '../../dist/core/engine/state.js';
import { elapsed, type Instant, MINUTE, SECOND } from '../../dist/core/time.js';

/** Nothing is decided later than this after the last change, but what waits for minutes anyway. */
const SETTLED_MS = 2 * MINUTE;
/** Time at work is counted from poll to poll, and not over longer gaps than this. */
const COUNTED_MS = 10 * SECOND;

/**
 * How long polls may wait while nothing in sight changes, ms. The real ones follow each other every second; those that would
 * see nothing new and have nothing to decide are left out.
 */
export function patience(state: State): number {
  const { durable, live } = state;
  const waits = durable.runs.map((run) => patienceOf(state, run));
  for (const { at } of Object.values(live.starting)) waits.push(soonAfter(at, live.now));
  if (durable.hits.some((hit) => hit.state === 'suspected')) waits.push(5 * SECOND);
  if (live.vacant.length > 0) waits.push(COUNTED_MS);
  return Math.min(MINUTE, ...waits);
}

function patienceOf({ live }: State, run: TaskRun): number {
  const session = Object.values(live.sessions).find((one) => one.seen.conversation === run.conversation);
  if (run.step !== 'working' || !session) return soonAfter(run.lostAt ?? run.since, live.now);
  if (session.reading?.busy) return COUNTED_MS;
  return isWaiting(session) ? MINUTE : soonAfter(session.since, live.now);
}

/** A limit is waited out, a question is a person's to answer. */
function isWaiting({ state }: Session): boolean {
  return state === 'limited' || state === 'armed' || state === 'asking';
}

function soonAfter(change: Instant, now: Instant): number {
  return elapsed(change, now) < SETTLED_MS ? SECOND : COUNTED_MS;
}
