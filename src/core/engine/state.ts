import type { CommandResult } from '../commands.js';
import type { HalfHour } from '../day/half-hour.js';
import type { Ledger, TaskRun } from '../dispatcher/run.js';
import type { QueueFacts } from '../dispatcher/task.js';
import type { HeardFrom } from '../hooks/heard.js';
import type { HitId, SessionId } from '../ids.js';
import type { RoomMemory, RoomStart } from '../lifecycle/room.js';
import type { AgentProcess, PaneTarget, TmuxHealth } from '../ports.js';
import type { LimitKind, Reading } from '../quota/reading.js';
import type { Headroom } from '../quota/window.js';
import type {
  EventView,
  HitState,
  Mode,
  SessionEnd,
  SessionKind,
  SessionState,
  SwapOrigin,
  SwapPhase,
} from '../snapshot.js';
import type { Instant } from '../time.js';
import type { TranscriptRow } from '../transcript.js';
import type { LinkObservation, SessionObservation, VacantPane } from './events.js';
import type { Settings } from './settings.js';

/** A usage limit remembered for an account. `resetsAtMs` already holds the added minute of a screen-derived time. */
export interface AccountLimit {
  readonly kind: LimitKind;
  readonly resetsAtMs: number | null;
  readonly since: Instant;
  /** Hits that recorded it: when all are dismissed it is withdrawn. */
  readonly hits: readonly HitId[];
}

export interface AccountMemory {
  readonly limits: readonly AccountLimit[];
  /** A session on it was asked to log in; cleared by an answer on it or by a person's swap to it. */
  readonly loginDead: { readonly at: Instant; readonly text: string } | null;
  readonly lastUsed: Instant | null;
}

export interface Hit {
  readonly id: HitId;
  readonly session: SessionId;
  readonly sessionName: string;
  readonly account: string | null;
  readonly kind: LimitKind;
  readonly resetsAtMs: number | null;
  readonly pattern: string;
  readonly rule: string;
  readonly snippet: string;
  readonly state: HitState;
  readonly firstAt: Instant;
  /** From when the confirmation wait counts; an unknown poll moves it. */
  readonly waitFrom: Instant;
  readonly changedAt: Instant;
  readonly why: string;
  readonly evidence: readonly string[];
  /** State before a dismissal, for undo. */
  readonly before: HitState | null;
  /** Reasons already told in the log (`cooldown`, `breaker`, …): each once. */
  readonly told: readonly string[];
  /** Other names of the same refusal, at most 4: the row of a banner, the banner of a row, the banner scrolled. */
  readonly aliases: readonly string[];
  /** A prompt was submitted for it, or may have been, or its restart failed: never a second attempt. */
  readonly typed: boolean;
}

export interface Flip {
  readonly at: Instant;
  readonly from: string | null;
  readonly to: string;
  readonly origin: SwapOrigin;
}

/** A swap's intent: durable before anything is done for it. */
export interface SwapIntent {
  readonly id: string;
  readonly from: string | null;
  readonly to: string;
  readonly origin: SwapOrigin;
  readonly force: boolean;
  readonly reason: string;
  readonly phase: SwapPhase;
  readonly startedAt: Instant;
  /** When the present phase began. */
  readonly phaseAt: Instant;
  /** Candidates already tried in this intent. */
  readonly tried: readonly string[];
  /** The effect that is awaited, null between effects. */
  readonly awaiting: string | null;
  /** Sessions whose continue met a candidate's dead login or billing: they stand at no limit any more. */
  readonly stranded: readonly SessionId[];
  readonly waiting: string | null;
  readonly retryAt: Instant | null;
}

/** `recheck`: we were restarted in the middle of typing and first look what became of it. */
export type ResumeStep = 'queued' | 'typing' | 'answer' | 'restarting' | 'coming-up' | 'recheck' | 'ended';

/** One session's way back to work, in a swap (`swap`) or by itself (`swap: null`). */
export interface Resume {
  readonly session: SessionId;
  readonly name: string;
  readonly target: PaneTarget;
  readonly agent: AgentProcess;
  readonly swap: string | null;
  readonly canary: boolean;
  readonly how: 'continue' | 'restart';
  /** Its process was ended and started again on the way. */
  readonly restarted: boolean;
  /** Its continue met the dead login of a candidate: it gets one more on the next account. */
  readonly again: boolean;
  readonly step: ResumeStep;
  readonly end: SessionEnd;
  readonly detail: string;
  readonly conversation: string | null;
  /** The banner this attempt answers: at most one submit for it. */
  readonly banner: string;
  readonly since: Instant;
  readonly effect: string | null;
  readonly submittedAt: Instant | null;
  /** Attempts on this session before this one that did not bring it back: each waits longer. */
  readonly tries: number;
}

/** A working session that still runs on an account that was left. */
export interface Drain {
  readonly session: SessionId;
  readonly name: string;
  /** When the swap left its account. */
  readonly since: Instant;
}

export interface Durable {
  readonly bootId: string;
  readonly seq: number;
  readonly mode: Mode;
  /** The mode the configuration named when `mode` was set. */
  readonly configMode: Mode;
  readonly paused: boolean;
  readonly activeAccount: string | null;
  readonly accounts: Readonly<Record<string, AccountMemory>>;
  /** Newest last; includes foreign ones. */
  readonly flips: readonly Flip[];
  readonly swapCount: number;
  readonly swap: SwapIntent | null;
  readonly resumes: readonly Resume[];
  /** Working sessions of CLIs that keep their login: started again once their turn has ended. */
  readonly drains: readonly Drain[];
  /** Oldest first. */
  readonly hits: readonly Hit[];
  /** Hit identities that never count again. */
  readonly settled: readonly string[];
  readonly hold: {
    readonly since: Instant;
    readonly untilMs: number | null;
    readonly account: string | null;
  } | null;
  /** Starts of automatic swaps, for the breaker. */
  readonly autoSwaps: readonly Instant[];
  readonly breaker: { readonly at: Instant; readonly reason: string } | null;
  readonly needsPerson: { readonly at: Instant; readonly reason: string } | null;
  readonly proposal: {
    readonly at: Instant;
    readonly to: string;
    readonly reason: string;
    /** Made before any limit was hit (`quota.proactive`). */
    readonly ahead?: true;
  } | null;
  /** How full each account's windows are, as its sessions told; a window each at most. */
  readonly headroom: Readonly<Record<string, readonly Headroom[]>>;
  /** The full window (`windowKey`) for which the person wants no swap ahead of the limit. */
  readonly aheadDeclined: string | null;
  /** Cooldown imposed without a flip: after a lost or corrupt state. */
  readonly cooldownFloor: Instant | null;
  /** A refused or postponed swap is not tried again before this, and why it was refused. */
  readonly notBefore: { readonly at: Instant; readonly reason: string } | null;
  /** Tasks in `running/`, oldest first; one for each room at most. */
  readonly runs: readonly TaskRun[];
  /** By task id: waiting tasks that were tried before. */
  readonly ledger: Readonly<Record<string, Ledger>>;
  /** By tmux session name. */
  readonly rooms: Readonly<Record<string, RoomMemory>>;
  readonly tidiedAt: Instant | null;
  /** The last 24 hours, oldest first; at most 48 half-hours. */
  readonly day: readonly HalfHour[];
}

/** A swap ahead of the limit (`quota.proactive`) that is due and waits. */
export interface Ahead {
  /** The full window, as `windowKey` names it. */
  readonly window: string;
  readonly since: Instant;
  /** What was said of it already, each once. */
  readonly told: readonly string[];
}

/** What the transcript says about the session's own turn. */
export interface TurnTrace {
  /** Newest row of the main chain. */
  readonly last: TranscriptRow | null;
  /** The main chain stands at this limit row: nothing but notices came after it. null when it is older than the process. */
  readonly limit: TranscriptRow | null;
  /** Newest limit row of a sub-agent since the last prompt. */
  readonly sideLimit: TranscriptRow | null;
  readonly lastPromptAtMs: number;
  /** Newest row of the main chain that is no refusal: the request behind a refusal was sent after it. 0: none. */
  readonly askedAtMs: number;
}

export interface Session {
  readonly seen: SessionObservation;
  readonly kind: SessionKind;
  readonly state: SessionState;
  readonly detail: string;
  readonly since: Instant;
  readonly firstSeen: Instant;
  /** The last known reading; kept over `unchanged` and `unknown`. */
  readonly reading: Reading | null;
  /** The last poll told nothing of a limit: it answered `unknown`, or something covers the screen. */
  readonly blind: boolean;
  /** The last screen that could be read was one nobody recognised, or a view in front of the conversation. */
  readonly covered: boolean;
  readonly turn: TurnTrace;
  /** Identity of the limit-like banner in sight, null when none. */
  readonly banner: string | null;
  readonly bannerAt: Instant | null;
  /** The banner was seen to appear: since process start and last flip there was a reading without it. */
  readonly bannerFresh: boolean;
  /** A readable screen of its conversation without a banner was seen since the process came up. */
  readonly sawClear: boolean;
  /** Hit of the banner or row in sight, whatever its state. */
  readonly hit: HitId | null;
  /** Account at process start, for CLIs that keep their login. */
  readonly startAccount: string | null;
  readonly why: readonly string[];
}

export interface Live {
  readonly settings: Settings;
  readonly now: Instant;
  readonly started: boolean;
  readonly sessions: Readonly<Record<string, Session>>;
  readonly link: LinkObservation;
  readonly tmux: TmuxHealth;
  readonly lastPoll: Instant | null;
  /** When it was last known what runs: a poll, or that there is no server. */
  readonly lookedAt: Instant | null;
  /** The world was looked at since the start: before that nothing is done. */
  readonly observed: boolean;
  /** When the link was last looked at. */
  readonly linkAt: Instant | null;
  /** Newest last, at most 200. */
  readonly events: readonly EventView[];
  /** Answers to commands, newest last, at most 50; the supervisor hands them out. */
  readonly answers: readonly { readonly id: string; readonly result: CommandResult }[];
  /** The state file belongs to a newer version: observe only. */
  readonly readOnly: boolean;
  readonly seed: string;
  /** null: the folder was not looked at yet. */
  readonly queue: QueueFacts | null;
  readonly vacant: readonly VacantPane[];
  /** Starts under way, by room. */
  readonly starting: Readonly<Record<string, RoomStart>>;
  /** When rooms were last compared with what the configuration wants, and what stood there. */
  readonly reconciled: { readonly at: Instant; readonly topology: string } | null;
  /** By room: no task before this; it refused one just now. */
  readonly resting: Readonly<Record<string, Instant>>;
  /** By task: awake time worked since `TaskRun.workedMs` was written, ms. */
  readonly worked: Readonly<Record<string, number>>;
  /** Moves and other orders that belong to no run, by effect: the task. */
  readonly errands: Readonly<Record<string, string>>;
  /** When an offer at the start of this process was declined, by session. */
  readonly declined: Readonly<Record<string, Instant>>;
  readonly warnings: readonly string[];
  /** Why the configuration on disk is not the one in force; null when it is. */
  readonly configFault: string | null;
  /** What hooks and status lines told of sessions, by session. */
  readonly heard: Readonly<Record<string, HeardFrom>>;
  /** A swap ahead of the limit that waits for its moment. */
  readonly ahead: Ahead | null;
}

export interface State {
  readonly durable: Durable;
  readonly live: Live;
}
