import type { LimitKind } from './quota/reading.js';
import type { WindowKind } from './quota/window.js';

/**
 * What anyone outside may see of the engine: the dashboard, `status --json`, `GET /status`.
 * Times are ISO 8601 (UTC); durations are milliseconds, true at `at`. Holds no secret and no screen text
 * but the 120-character snippets of hits and one sanitised last line per session.
 */
export interface Snapshot {
  readonly schemaVersion: 1;
  readonly at: string;
  readonly mode: Mode;
  /** What stops failover altogether, as sentences for the person (no accounts, no tmux, needs-person, …); empty when it can act. */
  readonly needs: readonly string[];
  readonly activeAccount: string | null;
  readonly accounts: readonly AccountView[];
  /** The account an automatic swap would choose now, and why; null with the reason when there is none. */
  readonly next: { readonly account: string | null; readonly reason: string };
  readonly sessions: readonly SessionView[];
  /** Newest first. */
  readonly hits: readonly HitView[];
  readonly lastSwap: LastSwapView | null;
  readonly swap: SwapView | null;
  readonly cooldown: {
    readonly until: string;
    readonly remainingMs: number;
    readonly totalMs: number;
  } | null;
  readonly hold: HoldView | null;
  readonly breaker: { readonly open: boolean; readonly reason: string | null; readonly swapsInHour: number };
  /** `mode: confirm`: a swap that waits for the person's yes. */
  readonly proposal: { readonly to: string; readonly reason: string; readonly at: string } | null;
  readonly paused: boolean;
  /** Completed swaps since the state was made. */
  readonly swapCount: number;
  /** What the person should mend though failover can act (a pool prefix that fits nothing, a queue folder that cannot be used, …). */
  readonly warnings: readonly string[];
  readonly queue: QueueView;
  /** Newest first, at most 200. */
  readonly events: readonly EventView[];
  /** The last 24 hours; null: the supervisor is older and does not tell. */
  readonly day: DayView | null;
  readonly tmux: { readonly state: string; readonly version: string | null; readonly detail: string };
  /** Milliseconds since the last completed poll, journal write, state write. */
  readonly ages: { readonly poll: number | null; readonly state: number | null };
}

/** Equal steps, oldest first; the last one is under way. */
export interface DayView {
  /** When the first step began. */
  readonly from: string;
  /** Length of a step, ms. */
  readonly stepMs: number;
  /** What each brought; null: nobody looked (not running, suspended, no tmux reached). */
  readonly steps: readonly ({ readonly swaps: number; readonly limits: number } | null)[];
  /** How full windows were, where status lines told; a window of which nothing is known is left out. */
  readonly used: readonly UsedView[];
}

export interface UsedView {
  readonly account: string;
  readonly kind: WindowKind;
  /** One for each step, 0 to 100, as last known in it; null: not known. */
  readonly percents: readonly (number | null)[];
}

export interface QueueView {
  readonly waiting: number;
  readonly running: number;
  readonly done: number;
  readonly failed: number;
  /** Why no task is handed out just now, one sentence; null when nothing keeps them. */
  readonly held: string | null;
  /** When that ends, as far as known. */
  readonly heldUntil: string | null;
  /** The task that is handed out next; null when none waits. */
  readonly next: string | null;
  /** Running ones (oldest first), then waiting ones (in their order, at most 50), then failed ones (newest first, at most 30), then done ones (newest first, at most 10). */
  readonly tasks: readonly TaskView[];
}

/** `limited`: its session waits out a limit; `retrying`: an API error ended its turn; `asking`: it waits for a person. */
export type TaskState =
  | 'waiting'
  | 'starting'
  | 'running'
  | 'limited'
  | 'retrying'
  | 'asking'
  | 'stalled'
  | 'done'
  | 'failed';

export interface TaskView {
  readonly id: string;
  readonly state: TaskState;
  readonly priority: number;
  /** The session that runs it; for a waiting one the session it is pinned to. */
  readonly session: string | null;
  readonly conversation: string | null;
  /** 1 for the first try; 0 while it waits for it. */
  readonly attempt: number;
  /** When it arrived, was handed out, or ended: whichever came last. */
  readonly since: string;
  /** The last line of its session, or why it failed or waits; '' when there is nothing to say. */
  readonly detail: string;
}

export type Mode = 'auto' | 'confirm' | 'observe';

export interface AccountView {
  readonly name: string;
  readonly state: 'active' | 'free' | 'limited' | 'login' | 'excluded' | 'never-auto' | 'missing';
  readonly limits: readonly { readonly kind: LimitKind; readonly resetsAt: string | null }[];
  /** When it may be used again; null when free or unknown. */
  readonly eligibleAt: string | null;
  /** Why it can or cannot be chosen, one sentence. */
  readonly why: string;
  /** How full its windows are, as far as sessions told (opt-in: the status line); a window that was reset since is left out. */
  readonly headroom: readonly HeadroomView[];
}

export interface HeadroomView {
  readonly kind: WindowKind;
  /** 0 to 100. */
  readonly usedPercent: number;
  readonly resetsAt: string | null;
  /** When it was told. */
  readonly at: string;
}

export type SessionKind = 'pool' | 'dedicated' | 'observed' | 'pinned';
export type SessionState =
  | 'starting'
  | 'ready'
  | 'working'
  | 'asking'
  | 'armed'
  | 'limited'
  | 'stalled'
  | 'parked'
  | 'gone';

export interface SessionView {
  readonly id: string;
  readonly name: string;
  readonly pane: string;
  readonly kind: SessionKind;
  readonly state: SessionState;
  /** A short addition to the state: `permission`, `suspected 1/2`, `typing continue`, `continued`, `draft`, … ; '' when none. */
  readonly detail: string;
  readonly account: string | null;
  readonly conversation: string | null;
  readonly task: string | null;
  /** When it entered this state. */
  readonly since: string;
  readonly version: string | null;
  readonly lastLine: string;
  /** Why the session is taken for what it is: the sentences of the `why` view, strongest evidence first. */
  readonly why: readonly string[];
}

export type HitState = 'suspected' | 'confirmed' | 'acted' | 'deferred' | 'absorbed' | 'dismissed' | 'vetoed';

export interface HitView {
  readonly id: string;
  /** Session name at the time. */
  readonly session: string;
  readonly account: string | null;
  readonly kind: LimitKind;
  readonly pattern: string;
  readonly rule: string;
  readonly snippet: string;
  readonly state: HitState;
  readonly suspectedAt: string;
  /** When the state last changed. */
  readonly at: string;
  readonly resetsAt: string | null;
  /** One short phrase for the table. */
  readonly why: string;
  /** All sentences, for the why view. */
  readonly evidence: readonly string[];
  /** The person can dismiss it now. */
  readonly dismissable: boolean;
}

/** `proactive`: made before the limit was hit, by how full the active account is. */
export type SwapOrigin = 'monitor' | 'proactive' | 'return' | 'person' | 'foreign';

export interface LastSwapView {
  readonly at: string;
  readonly from: string | null;
  readonly to: string;
  readonly origin: SwapOrigin;
}

export type SwapPhase =
  | 'preflight'
  | 'flip'
  | 'verify'
  | 'canary'
  | 'resume'
  | 'done'
  | 'rolled-back'
  | 'needs-person';
export type SessionEnd =
  | 'pending'
  | 'typing'
  | 'continued'
  | 'restarted'
  | 'working'
  | 'draft'
  | 'person-active'
  | 'unconfirmed'
  | 'pinned'
  /** In neither list of the configuration: no keys are sent to it. */
  | 'observed'
  | 'asking'
  | 'gone';

export interface SwapView {
  readonly id: string;
  readonly from: string | null;
  readonly to: string;
  readonly origin: SwapOrigin;
  readonly phase: SwapPhase;
  readonly reason: string;
  readonly startedAt: string;
  /** A preflight that waits (token refresh in flight) says so here. */
  readonly waiting: string | null;
  readonly sessions: readonly {
    readonly id: string;
    readonly name: string;
    readonly end: SessionEnd;
    readonly detail: string;
  }[];
}

export interface HoldView {
  /** When the first account comes back, null when no reset is known. */
  readonly until: string | null;
  readonly account: string | null;
  readonly since: string;
  readonly remainingMs: number | null;
  readonly reason: string;
}

export interface EventView {
  readonly at: string;
  readonly level: 'info' | 'good' | 'warn' | 'bad';
  readonly text: string;
}
