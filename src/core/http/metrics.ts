import type { AccountView, Snapshot } from '../snapshot.js';
import { SECOND } from '../time.js';
import { ACCOUNT_STATES, HIT_STATES, MODES, SESSION_STATES } from '../words.js';
import { expositionOf, type Family, type Sample } from './exposition.js';
import { type HealthFacts, healthOf, pollAgeMs } from './health.js';

/** What a snapshot cannot tell of the supervisor that serves it. */
export interface ServerFacts extends HealthFacts {
  /** Ours, as the package has it. */
  readonly version: string;
}

export interface ProcessFacts {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Wall ms. */
  readonly startedAtMs: number;
}

export type MetricFacts = ServerFacts & ProcessFacts;

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The snapshot as numbers over time. Names and labels stay as they are: dashboards and alerts are made of them. */
export function metricsText(snapshot: Snapshot, facts: MetricFacts): string {
  return expositionOf([
    ...standing(snapshot, facts),
    ...accounts(snapshot),
    ...work(snapshot),
    ...swaps(snapshot, facts),
    ...running(facts),
  ]);
}

function gauge(name: string, help: string, samples: readonly Sample[] | number | boolean | null): Family {
  return { name, type: 'gauge', help, samples: samplesOf(samples) };
}

function counter(name: string, help: string, value: number): Family {
  return { name, type: 'counter', help, samples: [{ value }] };
}

function samplesOf(value: readonly Sample[] | number | boolean | null): readonly Sample[] {
  if (value === null) return [];
  return typeof value === 'object' ? value : [{ value: Number(value) }];
}

/** Every word there can be with how many have it: a series that comes and goes cannot be watched. */
function counted<T extends string>(
  label: string,
  words: readonly T[],
  found: readonly T[],
): readonly Sample[] {
  return words.map((word) => ({
    labels: { [label]: word },
    value: found.filter((one) => one === word).length,
  }));
}

function standing(snapshot: Snapshot, facts: MetricFacts): readonly Family[] {
  const { able } = healthOf(snapshot, facts);
  const { tmux, mode, needs, warnings } = snapshot;
  const pollAge = pollAgeMs(snapshot, facts.nowMs);
  const stateAge = snapshot.ages.state;
  return [
    gauge('build_info', 'The version that runs; always 1.', [
      { labels: { version: facts.version }, value: 1 },
    ]),
    gauge('healthy', '1 when it can do its job, as GET /health says with 200.', able),
    gauge('needs', 'What stops failover altogether and needs a person.', needs.length),
    gauge('warnings', 'What a person should mend though failover can act.', warnings.length),
    gauge('mode', '1 for the mode in force.', counted('mode', MODES, [mode])),
    gauge('tmux_reached', '1 when tmux answers.', ['connected', 'fallback'].includes(tmux.state)),
    gauge('poll_age_seconds', 'Since the last completed look at the sessions.', seconds(pollAge)),
    gauge(
      'state_write_age_seconds',
      'From the last write of the state to the last event.',
      seconds(stateAge),
    ),
    gauge('state_written', '1 when the last attempt to write the state worked.', facts.stateWritten),
  ];
}

function accounts({ accounts }: Snapshot): readonly Family[] {
  const each = (make: (account: AccountView) => readonly Sample[]) => accounts.flatMap(make);
  return [
    gauge(
      'accounts',
      'Accounts by state.',
      counted(
        'state',
        ACCOUNT_STATES,
        accounts.map(({ state }) => state),
      ),
    ),
    gauge(
      'account_state',
      '1 for the state an account is in.',
      each(({ name, state }) =>
        counted('state', ACCOUNT_STATES, [state]).map((sample) => ({
          ...sample,
          labels: { account: name, ...sample.labels },
        })),
      ),
    ),
    gauge(
      'account_limit_reset_timestamp_seconds',
      'When a limit that stands is reset, where that is known.',
      each(({ name, limits }) =>
        limits.flatMap(({ kind, resetsAt }) =>
          resetsAt === null
            ? []
            : [{ labels: { account: name, limit: kind }, value: Date.parse(resetsAt) / SECOND }],
        ),
      ),
    ),
    gauge(
      'account_used_ratio',
      'How full a window of an account is, 0 to 1, as sessions told last.',
      each(({ name, headroom }) =>
        headroom.map(({ kind, usedPercent }) => ({
          labels: { account: name, limit: kind },
          value: usedPercent / 100,
        })),
      ),
    ),
  ];
}

function work({ sessions, hits, queue, paused }: Snapshot): readonly Family[] {
  const tasks = (['waiting', 'running', 'done', 'failed'] as const).map((state) => ({
    labels: { state },
    value: queue[state],
  }));
  return [
    gauge(
      'sessions',
      'Sessions by state.',
      counted(
        'state',
        SESSION_STATES,
        sessions.map(({ state }) => state),
      ),
    ),
    gauge(
      'hits',
      'Hits that are remembered, by state.',
      counted(
        'state',
        HIT_STATES,
        hits.map(({ state }) => state),
      ),
    ),
    gauge('queue_tasks', 'Tasks in the queue folder, by state.', tasks),
    gauge('queue_held', '1 while something keeps every task from being handed out.', queue.held !== null),
    gauge('paused', '1 while a person has paused the queue.', paused),
  ];
}

function swaps(snapshot: Snapshot, { nowMs }: MetricFacts): readonly Family[] {
  const { lastSwap, swap, cooldown, hold, breaker, swapCount } = snapshot;
  const late = Math.max(0, nowMs - Date.parse(snapshot.at));
  const left = (ms: number) => Math.max(0, ms - late);
  const holdMs = hold === null ? 0 : hold.remainingMs;
  return [
    counter('swaps_total', 'Completed swaps since the state was made.', swapCount),
    gauge(
      'last_swap_timestamp_seconds',
      'When the active account last changed.',
      lastSwap === null ? null : Date.parse(lastSwap.at) / SECOND,
    ),
    gauge('swap_in_progress', '1 while a swap runs.', swap !== null),
    gauge('cooldown_remaining_seconds', '0 without a cooldown.', seconds(left(cooldown?.remainingMs ?? 0))),
    gauge('hold', '1 while every account is limited.', hold !== null),
    gauge(
      'hold_remaining_seconds',
      '0 without a hold; left out while no reset is known.',
      seconds(holdMs === null ? null : left(holdMs)),
    ),
    gauge('breaker_open', '1 while the breaker stops automatic swaps.', breaker.open),
    gauge('breaker_swaps_in_hour', 'Automatic swaps of the last hour.', breaker.swapsInHour),
  ];
}

function running(facts: MetricFacts): readonly Family[] {
  const { cpuSeconds, residentBytes, startedAtMs } = facts;
  return [
    counter('process_cpu_seconds_total', 'Processor time of the supervisor.', cpuSeconds),
    gauge('process_resident_memory_bytes', 'Memory of the supervisor.', residentBytes),
    gauge('process_start_time_seconds', 'When the supervisor started.', Math.round(startedAtMs / SECOND)),
  ];
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / SECOND;
}
