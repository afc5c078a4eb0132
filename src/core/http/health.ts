import type { Snapshot } from '../snapshot.js';
import { inWords, SECOND } from '../time.js';

/** What the snapshot cannot tell. */
export interface HealthFacts {
  /** Wall ms. */
  readonly nowMs: number;
  readonly pollIntervalMs: number;
  /** The last attempt to write the state to the disk worked. */
  readonly stateWritten: boolean;
}

export interface Health {
  /** It can do its job: tmux is reached, the sessions were looked at just now, the state can be written. */
  readonly able: boolean;
  /** `ok`: and nothing stands in its way. */
  readonly status: 'ok' | 'degraded';
  /** Sentences; empty when ok. */
  readonly reasons: readonly string[];
}

/** So many intervals without a look, and some time for a slow tmux, are too many. */
const MISSED_POLLS = 3;
const SLOW_MS = 10 * SECOND;

/** Whether the supervisor can do its job, and what keeps it from doing all of it. */
export function healthOf(snapshot: Snapshot, facts: HealthFacts): Health {
  const blocked = blockers(snapshot, facts);
  const reasons = [...new Set([...blocked, ...hindrances(snapshot)])];
  return { able: blocked.length === 0, status: reasons.length === 0 ? 'ok' : 'degraded', reasons };
}

function blockers(snapshot: Snapshot, facts: HealthFacts): readonly string[] {
  const found: string[] = [];
  const { state, detail } = snapshot.tmux;
  const stale = stalePoll(snapshot, facts);
  // Without tmux nothing can be looked at: one reason for both.
  if (state !== 'connected' && state !== 'fallback') found.push(detail);
  else if (stale !== null) found.push(stale);
  if (!facts.stateWritten)
    found.push('the state cannot be written: look at the disk and the state directory');
  return found;
}

function stalePoll(snapshot: Snapshot, { nowMs, pollIntervalMs }: HealthFacts): string | null {
  if (snapshot.ages.poll === null) return 'the sessions have not been looked at yet';
  // The snapshot may be old itself: then the loop stands still.
  const ageMs = snapshot.ages.poll + Math.max(0, nowMs - Date.parse(snapshot.at));
  if (ageMs <= MISSED_POLLS * pollIntervalMs + SLOW_MS) return null;
  return `the sessions were last looked at ${inWords(ageMs)} ago`;
}

function hindrances(snapshot: Snapshot): readonly string[] {
  const { hold, breaker } = snapshot;
  return [
    ...snapshot.needs,
    ...(hold === null ? [] : [hold.reason]),
    ...(breaker.open ? [breaker.reason ?? 'the breaker is open'] : []),
    ...snapshot.warnings,
  ];
}
