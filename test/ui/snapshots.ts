import type {
  AccountView,
  EventView,
  HeadroomView,
  HitView,
  SessionView,
  Snapshot,
  SwapView,
} from '../../src/core/snapshot.js';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.js';
import { day } from './days.js';
import { hit, session } from './items.js';
import { emptyQueue, heldQueue, queue, troubledQueue } from './queue-snapshots.js';
import { ago, ahead, NOW } from './times.js';

const sessions: readonly SessionView[] = [
  session('a', 'ccl-1-conformvault', { kind: 'dedicated' }),
  session('b', 'ccl-2-api', { task: 'migrate-schema', since: ago(12 * MINUTE) }),
  session('c', 'ccl-3-api', { task: 'write-tests', since: ago(31 * SECOND), lastLine: 'Running vitest' }),
  session('d', 'ccl-4-web', { state: 'ready', since: ago(2 * MINUTE), lastLine: 'Done in 22m.' }),
  session('e', 'ccl-5-web', {
    state: 'asking',
    detail: 'permission',
    task: 'upgrade-deps',
    since: ago(50 * SECOND),
    lastLine: 'Do you want to run npm install?',
  }),
];

const hits: readonly HitView[] = [
  hit('h2', 'ccl-2-api', {
    snippet:
      'API Error: 500 {"type":"error","error":{"type":"api_error","message":"your account\'s rate limit"}}',
  }),
  hit('h3', 'ccl-2-api', {
    state: 'absorbed',
    why: 'gone on second poll',
    snippet: 'API Error: rate limit',
    suspectedAt: ago(13 * MINUTE + 30 * SECOND),
  }),
  hit('h4', 'ccl-1-conformvault', {
    why: 'transcript: a reply',
    snippet: "⎿  You've hit your limit · resets 8pm (Europe/Paris)",
    suspectedAt: ago(50 * MINUTE),
  }),
  hit('h5', 'ccl-4-web', {
    state: 'acted',
    why: 'reset time and record',
    snippet: "⎿  You've hit your 5-hour limit · resets 11:20pm",
    suspectedAt: ago(84 * MINUTE),
  }),
];

const suspect = hit('h1', 'ccl-3-api', {
  state: 'suspected',
  why: 'no reset time',
  snippet:
    "⎿  You've hit your 5-hour limit. Upgrade to increase your usage limit or wait until the limit resets for you all.",
  suspectedAt: ago(9 * SECOND),
  dismissable: true,
  evidence: [
    'Row 31 holds the limit line above an empty composer, idle.',
    'It names no reset time, and no transcript is at hand: suspected.',
    'Confirmed by a completed poll from 21:04:28 on that still shows it.',
  ],
});

function account(name: string, more: Partial<AccountView> = {}): AccountView {
  return {
    name,
    state: 'free',
    limits: [],
    eligibleAt: null,
    why: 'Free: no limit is known.',
    headroom: [],
    ...more,
  };
}

function use(kind: 'five-hour' | 'weekly', usedPercent: number, ageMs: number): HeadroomView {
  return { kind, usedPercent, resetsAt: ahead(90 * MINUTE), at: ago(ageMs) };
}

const team = account('team', {
  state: 'limited',
  limits: [{ kind: 'five-hour', resetsAt: ahead(80 * MINUTE) }],
  eligibleAt: ahead(80 * MINUTE),
  why: 'Limited (five-hour).',
  headroom: [use('five-hour', 100, 84 * MINUTE)],
});
const client = account('client', { state: 'never-auto', why: 'auto: false in the configuration.' });
const accounts: readonly AccountView[] = [
  account('work', {
    state: 'active',
    why: 'In use.',
    headroom: [use('five-hour', 41, MINUTE), use('weekly', 30, MINUTE)],
  }),
  account('personal', { why: 'Free, priority 2.' }),
  team,
  client,
];

const events: readonly EventView[] = [
  { at: ago(13 * MINUTE), level: 'good', text: 'task add-index done in 22m on ccl-4-web' },
  { at: ago(14 * MINUTE), level: 'info', text: 'absorbed a hit on ccl-2-api (server error, not a limit)' },
  { at: ago(84 * MINUTE), level: 'good', text: 'swap team → work done in 1.9 s, 5 sessions continued' },
  { at: ago(84 * MINUTE + 2 * SECOND), level: 'warn', text: 'limit on ccl-4-web, account team, back 22:24' },
  { at: ago(2 * HOUR), level: 'info', text: 'configuration reloaded: quota.poll_interval 5s → 1s' },
];

export const normal: Snapshot = {
  schemaVersion: 1,
  at: new Date(NOW).toISOString(),
  mode: 'auto',
  needs: [],
  activeAccount: 'work',
  accounts,
  next: { account: 'personal', reason: 'free, priority 2' },
  sessions,
  hits,
  lastSwap: { at: ago(84 * MINUTE), from: 'team', to: 'work', origin: 'monitor' },
  swap: null,
  cooldown: null,
  hold: null,
  breaker: { open: false, reason: null, swapsInHour: 0 },
  proposal: null,
  paused: false,
  swapCount: 2,
  warnings: [],
  queue,
  events,
  day,
  tmux: { state: 'connected', version: '3.3a', detail: '' },
  ages: { poll: 400, state: 1_200 },
};

export const suspected: Snapshot = {
  ...normal,
  sessions: sessions.map((one) => (one.id === 'c' ? { ...one, detail: 'suspected 1/2' } : one)),
  hits: [suspect, ...hits],
  cooldown: { until: ahead(192 * SECOND), remainingMs: 192 * SECOND, totalMs: 5 * MINUTE },
};

const running: SwapView = {
  id: 'swap-3',
  from: 'work',
  to: 'personal',
  origin: 'monitor',
  phase: 'resume',
  reason: 'ccl-4-web hit the five-hour limit',
  startedAt: ago(3 * SECOND),
  waiting: null,
  sessions: [
    { id: 'a', name: 'ccl-1-conformvault', end: 'working', detail: '' },
    { id: 'b', name: 'ccl-2-api', end: 'continued', detail: '' },
    { id: 'c', name: 'ccl-3-api', end: 'continued', detail: '' },
    { id: 'd', name: 'ccl-4-web', end: 'typing', detail: 'continue' },
    { id: 'e', name: 'ccl-5-web', end: 'pending', detail: '' },
  ],
};

const workLimited = account('work', {
  state: 'limited',
  limits: [
    { kind: 'five-hour', resetsAt: ahead(113 * MINUTE) },
    { kind: 'opus', resetsAt: ahead(40 * HOUR) },
  ],
  eligibleAt: ahead(113 * MINUTE),
  why: 'Limited (five-hour).',
});

export const swap: Snapshot = {
  ...normal,
  activeAccount: 'personal',
  accounts: [workLimited, account('personal', { state: 'active', why: 'In use.' }), team, client],
  next: { account: null, reason: 'work and team are limited, client is never taken by itself' },
  sessions: sessions.map((one, index) => {
    const details = ['', 'continued', 'continued', 'typing continue', '5h'];
    const state = index === 4 ? ('limited' as const) : one.state;
    return { ...one, state, detail: details[index] ?? '' };
  }),
  hits: [
    hit('h0', 'ccl-4-web', { state: 'acted', why: 'reset time and record', suspectedAt: ago(5 * SECOND) }),
    ...hits,
  ],
  swap: running,
  cooldown: { until: ahead(5 * MINUTE), remainingMs: 5 * MINUTE, totalMs: 5 * MINUTE },
  swapCount: 3,
};

export const hold: Snapshot = {
  ...normal,
  activeAccount: 'personal',
  accounts: [
    workLimited,
    account('personal', {
      state: 'limited',
      limits: [{ kind: 'weekly', resetsAt: ahead(52 * HOUR) }],
      eligibleAt: ahead(52 * HOUR),
      why: 'Limited (weekly).',
    }),
    team,
    client,
  ],
  next: { account: null, reason: 'all accounts are limited; team is back first' },
  sessions: sessions.map((one, index) =>
    index === 3
      ? { ...one, detail: 'held' }
      : index === 4
        ? { ...one, state: 'armed' as const, detail: '23:00' }
        : { ...one, state: 'limited' as const, detail: index === 0 ? 'weekly' : '5h' },
  ),
  hold: {
    until: ahead(80 * MINUTE),
    account: 'team',
    since: ago(MINUTE),
    remainingMs: 80 * MINUTE,
    reason: 'work, personal and team are limited',
  },
  queue: heldQueue,
  cooldown: { until: ahead(239 * SECOND), remainingMs: 239 * SECOND, totalMs: 5 * MINUTE },
  swapCount: 3,
};

export const empty: Snapshot = {
  ...normal,
  sessions: [],
  hits: [],
  events: [],
  accounts: [],
  activeAccount: null,
  next: { account: null, reason: 'no accounts are configured' },
  lastSwap: null,
  swapCount: 0,
  queue: emptyQueue,
  mode: 'observe',
  needs: ['two or more accounts in the configuration (none yet)'],
};

export const observe: Snapshot = {
  ...suspected,
  mode: 'observe',
  needs: [
    'the link is a real directory, so it can only watch. Run claude-failover adopt, with this program and the sessions ended',
  ],
};

export const proposal: Snapshot = {
  ...suspected,
  mode: 'confirm',
  proposal: { to: 'personal', reason: 'ccl-3-api hit the five-hour limit', at: ago(4 * SECOND) },
};

/** A queue and sessions with troubles of their own. */
export const troubled: Snapshot = {
  ...normal,
  warnings: [
    'The pool’s prefix fits no session: ccl- finds none, cll-1 to cll-3 run. Mend sessions.pool.prefix.',
    'Two tasks name the session ccl-9, which the pool does not have.',
  ],
  sessions: [
    session('a', 'ccl-1', { state: 'starting', since: ago(3 * SECOND), lastLine: '' }),
    session('b', 'ccl-2', { state: 'stalled', task: 'migrate-schema', since: ago(2 * HOUR) }),
    session('c', 'ccl-3', { state: 'parked', detail: '5 starts failed', lastLine: 'claude: not found' }),
    session('d', 'ccl-4', { state: 'gone', since: ago(HOUR), lastLine: '' }),
  ],
  queue: troubledQueue,
};

/** The states every frame is drawn in. */
export const states: Readonly<Record<string, Snapshot>> = {
  normal,
  swap,
  hold,
  suspected,
  empty,
  observe,
  proposal,
  troubled,
};

/** The sizes golden frames are kept for. */
export const sizes: readonly (readonly [number, number])[] = [
  [60, 15],
  [80, 24],
  [120, 40],
  [200, 60],
];
