import type { PaneId } from './ids.js';
import type { TranscriptRow } from './transcript.js';

/** One life of a tmux server. Pane ids start again at %0 with the next one. `startedAt`: unix seconds. */
export interface ServerId {
  readonly pid: number;
  readonly startedAt: number;
}

/** One pane as `list-panes -a` tells it: ids and integers only, names fetched apart. */
export interface PaneFacts {
  readonly pane: PaneId;
  readonly panePid: number;
  /** tmux session name, control characters gone; display only, never a target. */
  readonly sessionName: string;
  readonly windowIndex: number;
  readonly paneIndex: number;
  /** Whole unix seconds of the window's last output. */
  readonly activity: number;
  readonly cols: number;
  readonly rows: number;
  readonly dead: boolean;
  /** Exit status of the program of a dead pane; null while it lives or when a signal ended it. */
  readonly deadStatus: number | null;
  readonly inMode: boolean;
  readonly inputOff: boolean;
  readonly synchronized: boolean;
  /** Unix seconds of the last key of a real client (not control mode) that shows this pane; null when none shows it. */
  readonly personActiveAt: number | null;
}

export interface Listing {
  readonly server: ServerId;
  readonly panes: readonly PaneFacts[];
}

/** How the tmux server is reached just now; `detail` is a sentence for the screen. */
export interface TmuxHealth {
  readonly state: 'connected' | 'fallback' | 'no-server' | 'no-tmux' | 'too-old';
  readonly version: string | null;
  readonly detail: string;
  /** A server is there, or may be, and does not answer: that says nothing of its sessions. */
  readonly silent?: true;
}

/** A pane that must still be the one that was looked at: checked by the tmux server itself in every key or paste. */
export interface PaneTarget {
  readonly server: ServerId;
  readonly pane: PaneId;
  readonly panePid: number;
}

export type TypeOutcome =
  /** Enter was sent once and the composer emptied or a turn was seen to start. */
  | { readonly outcome: 'submitted' }
  /** Nothing was typed. `reason` names what stood in the way, for the log and the screen. */
  | {
      readonly outcome: 'refused';
      readonly cause:
        | 'gone'
        | 'mode'
        | 'input-off'
        | 'synchronized'
        | 'draft'
        | 'person-active'
        | 'busy'
        | 'dialog'
        | 'unrecognised'
        /** The text itself cannot be typed: empty, too long, not to be read. */
        | 'text';
      readonly reason: string;
    }
  /** Text or Enter was sent and no turn was seen to start: never resent. */
  | { readonly outcome: 'unconfirmed'; readonly reason: string };

/** A program in a new tmux session, which keeps its pane when the program ends. */
export interface CreateRequest {
  /** Name of the session; letters, digits, `_` and `-`. */
  readonly name: string;
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export type Done = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface RespawnRequest {
  readonly target: PaneTarget;
  readonly cwd: string;
  /** Argument vector; quoted by the tmux room, never by the caller. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Keep a shell behind the command so that the pane outlives it as before. */
  readonly keepShell: boolean;
}

/** The tmux client. Every call ends within its deadline; none throws for a fault of the outside: it answers `null` or an outcome. */
export interface TmuxPort {
  /** One listing, null when the server cannot be asked (then `health()` says why). */
  list(): Promise<Listing | null>;
  /** Plain text of the visible screen of each pane (`capture-pane -p -J`); null for a pane that could not be captured. */
  capture(panes: readonly PaneId[]): Promise<ReadonlyMap<PaneId, string | null>>;
  /** The screen of one pane row by row as it is drawn, with SGR sequences (`-e`); null when not to be had. */
  captureStyled(pane: PaneId): Promise<string | null>;
  /** Types `text` into an empty composer and submits it, under the guard. `closeDialog`: the limit dialog, there already or opening late, is closed with a guarded Esc. */
  type(target: PaneTarget, text: string, options: { readonly closeDialog: boolean }): Promise<TypeOutcome>;
  /** Declines an offer at the start of a CLI with one guarded Esc, if `words` stand on its screen. */
  declineOffer(target: PaneTarget, words: string): Promise<Done>;
  /** Looks now whether the pane stands at an empty prompt with nobody at its keys; `ok` false says what stands in the way. */
  isAtPrompt(target: PaneTarget): Promise<Done>;
  /** Replaces the pane's program (`respawn-pane -k`); the pane must still be the target. `refused` when it is not. */
  respawn(request: RespawnRequest): Promise<Done>;
  /** Makes a detached session; starts the tmux server when none runs. Refused when the name is taken. */
  create(request: CreateRequest): Promise<Done>;
  /** Keeps the pane when its program ends; used around a restart. */
  keepWhenDead(target: PaneTarget, keep: boolean): Promise<boolean>;
  /** Brings the person's most recent client to this pane. */
  focus(pane: PaneId): Promise<boolean>;
  health(): TmuxHealth;
  /** Our own pane (from TMUX_PANE on the same server), never watched nor typed into. */
  readonly ownPane: PaneId | null;
  /** Ends the control client and waits for it; the next question connects again. */
  release(): Promise<void>;
  /** The same for good: every later question is answered null. */
  close(): Promise<void>;
}

/** The outermost Claude Code process of our user below a pane. */
export interface AgentProcess {
  readonly pid: number;
  /** Kernel start time in clock ticks since boot: with the pid an identity. */
  readonly startTicks: number;
  /** Milliseconds since boot at which it started. */
  readonly startedSteadyMs: number;
  readonly cwd: string | null;
  /** `CLAUDE_CONFIG_DIR` of its environment, as written; null when unset. */
  readonly configDir: string | null;
  /** It logs in by environment (API key, token, Bedrock, Vertex): only whether, never the value. */
  readonly loginByEnvironment: boolean;
  /** `CLAUDE_FAILOVER_TASK` of its environment: the task it was started for; null when unset or not to be read. */
  readonly task: string | null;
}

export interface ProcessPort {
  /** For each pane pid: its agent, or null when the pane holds a shell, an editor, ssh, … */
  agents(panePids: readonly number[]): Promise<ReadonlyMap<number, AgentProcess | null>>;
  /** The pane's own process is a shell with nothing below it: nothing is lost when it is replaced. */
  isBareShell(panePid: number): Promise<boolean>;
  /** SIGTERM to exactly this process (pid and start time agree); resolves true when it has gone within `withinMs`. */
  terminate(pid: number, startTicks: number, withinMs: number): Promise<boolean>;
}

export interface TranscriptView {
  /** Conversation id, null when `sessions/<pid>.json` is not to be found in any account's directory. */
  readonly conversation: string | null;
  /** Version of the CLI as it says itself, null when unknown. */
  readonly version: string | null;
  /** `shell`: at its prompt while a shell command of its own runs on (2.1.330). */
  readonly status: 'idle' | 'busy' | 'waiting' | 'shell' | null;
  /** The transcript file is there and readable. */
  readonly present: boolean;
  /** Rows that came since the last call for this process; at the first call the newest rows of the tail. */
  readonly rows: readonly TranscriptRow[];
}

/** The process whose transcript is read. */
export type TranscriptAgent = Pick<AgentProcess, 'pid' | 'startTicks' | 'cwd' | 'configDir'>;

export interface TranscriptPort {
  /** Incremental; a file that shrank or was replaced is read anew. Never opens anything but `sessions/<pid>.json` and `projects/`. */
  read(agent: TranscriptAgent): Promise<TranscriptView>;
}

/** What the link is. `account` paths are compared after realpath. */
export type LinkState =
  | { readonly type: 'link'; readonly target: string }
  | { readonly type: 'missing' }
  | { readonly type: 'directory' }
  | { readonly type: 'file' }
  | { readonly type: 'unreadable'; readonly reason: string };

export interface SwapRefusal {
  readonly code:
    | 'link-is-directory'
    | 'link-is-file'
    | 'link-missing'
    | 'link-foreign'
    | 'link-parent'
    | 'target-missing'
    | 'target-unreadable'
    | 'same-login'
    | 'refresh-in-flight'
    | 'state-unwritable'
    | 'io';
  readonly reason: string;
  /** It may pass by itself (a token refresh): try again later. */
  readonly passing: boolean;
}

export interface VerifyRequest {
  /** null when it is not known where the link went. */
  readonly fromDir: string | null;
  readonly toDir: string;
}

export interface FlipRequest extends VerifyRequest {
  readonly agents: readonly AgentProcess[];
}

export interface AccountPort {
  readLink(): Promise<LinkState>;
  /** Design section 5, preflight: everything but what core knows itself. `null` = go. */
  preflight(request: FlipRequest): Promise<SwapRefusal | null>;
  /** Symlink beside the link, rename over it, fsync of the directory. Looks for a token refresh once more right before the rename. */
  flip(request: FlipRequest): Promise<SwapRefusal | null>;
  /** readlink, directory, mtime of the credentials file differs from the old one's (else `utimes`). */
  verify(request: VerifyRequest): Promise<SwapRefusal | null>;
}

/** The queue folder. Every move is one rename to a name nobody has; a move that fails changes nothing. */
export interface QueuePort {
  /**
   * `inbox/` → `running/`. Checks the file and its `cwd` once more; what is wrong with it sends it to `failed/` with its
   * reason, and that is the answer. An old signal of this id goes away.
   */
  claim(task: string): Promise<Done>;
  /** The prompt as it will be typed, read from `running/` through one descriptor. */
  prompt(
    task: string,
  ): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }>;
  move(request: TaskMove): Promise<Done>;
  /** Removes what is too old or too much in `done/` and `failed/`, and temporary files of ours. Sentences on what it did. */
  tidy(limits: TidyLimits): Promise<readonly string[]>;
}

export interface TaskMove {
  readonly task: string;
  readonly from: 'inbox' | 'running' | 'done' | 'failed';
  readonly to: 'inbox' | 'done' | 'failed';
  /** For `failed`: written beside it, its first line what went wrong. */
  readonly reason: string;
}

/** Ages in ms of wall time, counts per folder. */
export interface TidyLimits {
  readonly nowMs: number;
  readonly done: { readonly maxAgeMs: number; readonly maxCount: number };
  readonly failed: { readonly maxAgeMs: number; readonly maxCount: number };
}
