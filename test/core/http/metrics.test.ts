import { describe, expect, test } from 'vitest';
import { expositionOf } from '../../../src/core/http/exposition.js';
import { type MetricFacts, metricsText } from '../../../src/core/http/metrics.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { HOUR, MINUTE } from '../../../src/core/time.js';
import { hold, normal, states, swap } from '../../ui/snapshots.js';

const facts: MetricFacts = {
  nowMs: 0,
  pollIntervalMs: 1_000,
  stateWritten: true,
  version: '1.2.3',
  cpuSeconds: 12.5,
  residentBytes: 1024,
  startedAtMs: 1_700_000_000_000,
};

const textOf = (snapshot: Snapshot, more: Partial<MetricFacts> = {}): string =>
  metricsText(snapshot, { ...facts, nowMs: Date.parse(snapshot.at), ...more });

/** Series → value. */
function read(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('the metrics', () => {
  test.each(Object.entries(states))('of %s are in the text format, every family told once', (_name, one) => {
    const text = textOf(one);
    const label = '[a-z_]+="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
    const number = '-?\\d+(?:\\.\\d+)?(?:e[-+]\\d+)?';
    const series = new RegExp(`^(claude_failover_[a-z_]+)(?:\\{${label}(?:,${label})*\\})? ${number}$`);
    const told: string[] = [];
    let family = '';
    for (const line of text.trimEnd().split('\n')) {
      const help = /^# HELP (\S+) \S.*$/.exec(line);
      const type = /^# TYPE (\S+) (gauge|counter)$/.exec(line);
      if (help) {
        family = help[1] ?? '';
        told.push(family);
      } else if (type) {
        expect(type[1]).toBe(family);
        expect(family.endsWith('_total')).toBe(type[2] === 'counter');
      } else expect(series.exec(line)?.[1]).toBe(family);
    }
    expect(text.endsWith('\n')).toBe(true);
    expect(new Set(told).size).toBe(told.length);
    const found = [...text.matchAll(/^claude_failover[^ ]*/gm)].map(([name]) => name);
    expect(new Set(found).size).toBe(found.length);
  });

  test('count what is there, and what is not as 0', () => {
    const metrics = read(textOf(normal));
    for (const state of ['working', 'ready', 'limited', 'gone'] as const)
      expect(metrics.get(`claude_failover_sessions{state="${state}"}`)).toBe(
        normal.sessions.filter((session) => session.state === state).length,
      );
    for (const state of ['waiting', 'running', 'done', 'failed'] as const)
      expect(metrics.get(`claude_failover_queue_tasks{state="${state}"}`)).toBe(normal.queue[state]);
    expect(metrics.get('claude_failover_swaps_total')).toBe(normal.swapCount);
    expect(metrics.get('claude_failover_build_info{version="1.2.3"}')).toBe(1);
    expect(metrics.get('claude_failover_process_cpu_seconds_total')).toBe(12.5);
    expect(metrics.get('claude_failover_process_start_time_seconds')).toBe(1_700_000_000);
    expect(metrics.get('claude_failover_mode{mode="auto"}')).toBe(1);
    expect(metrics.get('claude_failover_mode{mode="observe"}')).toBe(0);
    expect(metrics.get('claude_failover_swap_in_progress')).toBe(0);
    expect(read(textOf(swap)).get('claude_failover_swap_in_progress')).toBe(1);
  });

  test('tell an account’s state, its reset and how full it is', () => {
    const [first] = normal.accounts;
    if (first === undefined) throw new Error('no account');
    const account: Snapshot['accounts'][number] = {
      ...first,
      name: 'work',
      state: 'limited',
      limits: [
        { kind: 'weekly', resetsAt: '2026-11-23T00:00:00.000Z' },
        { kind: 'opus', resetsAt: null },
      ],
      headroom: [{ kind: 'five-hour', usedPercent: 42, resetsAt: null, at: normal.at }],
    };
    const metrics = read(textOf({ ...normal, accounts: [account] }));
    expect(metrics.get('claude_failover_accounts{state="limited"}')).toBe(1);
    expect(metrics.get('claude_failover_account_state{account="work",state="limited"}')).toBe(1);
    expect(metrics.get('claude_failover_account_state{account="work",state="active"}')).toBe(0);
    expect(
      metrics.get('claude_failover_account_limit_reset_timestamp_seconds{account="work",limit="weekly"}'),
    ).toBe(Date.parse('2026-11-23T00:00:00.000Z') / 1_000);
    expect(metrics.get('claude_failover_account_used_ratio{account="work",limit="five-hour"}')).toBe(0.42);
    expect([...metrics.keys()].filter((key) => key.includes('opus'))).toEqual([]);
  });

  test('count down while the loop stands still, and say so', () => {
    const cooldown = { until: normal.at, remainingMs: 3 * MINUTE, totalMs: 5 * MINUTE };
    const at = Date.parse(normal.at);
    const early = read(textOf({ ...normal, cooldown }, { nowMs: at + MINUTE }));
    expect(early.get('claude_failover_cooldown_remaining_seconds')).toBe(120);
    expect(early.get('claude_failover_healthy')).toBe(0);
    expect(early.get('claude_failover_poll_age_seconds')).toBeGreaterThanOrEqual(60);
    const late = read(textOf({ ...normal, cooldown }, { nowMs: at + HOUR }));
    expect(late.get('claude_failover_cooldown_remaining_seconds')).toBe(0);
    expect(read(textOf(normal)).get('claude_failover_cooldown_remaining_seconds')).toBe(0);
  });

  test('leave out what is not known', () => {
    const open = hold.hold;
    if (open === null) throw new Error('no hold');
    const unknown = read(textOf({ ...hold, hold: { ...open, until: null, remainingMs: null } }));
    expect(unknown.get('claude_failover_hold')).toBe(1);
    expect(unknown.has('claude_failover_hold_remaining_seconds')).toBe(false);
    const never = read(textOf({ ...normal, lastSwap: null, ages: { poll: null, state: null } }));
    expect([...never.keys()].filter((key) => /poll_age|state_write_age|last_swap/.test(key))).toEqual([]);
  });
});

test('labels and helps hold any text', () => {
  const sample = { labels: { a: 'x"y\\z\nw' }, value: 1 };
  expect(expositionOf([{ name: 'n', type: 'gauge', help: 'one\\\ntwo', samples: [sample] }])).toBe(
    '# HELP claude_failover_n one\\\\\\ntwo\n# TYPE claude_failover_n gauge\nclaude_failover_n{a="x\\"y\\\\z\\nw"} 1\n',
  );
});
