import type { Command } from '../commands.js';
import type { QueueFacts } from '../dispatcher/task.js';
import type { Heard } from '../hooks/heard.js';
import type { SessionId } from '../ids.js';
import type { AgentProcess, LinkState, PaneTarget, TmuxHealth, TranscriptView } from '../ports.js';
import type { Reading } from '../quota/reading.js';
import type { EventView } from '../snapshot.js';
import type { Instant } from '../time.js';
import type { TranscriptRow } from '../transcript.js';
import type { EffectOutcome } from './effects.js';
import type { Settings } from './settings.js';

/** The whole truth about one session at one poll. */
export interface SessionObservation {
  readonly id: SessionId;
  readonly name: string;
  readonly target: PaneTarget;
  readonly agent: AgentProcess;
  /** Where its logins live: through the link, in one account's own directory (by name), or elsewhere. */
  readonly config: 'link' | 'elsewhere' | { readonly account: string };
  readonly version: string | null;
  readonly conversation: string | null;
  /** What the CLI says of itself (`sessions/<pid>.json`, 2.1.330); null where it says nothing. */
  readonly status: TranscriptView['status'];
  /** A transcript is at hand and readable. */
  readonly transcript: boolean;
  readonly rows: readonly TranscriptRow[];
  /** `unchanged`: the pane counts as polled; `unknown`: neither hit nor clear. */
  readonly reading: Reading | 'unchanged' | 'unknown';
  /** Wall clock, ms, of the person's last key in a client showing this pane. */
  readonly personActiveAtMs: number | null;
}

/** `account`: the configured account the link points to, null when to none. */
export interface LinkObservation {
  readonly state: LinkState;
  readonly account: string | null;
  /** Configured accounts whose directory is not there; looked for only while the link points to none. */
  readonly gone?: readonly string[];
}

/** A pane without an agent: its program has ended, or it is a shell, an editor, … */
export interface VacantPane {
  /** tmux session name. */
  readonly name: string;
  readonly target: PaneTarget;
  /** How many panes its tmux session has. */
  readonly siblings: number;
  readonly dead: boolean;
  readonly deadStatus: number | null;
  /** Wall clock, ms, of the person's last key in a client showing it. */
  readonly personActiveAtMs: number | null;
}

export interface Observation {
  readonly sessions: readonly SessionObservation[];
  readonly vacant: readonly VacantPane[];
  readonly link: LinkObservation;
  readonly tmux: TmuxHealth;
}

/** How the stored state was found at the start. */
export type Provenance = 'missing' | 'stored' | 'previous' | 'corrupt' | 'newer';

export type Event =
  | {
      readonly type: 'started';
      readonly at: Instant;
      readonly bootId: string;
      readonly settings: Settings;
      readonly link: LinkObservation;
      readonly provenance: Provenance;
      /** A random UUID, the chance that ids of new conversations are made of. */
      readonly seed: string;
    }
  /** The queue folder changed. */
  | { readonly type: 'queue-seen'; readonly at: Instant; readonly queue: QueueFacts }
  | { readonly type: 'polled'; readonly at: Instant; readonly observation: Observation }
  /** tmux could not be asked: nobody is hit, nobody is clear. */
  | {
      readonly type: 'poll-failed';
      readonly at: Instant;
      readonly tmux: TmuxHealth;
      readonly link: LinkObservation;
    }
  /** A hook or a status line of Claude Code told something. */
  | { readonly type: 'heard'; readonly at: Instant; readonly heard: Heard }
  | { readonly type: 'ticked'; readonly at: Instant }
  | { readonly type: 'commanded'; readonly at: Instant; readonly id: string; readonly command: Command }
  | {
      readonly type: 'settled';
      readonly at: Instant;
      readonly effectId: string;
      readonly outcome: EffectOutcome;
    }
  | {
      readonly type: 'settings-changed';
      readonly at: Instant;
      readonly settings: Settings;
      readonly what: string;
    }
  /** Whether the configuration on disk is in force: null when it can be read, else why the last good one stays. */
  | { readonly type: 'config-read'; readonly at: Instant; readonly fault: string | null }
  /** Something outside the engine that the person has to see: an edit of the configuration that was refused. */
  | {
      readonly type: 'noted';
      readonly at: Instant;
      readonly level: EventView['level'];
      readonly text: string;
    };
