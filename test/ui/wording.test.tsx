import { describe, expect, test } from 'vitest';
import type { AccountView, Snapshot } from '../../src/core/snapshot.js';
import { HOUR, MINUTE } from '../../src/core/time.js';
import { clockAhead } from '../../src/ui/text/time.js';
import { initialUi, type Modal, type UiState } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { session } from './items.js';
import { emptyQueue, task } from './queue-snapshots.js';
import { hold, normal, suspected, troubled } from './snapshots.js';
import { ahead, NOW } from './times.js';

/** One limited account beside a free one. */
function limited(...limits: AccountView['limits']): Snapshot {
  const eligibleAt = limits[0]?.resetsAt ?? null;
  const team: AccountView = {
    name: 'team',
    state: 'limited',
    limits,
    eligibleAt,
    why: 'limited',
    headroom: [],
  };
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

  test('tells how full its windows are, with the age of what is old, at 60 columns too', () => {
    const headroom = [
      { kind: 'five-hour', usedPercent: 40.7, resetsAt: ahead(HOUR), at: ahead(-MINUTE) },
      { kind: 'weekly', usedPercent: 96, resetsAt: ahead(50 * HOUR), at: ahead(-12 * MINUTE) },
    ] as const;
    const [work, ...others] = normal.accounts;
    const told = { ...normal, accounts: [{ ...work, headroom } as AccountView, ...others] };
    expect(draw(told, 120, 40)).toContain('5h 40% · weekly 96% 12m ago');
    for (const line of draw(told, 60, 24).split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(draw(told, 60, 24)).toContain('5h 40%');
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
  const sessions = [session('a', 'ccl-1')];
  const heading = (snapshot: Snapshot): string => draw(snapshot, 120, 40).split('\n')[3] ?? '';
  expect(heading({ ...normal, sessions })).toContain('TASK');
  expect(heading({ ...normal, sessions, queue: emptyQueue })).toContain('SESSION');
  expect(heading({ ...normal, sessions, queue: emptyQueue })).not.toContain('TASK');
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

describe('the queue', () => {
  const queued = (snapshot: Snapshot, cols: number, rows: number, more: Partial<UiState> = {}): string =>
    draw(snapshot, cols, rows, { ui: { ...initialUi('queue'), ...more } });

  test('says why nothing is handed out and until when, in the panel and in its short form', () => {
    const text = queued(troubled, 120, 40);
    expect(text).toContain('◇ held until 21:07');
    expect(text).toContain('◇ cooldown after the swap, 3m');
    expect(text).toContain('queue      held  2 waiting');
    const paused = { ...troubled, paused: true };
    expect(queued(paused, 120, 40)).toMatch(/5 Queue .* ▲ paused ─/);
  });

  test('marks the next one, in a narrow list too', () => {
    expect(queued(normal, 120, 40)).toMatch(/○ waiting +lint-everything +p7 +40m +next/);
    const selected = { queue: { id: 'lint-everything', index: 3 } };
    expect(queued(normal, 60, 15, { selected })).toMatch(/lint-everything +next +p7 +40m/);
  });

  test('an empty one says how tasks come', () => {
    expect(queued({ ...normal, queue: emptyQueue }, 60, 15)).toMatch(
      /0 waiting[\s\S]*No tasks\. a writes one/,
    );
  });

  test('tells the selected task’s detail whole where its column is narrow', () => {
    const selected = { queue: { id: 'rename-the-invoice-module', index: 5 } };
    expect(queued(normal, 80, 24, { selected })).toContain(
      '⎿ no turn was seen to start after Enter in ccl-4-web',
    );
  });

  test.each([
    [120, 'Cancel migrate-schema? Its process in ccl-2-api ends, the task goes to failed.'],
    [72, 'Cancel migrate-schema? Its process ends, the task fails.'],
    [60, 'Cancel migrate-schema? Its process ends, the task fails.'],
  ])('at %i columns the question says what will happen', (cols, sentence) => {
    const modal: Modal = { type: 'ask', question: 'cancel', task: 'migrate-schema' };
    expect(queued(normal, cols, 24, { modal }).split('\n')[1]).toContain(sentence);
  });

  test('the question is about the task that was chosen', () => {
    const line = (question: 'cancel' | 'release', id: string, snapshot = normal): string =>
      queued(snapshot, 120, 24, { modal: { type: 'ask', question, task: id } }).split('\n')[1] ?? '';
    expect(line('cancel', 'lint-everything')).toContain('Cancel lint-everything? It was not begun');
    expect(line('release', 'write-tests')).toContain('The session in ccl-3-api goes on untouched');
    expect(line('cancel', 'gone', { ...normal, queue: emptyQueue })).toContain('It is gone from the queue.');
    const long = 'x'.repeat(180);
    const named = {
      ...normal,
      queue: { ...emptyQueue, tasks: [task(long, { session: 'ccl-1', state: 'running' })] },
    };
    expect(line('cancel', long, named)).toMatch(
      /Cancel x{16,}…\? Its process in ccl-1 ends, the task goes to failed\./,
    );
  });

  test('why a task waits', () => {
    const modal: Modal = { type: 'why', of: 'task', id: 'write-changelog', scroll: 0 };
    expect(queued(normal, 120, 40, { modal })).toContain('as soon as ccl-1 is free');
    expect(queued(troubled, 120, 40, { modal })).toContain('No task is handed out: cooldown after the swap');
  });

  test('warnings have a line, and stand behind what is more urgent', () => {
    expect(queued(troubled, 120, 40).split('\n')[1]).toMatch(
      /▲ 2 warnings: {2}The pool’s prefix fits no session/,
    );
    expect(queued({ ...troubled, paused: true }, 120, 40).split('\n')[1]).toContain('paused:');
  });

  test('the footer offers what the selected session or task can have done', () => {
    const footer = (ui: UiState): string => draw(troubled, 120, 40, { ui }).split('\n').at(-1) ?? '';
    const parked = { ...initialUi('sessions'), selected: { sessions: { id: 'c', index: 2 } } };
    expect(footer(parked)).toContain('r start again');
    expect(footer(initialUi('sessions'))).not.toMatch(/r start again|x cancel/);
    expect(footer(initialUi('queue'))).toMatch(/a add task.*r retry.*x cancel.*R release/);
  });

  test('sessions that are not as they should be are told by sign and word', () => {
    const text = queued(troubled, 120, 40);
    for (const word of ['◆ starting', '▲ stalled', '▲ parked', '× gone', '1 parked'])
      expect(text).toContain(word);
  });
});

describe('the why view', () => {
  const why = (snapshot: Snapshot, modal: Modal): string =>
    draw(snapshot, 120, 40, { ui: { ...initialUi('sessions'), modal } });

  test('says what the words of a session mean', () => {
    const one = session('x', 'ccl-9', { state: 'armed', kind: 'observed', detail: 'observed' });
    const shown = why({ ...normal, sessions: [one] }, { type: 'why', of: 'session', id: 'x', scroll: 0 });
    expect(shown).toContain('armed observed');
    expect(shown).toContain('armed: Claude Code itself waits for the reset and goes on then');
    expect(shown).toContain(
      'observed: in no list of the configuration: its limits count, no key is sent to it',
    );
  });

  test('says what the word of a hit means', () => {
    const [hit] = suspected.hits;
    const shown = why(suspected, { type: 'why', of: 'hit', id: hit?.id ?? '', scroll: 0 });
    expect(shown).toContain('suspected: it may be a limit: a later look decides');
  });
});
