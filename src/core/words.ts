import type { LimitKind, Verdict, Veto } from './quota/reading.js';
import type { WindowKind } from './quota/window.js';
import type {
  AccountView,
  EventView,
  HitState,
  Mode,
  SessionEnd,
  SessionKind,
  SessionState,
  SwapOrigin,
  SwapPhase,
  TaskState,
} from './snapshot.js';

/** Every word of a type, in this order: the compiler tells when there is one more. Needs no package: the viewer reads by them too. */
function wordsOf<T extends string>(words: Readonly<Record<T, true>>): readonly [T, ...T[]] {
  return Object.keys(words) as [T, ...T[]];
}

export const MODES = wordsOf<Mode>({ auto: true, confirm: true, observe: true });

export const SESSION_KINDS = wordsOf<SessionKind>({
  pool: true,
  dedicated: true,
  observed: true,
  pinned: true,
});

export const SESSION_STATES = wordsOf<SessionState>({
  starting: true,
  ready: true,
  working: true,
  asking: true,
  armed: true,
  limited: true,
  stalled: true,
  parked: true,
  gone: true,
});

export const ACCOUNT_STATES = wordsOf<AccountView['state']>({
  active: true,
  free: true,
  limited: true,
  login: true,
  excluded: true,
  'never-auto': true,
  missing: true,
});

export const LIMIT_KINDS = wordsOf<LimitKind>({
  'five-hour': true,
  weekly: true,
  opus: true,
  sonnet: true,
  spend: true,
  unknown: true,
});

export const WINDOW_KINDS = wordsOf<WindowKind>({ 'five-hour': true, weekly: true });

export const HIT_STATES = wordsOf<HitState>({
  suspected: true,
  confirmed: true,
  acted: true,
  deferred: true,
  absorbed: true,
  dismissed: true,
  vetoed: true,
});

export const SWAP_ORIGINS = wordsOf<SwapOrigin>({
  monitor: true,
  proactive: true,
  return: true,
  person: true,
  foreign: true,
});

export const SWAP_PHASES = wordsOf<SwapPhase>({
  preflight: true,
  flip: true,
  verify: true,
  canary: true,
  resume: true,
  done: true,
  'rolled-back': true,
  'needs-person': true,
});

export const SESSION_ENDS = wordsOf<SessionEnd>({
  pending: true,
  typing: true,
  continued: true,
  restarted: true,
  working: true,
  draft: true,
  'person-active': true,
  unconfirmed: true,
  pinned: true,
  observed: true,
  asking: true,
  gone: true,
});

export const TASK_STATES = wordsOf<TaskState>({
  waiting: true,
  starting: true,
  running: true,
  limited: true,
  retrying: true,
  asking: true,
  stalled: true,
  done: true,
  failed: true,
});

export const EVENT_LEVELS = wordsOf<EventView['level']>({ info: true, good: true, warn: true, bad: true });

export const VERDICTS = wordsOf<Verdict>({
  idle: true,
  working: true,
  'waiting-permission': true,
  'usage-limit': true,
  'limit-warning': true,
  'transient-error': true,
  'auth-error': true,
  'billing-error': true,
  unknown: true,
});

export const VETOES = wordsOf<Veto>({
  'server-error': true,
  'not-your-usage-limit': true,
  'request-rejected': true,
  retrying: true,
  working: true,
  'context-limit': true,
  credit: true,
  login: true,
  'tool-output': true,
  diff: true,
  draft: true,
  reply: true,
  superseded: true,
  'warning-only': true,
  'cut-off': true,
  unrecognised: true,
});
