import { describe, expect, test } from 'vitest';
import type { AccountView, Snapshot } from '../../src/core/snapshot.js';
import { clockAhead } from '../../src/ui/text/time.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { hold, NOW, normal, session, suspected } from './snapshots.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ahead = (ms: number): string => new Date(NOW + ms).toISOString();

/** One limited account beside a free one. */
function limited(...limits: AccountView['limits']): Snapshot {
  const eligibleAt = limits[0]?.resetsAt ?? null;
  const team: AccountView = { name: 'team', state: 'limited', limits, eligibleAt, why: 'limited' };
  return { ...normal, accounts: [...normal.accounts.slice(0, 1), team] };
}

function rowsOf(snapshot: Snapshot, word: string, cols = 120, rows = 40): string {
  const lines = draw(snapshot, cols, rows).split('\n');
  const first = lines.findIndex((line) => line.includes(word));
  return lines
    .slice(first, first + 2)
    .map((line) => line.slice(line.lastIndexOf('││') + 2))
    .join('\n');
}

describe('an account', () => {
  test('tells each of its limits once, the unknown kind as usage', () => {
    const text = rowsOf(
      limited(
        { kind: 'unknown', resetsAt: ahead(30 * MINUTE) },
        { kind: 'opus', resetsAt: ahead(50 * HOUR) },
      ),
      'team   ■',
    );
    expect(text).toMatch(/■ limited +back in 30m/);
    expect(text).toContain('usage until 21:34 · opus Tue 23:04');
  });

  test('does not tell the same reset twice, once with its kind and once without', () => {
    const text = rowsOf(
      limited(
        { kind: 'unknown', resetsAt: ahead(30 * MINUTE) },
        { kind: 'five-hour', resetsAt: ahead(31 * MINUTE) },
      ),
      'team   ■',
    );
    expect(text).toContain('5h until 21:35');
    expect(text).not.toContain('usage');
  });

  test('without a limit says so instead of repeating its state', () => {
    const free = { ...normal, accounts: [{ ...normal.accounts[1], why: 'free' } as AccountView] };
    expect(rowsOf(free, 'personal ○')).toMatch(/○ free[\s\S]*no limit known/);
  });
});

test('a time to come has its weekday where today’s clock would mislead', () => {
  expect(clockAhead(NOW + HOUR, NOW, 'UTC')).toBe('22:04');
  expect(clockAhead(NOW + 24 * HOUR, NOW, 'UTC')).toBe('Mon 21:04');
});

test('a hold whose reset has come says what it still waits for', () => {
  const over: Snapshot = {
    ...hold,
    hold: hold.hold && { ...hold.hold, remainingMs: 0 },
    cooldown: { until: ahead(9_000), remainingMs: 9_000, totalMs: 5 * MINUTE },
  };
  expect(draw(over, 120, 40).split('\n')[1]).toContain(
    'team is back, sessions go on when the cooldown ends in 00:09',
  );
  expect(draw({ ...over, cooldown: null }, 120, 40).split('\n')[1]).toContain('its sessions go on now');
});

test('the tasks have a column only where there are any', () => {
  expect(draw(normal, 120, 40)).toContain('TASK');
  const idle = { ...normal, sessions: [session('a', 'ccl-1')] };
  expect(draw(idle, 120, 40)).not.toContain('TASK');
});

test('the longest why is whole at 120 columns', () => {
  const why = 'limit-like words no rule knows';
  const hits = suspected.hits.map((hit) => ({ ...hit, why }));
  expect(draw({ ...suspected, hits }, 120, 40)).toContain(`${why} `);
});

test('instants in the evidence are told in the person’s zone', () => {
  const [first] = normal.sessions;
  const why = ['transcript: last row is a reply of 2026-11-22T21:03:30.000Z'];
  const text = draw({ ...normal, sessions: first ? [{ ...first, why }] : [] }, 120, 40, {
    ui: { ...initialUi('sessions'), modal: { type: 'why', of: 'session', id: 'a', scroll: 0 } },
  });
  expect(text).toContain('last row is a reply of 21:03:30');
});
