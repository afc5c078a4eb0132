import { z } from 'zod';
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
} from '../../snapshot.js';
import {
  ACCOUNT_STATES,
  EVENT_LEVELS,
  HIT_STATES,
  LIMIT_KINDS,
  MODES,
  SESSION_ENDS,
  SESSION_KINDS,
  SESSION_STATES,
  SWAP_ORIGINS,
  SWAP_PHASES,
  TASK_STATES,
  WINDOW_KINDS,
} from '../../words.js';
import { count, listOf, orNull, record, said, text, time } from './form.js';

const account = record<AccountView>({
  name: text,
  state: z.enum(ACCOUNT_STATES),
  limits: listOf(record({ kind: z.enum(LIMIT_KINDS), resetsAt: orNull(time) })),
  eligibleAt: said(
    orNull(time),
    'When it may be used again; null when it is free, or when that is not known.',
  ),
  why: said(text, 'Why it can or cannot be chosen.'),
  headroom: listOf(
    record<HeadroomView>({
      kind: z.enum(WINDOW_KINDS),
      usedPercent: said(z.number(), '0 to 100.'),
      resetsAt: orNull(time),
      at: said(time, 'When it was told.'),
    }),
  ),
});

const session = record<SessionView>({
  id: text,
  name: said(text, 'tmux session, with :window.pane where that holds more than one session.'),
  pane: said(text, 'tmux pane id; empty while there is none.'),
  kind: z.enum(SESSION_KINDS),
  state: z.enum(SESSION_STATES),
  detail: text,
  account: orNull(text),
  conversation: said(orNull(text), 'What --resume brings back.'),
  task: orNull(text),
  since: said(time, 'When it entered this state.'),
  version: said(orNull(text), 'Of Claude Code.'),
  lastLine: text,
  why: listOf(text),
});

const hit = record<HitView>({
  id: text,
  session: text,
  account: orNull(text),
  kind: z.enum(LIMIT_KINDS),
  pattern: text,
  rule: text,
  snippet: text,
  state: z.enum(HIT_STATES),
  suspectedAt: time,
  at: said(time, 'When the state last changed.'),
  resetsAt: orNull(time),
  why: text,
  evidence: listOf(text),
  dismissable: z.boolean(),
});

const task = record<TaskView>({
  id: text,
  state: z.enum(TASK_STATES),
  priority: z.number(),
  session: orNull(text),
  conversation: orNull(text),
  attempt: said(count, '1 for the first try; 0 while it waits for it.'),
  since: said(text, 'ISO time of its arrival, its start or its end; empty when nobody knows.'),
  detail: text,
});

export const QueueSchema = record<QueueView>({
  waiting: count,
  running: count,
  done: count,
  failed: count,
  held: said(orNull(text), 'Why no task is handed out just now.'),
  heldUntil: orNull(time),
  next: orNull(text),
  tasks: listOf(task),
});

const swap = record<SwapView>({
  id: text,
  from: orNull(text),
  to: text,
  origin: z.enum(SWAP_ORIGINS),
  phase: z.enum(SWAP_PHASES),
  reason: text,
  startedAt: time,
  waiting: said(orNull(text), 'What it waits for before it begins.'),
  sessions: listOf(record({ id: text, name: text, end: z.enum(SESSION_ENDS), detail: text })),
});

const hold = record<HoldView>({
  until: said(orNull(time), 'null while no reset is known.'),
  account: orNull(text),
  since: time,
  remainingMs: orNull(count),
  reason: text,
});

const day = record<DayView>({
  from: said(time, 'When the first step began.'),
  stepMs: said(count, 'Length of a step.'),
  steps: said(
    listOf(orNull(record<NonNullable<DayView['steps'][number]>>({ swaps: count, limits: count }))),
    'Oldest first, the last one is under way. null: nobody looked.',
  ),
  used: said(
    listOf(
      record<UsedView>({
        account: text,
        kind: z.enum(WINDOW_KINDS),
        percents: said(listOf(orNull(z.number())), 'One for each step, 0 to 100; null: not known.'),
      }),
    ),
    'How full windows were, where status lines told.',
  ),
});

/** `GET /status`, the data of `GET /events`, and `status --json`. */
export const StatusSchema = record<Snapshot>({
  schemaVersion: z.literal(1),
  at: said(time, 'Every duration is true at this time.'),
  mode: z.enum(MODES),
  needs: said(listOf(text), 'What stops failover altogether and needs a person.'),
  activeAccount: orNull(text),
  accounts: listOf(account),
  next: said(
    record<Snapshot['next']>({ account: orNull(text), reason: text }),
    'What an automatic swap would choose now.',
  ),
  sessions: listOf(session),
  hits: said(listOf(hit), 'Newest first.'),
  lastSwap: orNull(
    record<LastSwapView>({ at: time, from: orNull(text), to: text, origin: z.enum(SWAP_ORIGINS) }),
  ),
  swap: orNull(swap),
  cooldown: orNull(
    record<NonNullable<Snapshot['cooldown']>>({ until: time, remainingMs: count, totalMs: count }),
  ),
  hold: orNull(hold),
  breaker: record<Snapshot['breaker']>({ open: z.boolean(), reason: orNull(text), swapsInHour: count }),
  proposal: orNull(record<NonNullable<Snapshot['proposal']>>({ to: text, reason: text, at: time })),
  paused: z.boolean(),
  swapCount: said(count, 'Completed swaps since the state was made.'),
  warnings: said(listOf(text), 'What a person should mend though failover can act.'),
  queue: QueueSchema,
  events: said(
    listOf(record<EventView>({ at: time, level: z.enum(EVENT_LEVELS), text })),
    'Newest first, at most 200.',
  ),
  day: said(orNull(day), 'The last 24 hours.'),
  tmux: record<Snapshot['tmux']>({ state: text, version: orNull(text), detail: text }),
  ages: said(
    record<Snapshot['ages']>({ poll: orNull(count), state: orNull(count) }),
    'Milliseconds since the last completed poll and the last write of the state.',
  ),
});
