import { describe, expect, it } from 'vitest';
import { jsonLine, table } from '../../src/commands/print.js';
import { queueText, statusText } from '../../src/commands/status-text.js';
import { endOf } from '../../src/commands/swap.js';
import { sessionsCalled } from '../../src/core/sessions/called.js';
import type { SessionView, Snapshot, SwapView } from '../../src/core/snapshot.js';
import { CALM } from '../adapters/http-support.js';

const session = (name: string, pane = '%1'): SessionView => ({
  id: `id-${name}`,
  name,
  pane,
  kind: 'pool',
  state: 'working',
  detail: '',
  account: 'work',
  conversation: null,
  task: 'mend-tests',
  since: '2026-11-22T07:48:00.000Z',
  version: null,
  lastLine: '',
  why: [],
});

const swap: SwapView = {
  id: 'swap-7',
  from: 'work',
  to: 'personal',
  origin: 'person',
  phase: 'canary',
  reason: 'ordered by you',
  startedAt: CALM.at,
  waiting: 'a token refresh is in flight',
  sessions: [],
};

describe('a table', () => {
  it('has columns of equal width, also with wide characters', () => {
    const rows = [
      ['a', 'b', 'c'],
      ['日本', '', 'x'],
    ];
    expect(table(rows)).toBe('a     b  c\n日本     x\n');
  });

  it('is clean: no escape sequence, no line break, no blank at the end', () => {
    expect(
      table([
        ['a\u001b[2Jb\nc', ''],
        ['\u009b31md', ''],
      ]),
    ).toBe('ab c\nd\n');
  });
});

it('JSON holds nothing that a terminal would obey', () => {
  const value = { text: 'a\u001b[2J\u009b31m\u202eb\n' };
  const line = jsonLine(value);
  expect(line).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(line)).toEqual(value);
});

describe('the status', () => {
  it('shows what holds it up, and ends of lines are clean', () => {
    const snapshot: Snapshot = {
      ...CALM,
      needs: ['a person'],
      warnings: ['the queue folder is a link'],
      swap,
      hold: {
        until: '2026-11-22T09:12:00.000Z',
        account: 'work',
        since: CALM.at,
        remainingMs: 4_320_000,
        reason: 'every account is limited',
      },
      cooldown: { until: CALM.at, remainingMs: 180_000, totalMs: 300_000 },
      breaker: { open: true, reason: '6 swaps in an hour', swapsInHour: 6 },
      proposal: { to: 'personal', reason: 'work is limited', at: CALM.at },
      lastSwap: { at: '2026-11-22T06:00:00.000Z', from: null, to: 'work', origin: 'person' },
      accounts: [
        {
          name: 'work',
          state: 'limited',
          limits: [{ kind: 'five-hour', resetsAt: null }],
          eligibleAt: '2026-11-22T09:12:00.000Z',
          why: '',
          headroom: [],
        },
      ],
      sessions: [session('ccl-1')],
      queue: {
        ...CALM.queue,
        waiting: 3,
        held: 'cooldown after the swap, 3m',
        heldUntil: '2026-11-22T08:03:00.000Z',
        next: 'a',
      },
    };
    expect(statusText(snapshot)).toBe(
      [
        'account    work',
        'mode       auto',
        'needs      a person',
        'warning    the queue folder is a link',
        'swap       work → personal: canary, waits: a token refresh is in flight',
        'proposal   swap to personal: work is limited',
        'hold       every account is limited; work is back in 1h 12m',
        'cooldown   3m left',
        'breaker    6 swaps in an hour',
        'next       personal: the first one that is free',
        'last swap  nothing → work, 2h ago, person',
        'queue      3 waiting, 0 running, 0 done, 0 failed; held: cooldown after the swap, 3m; next a',
        '',
        'ACCOUNT  STATE    LIMITS',
        'work     limited  5h, back in 1h 12m',
        '',
        'SESSION  STATE    KIND  ACCOUNT  TASK        SINCE  DETAIL',
        'ccl-1    working  pool  work     mend-tests  12m',
        '',
      ].join('\n'),
    );
  });

  it('says so when there is nobody', () => {
    expect(statusText(CALM)).toMatch(/^account +work\n[\s\S]*\n\nno sessions\n$/);
    const early = { ...CALM, ages: { poll: null, state: null }, tmux: { ...CALM.tmux, detail: '' } };
    expect(statusText(early)).toContain('looking at the panes: no session is known yet');
    expect(queueText(CALM.queue)).toBe('0 waiting, 0 running, 0 done, 0 failed');
  });
});

describe('the end of a swap', () => {
  const done = { at: CALM.at, level: 'good', text: 'swap work → personal done in 2.0 s' } as const;
  const refused = { at: CALM.at, level: 'bad', text: 'swap work → personal refused: no login' } as const;
  const began = { at: CALM.at, level: 'warn', text: 'swap work → personal began: ordered by you' } as const;

  it('is not there while it goes on', () => {
    expect(endOf({ ...CALM, swap, events: [began, done] }, 'swap-7')).toBeNull();
  });

  it.each([
    ['done', { ...swap, phase: 'done' }, [done, began], { done: true, text: done.text }],
    ['rolled-back', { ...swap, phase: 'rolled-back' }, [refused], { done: false, text: refused.text }],
    ['no longer shown', null, [began, refused, done], { done: false, text: refused.text }],
    ['followed by another', { ...swap, id: 'swap-8' }, [began, done], { done: true, text: done.text }],
  ] as const)('%s', (_name, view, events, end) => {
    expect(endOf({ ...CALM, swap: view, events }, 'swap-7')).toEqual(end);
  });

  it('needs-person says what is needed', () => {
    const view = { ...swap, phase: 'needs-person' } as const;
    expect(endOf({ ...CALM, swap: view, needs: ['the link is a directory'] }, 'swap-7')).toEqual({
      done: false,
      text: 'the swap needs you: the link is a directory',
    });
  });
});

describe('a session is called', () => {
  const snapshot = {
    ...CALM,
    sessions: [
      session('ccl-1', '%1'),
      session('web:0.0', '%2'),
      session('web:1.0', '%3'),
      session('ccl-10', '%4'),
    ],
  };

  it.each([
    ['ccl-1', ['%1']],
    ['ccl-1:0.0', ['%1']],
    ['web', ['%2', '%3']],
    ['web:1.0', ['%3']],
    ['%2', ['%2']],
    ['%', []],
    ['ccl', []],
  ])('%s', (wanted, panes) => {
    expect(sessionsCalled(snapshot.sessions, wanted).map((one) => one.pane)).toEqual(panes);
  });
});
