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
  return judged(snapshot, facts, ({ reason }) => reason);
}

/** The same without a name, a path or a word of anybody: for those who have not shown who they are. */
export function plainHealthOf(snapshot: Snapshot, facts: HealthFacts): Health {
  return judged(snapshot, facts, ({ plain }) => plain);
}

const NO_TMUX = 'tmux is not reached';
const NEEDS_PERSON = 'something needs a person: see claude-failover status';

/** One thing that is not as it should be: for the person, and for strangers. */
interface Trouble {
  readonly reason: string;
  readonly plain: string;
}

function judged(snapshot: Snapshot, facts: HealthFacts, say: (trouble: Trouble) => string): Health {
  const blocked = blockers(snapshot, facts);
  const reasons = [...new Set([...blocked, ...hindrances(snapshot)].map(say))];
  return { able: blocked.length === 0, status: reasons.length === 0 ? 'ok' : 'degraded', reasons };
}

function blockers(snapshot: Snapshot, facts: HealthFacts): readonly Trouble[] {
  const found: Trouble[] = [];
  const { state, detail } = snapshot.tmux;
  const stale = stalePoll(snapshot, facts);
  // Without tmux nothing can be looked at: one reason for both.
  if (state !== 'connected' && state !== 'fallback') found.push({ reason: detail, plain: NO_TMUX });
  else if (stale !== null) found.push(same(stale));
  if (!facts.stateWritten)
    found.push(same('the state cannot be written: look at the disk and the state directory'));
  return found;
}

function same(reason: string): Trouble {
  return { reason, plain: reason };
}

function stalePoll(snapshot: Snapshot, { nowMs, pollIntervalMs }: HealthFacts): string | null {
  if (snapshot.ages.poll === null) return 'the sessions have not been looked at yet';
  const ageMs = pollAgeMs(snapshot, nowMs) ?? 0;
  if (ageMs <= MISSED_POLLS * pollIntervalMs + SLOW_MS) return null;
  return `the sessions were last looked at ${inWords(ageMs)} ago`;
}

/** How long ago the sessions were last looked at, ms; null when never. The snapshot may be old itself: then the loop stands still. */
export function pollAgeMs({ ages, at }: Snapshot, nowMs: number): number | null {
  return ages.poll === null ? null : ages.poll + Math.max(0, nowMs - Date.parse(at));
}

function hindrances(snapshot: Snapshot): readonly Trouble[] {
  const { hold, breaker, needs, warnings, tmux } = snapshot;
  return [
    ...needs.map((reason) => ({ reason, plain: reason === tmux.detail ? NO_TMUX : NEEDS_PERSON })),
    ...(hold === null ? [] : [{ reason: hold.reason, plain: 'every account is limited' }]),
    ...(breaker.open
      ? [{ reason: breaker.reason ?? 'the breaker is open', plain: 'the breaker stopped automatic swaps' }]
      : []),
    ...warnings.map((reason) => ({ reason, plain: 'there are warnings: see claude-failover status' })),
  ];
}
