import type {
  AccountView,
  DayView,
  EventView,
  HeadroomView,
  HitView,
  HoldView,
  LastSwapView,
  QueueView,
  SessionView,
  Snapshot,
  SwapView,
  TaskView,
  UsedView,
} from '../snapshot.js';
import {
  ACCOUNT_STATES,
  EVENT_LEVELS,
  HIT_STATES,
  MODES,
  SESSION_ENDS,
  SESSION_KINDS,
  SESSION_STATES,
  SWAP_PHASES,
  TASK_STATES,
} from '../words.js';

/** Whether a value has the form. */
type Form = (value: unknown) => boolean;
/** A form for every field: the compiler tells when the snapshot gets one more. */
type Forms<T> = { readonly [K in keyof T]-?: Form };

const text: Form = (value) => typeof value === 'string';
const number: Form = (value) => typeof value === 'number';
const flag: Form = (value) => typeof value === 'boolean';
const orNull =
  (form: Form): Form =>
  (value) =>
    value === null || form(value);
const listOf =
  (form: Form): Form =>
  (value) =>
    Array.isArray(value) && value.every(form);

function word(words: readonly string[]): Form {
  return (value) => typeof value === 'string' && words.includes(value);
}

function record<T>(forms: Forms<T>): Form {
  const known = Object.entries<Form>(forms);
  const names = new Set(known.map(([name]) => name));
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((name) => names.has(name)) &&
    known.every(([name, form]) => form((value as Record<string, unknown>)[name]));
}

const limit = record<AccountView['limits'][number]>({ kind: text, resetsAt: orNull(text) });
const headroom = record<HeadroomView>({
  kind: text,
  usedPercent: number,
  resetsAt: orNull(text),
  at: text,
});
const account = record<AccountView>({
  name: text,
  state: word(ACCOUNT_STATES),
  limits: listOf(limit),
  eligibleAt: orNull(text),
  why: text,
  headroom: listOf(headroom),
});
const session = record<SessionView>({
  id: text,
  name: text,
  pane: text,
  kind: word(SESSION_KINDS),
  state: word(SESSION_STATES),
  detail: text,
  account: orNull(text),
  conversation: orNull(text),
  task: orNull(text),
  since: text,
  version: orNull(text),
  lastLine: text,
  why: listOf(text),
});
const hit = record<HitView>({
  id: text,
  session: text,
  account: orNull(text),
  kind: text,
  pattern: text,
  rule: text,
  snippet: text,
  state: word(HIT_STATES),
  suspectedAt: text,
  at: text,
  resetsAt: orNull(text),
  why: text,
  evidence: listOf(text),
  dismissable: flag,
});
const task = record<TaskView>({
  id: text,
  state: word(TASK_STATES),
  priority: number,
  session: orNull(text),
  conversation: orNull(text),
  attempt: number,
  since: text,
  detail: text,
});
const queue = record<QueueView>({
  waiting: number,
  running: number,
  done: number,
  failed: number,
  held: orNull(text),
  heldUntil: orNull(text),
  next: orNull(text),
  tasks: listOf(task),
});
const swapSession = record<SwapView['sessions'][number]>({
  id: text,
  name: text,
  end: word(SESSION_ENDS),
  detail: text,
});
const swap = record<SwapView>({
  id: text,
  from: orNull(text),
  to: text,
  origin: text,
  phase: word(SWAP_PHASES),
  reason: text,
  startedAt: text,
  waiting: orNull(text),
  sessions: listOf(swapSession),
});
const hold = record<HoldView>({
  until: orNull(text),
  account: orNull(text),
  since: text,
  remainingMs: orNull(number),
  reason: text,
});

const day = record<DayView>({
  from: text,
  stepMs: number,
  steps: listOf(orNull(record<NonNullable<DayView['steps'][number]>>({ swaps: number, limits: number }))),
  used: listOf(record<UsedView>({ account: text, kind: text, percents: listOf(orNull(number)) })),
});

const snapshot = record<Snapshot>({
  schemaVersion: (value) => value === 1,
  at: text,
  mode: word(MODES),
  needs: listOf(text),
  activeAccount: orNull(text),
  accounts: listOf(account),
  next: record<Snapshot['next']>({ account: orNull(text), reason: text }),
  sessions: listOf(session),
  hits: listOf(hit),
  lastSwap: orNull(record<LastSwapView>({ at: text, from: orNull(text), to: text, origin: text })),
  swap: orNull(swap),
  cooldown: orNull(
    record<NonNullable<Snapshot['cooldown']>>({ until: text, remainingMs: number, totalMs: number }),
  ),
  hold: orNull(hold),
  breaker: record<Snapshot['breaker']>({ open: flag, reason: orNull(text), swapsInHour: number }),
  proposal: orNull(record<NonNullable<Snapshot['proposal']>>({ to: text, reason: text, at: text })),
  paused: flag,
  swapCount: number,
  warnings: listOf(text),
  queue,
  events: listOf(
    record<EventView>({
      at: text,
      level: word(EVENT_LEVELS),
      text,
    }),
  ),
  // An older supervisor does not tell it.
  day: (value) => value === undefined || value === null || day(value),
  tmux: record<Snapshot['tmux']>({ state: text, version: orNull(text), detail: text }),
  ages: record<Snapshot['ages']>({ poll: orNull(number), state: orNull(number) }),
});

/** The snapshot another process sent; null when it is not one of this version, a field more or less included. */
export function readSnapshot(value: unknown): Snapshot | null {
  return snapshot(value) ? { day: null, ...(value as Omit<Snapshot, 'day'>) } : null;
}
