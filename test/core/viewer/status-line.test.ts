import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { MINUTE, SECOND } from '../../../src/core/time.js';
import { quietLine, statusLine } from '../../../src/core/viewer/status-line.js';
import { emptyQueue } from '../../ui/queue-snapshots.js';
import { hold, normal, proposal, suspected, swap } from '../../ui/snapshots.js';
import { NOW } from '../../ui/times.js';

const alone = (more: Partial<Snapshot>): Snapshot => ({
  ...normal,
  sessions: [],
  queue: emptyQueue,
  ...more,
});
const plain = (snapshot: Snapshot, later = 0): string => statusLine(snapshot, 'plain', NOW + later);

describe('the status line', () => {
  test('names account and mode, and counts what there is', () => {
    expect(plain(normal)).toMatch(/^work auto 1 asking 3 working queue \d+$/);
    expect(plain(alone({}))).toBe('work auto');
    expect(plain(alone({ activeAccount: null, mode: 'observe', paused: true }))).toBe(
      'no account observe paused',
    );
  });

  test('says what is waited for, the most urgent only', () => {
    expect(plain({ ...suspected, sessions: [], queue: emptyQueue })).toBe('work auto cooldown 4m');
    expect(plain({ ...swap, sessions: [], queue: emptyQueue })).toBe('personal auto swap to personal');
    expect(plain({ ...proposal, sessions: [], queue: emptyQueue })).toMatch(/ confirm swap to \w+\?$/);
    expect(plain(hold)).toMatch(/^personal auto hold \S+.* 4 limited/);
    expect(plain(alone({ needs: ['a person'] }))).toBe('work auto needs you');
    expect(plain(alone({ breaker: { open: true, reason: 'often', swapsInHour: 6 } }))).toBe(
      'work auto breaker open',
    );
  });

  test('counts down from when the snapshot was made', () => {
    const cooling = alone({
      cooldown: { until: '', remainingMs: 3 * MINUTE, totalMs: 5 * MINUTE },
      at: new Date(NOW).toISOString(),
    });
    expect(plain(cooling, 90 * SECOND)).toContain('cooldown 2m');
    expect(plain(cooling, 4 * MINUTE)).not.toContain('cooldown');
  });

  test('says that nobody looks any more', () => {
    expect(plain(alone({}), 2 * MINUTE)).toMatch(/^work auto no look for \dm$/);
  });

  test('of a name makes nothing that tmux or a terminal would obey', () => {
    const hostile = alone({ activeAccount: 'a#[fg=red]#(x)\u001b[31m\n\u202eb' });
    expect(statusLine(hostile, 'tmux', NOW)).toBe(
      '#[fg=green]a##[fg=red]##(x) b#[default] #[dim]auto#[default]',
    );
    expect(plain(hostile)).toBe('a#[fg=red]#(x) b auto');
    expect(plain(alone({ activeAccount: 'x'.repeat(80) }))).toBe(`${'x'.repeat(19)}… auto`);
  });

  test('is short and quiet without a snapshot', () => {
    expect(quietLine('off', 'plain')).toBe('failover off');
    expect(quietLine('no-answer', 'tmux')).toBe('#[dim]failover ?#[default]');
    expect(quietLine('other-version', 'plain')).toBe('failover: other version');
  });
});
