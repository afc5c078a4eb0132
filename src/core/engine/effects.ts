import type { SessionId } from '../ids.js';
import type {
  AgentProcess,
  FlipRequest,
  PaneTarget,
  SwapRefusal,
  TaskMove,
  TidyLimits,
  TypeOutcome,
  VerifyRequest,
} from '../ports.js';

/** What has to be done in the world. Every effect has an id and settles once: by its outcome or by its deadline. */
export type Effect =
  | ({ readonly id: string; readonly type: 'preflight' } & FlipRequest)
  | ({ readonly id: string; readonly type: 'flip' } & FlipRequest)
  | ({ readonly id: string; readonly type: 'verify' } & VerifyRequest)
  | {
      readonly id: string;
      readonly type: 'type';
      readonly session: SessionId;
      readonly target: PaneTarget;
      readonly text: string;
      readonly closeDialog: boolean;
    }
  | {
      readonly id: string;
      readonly type: 'restart';
      readonly session: SessionId;
      readonly name: string;
      readonly target: PaneTarget;
      readonly agent: AgentProcess;
      readonly conversation: string;
      /** The task it works on, which the new process is told as the old one was. */
      readonly task: string | null;
    }
  | { readonly id: string; readonly type: 'focus'; readonly target: PaneTarget }
  /** Starts the room's configured command: in a new tmux session, in a dead pane, behind a bare shell, or in place of an agent. */
  | {
      readonly id: string;
      readonly type: 'launch';
      readonly room: string;
      /** Where; null: a session has to be made. */
      readonly target: PaneTarget | null;
      /** Ended first. */
      readonly agent: AgentProcess | null;
      readonly conversation: { readonly id: string; readonly how: 'new' | 'resume' };
      /** null: the room's own. */
      readonly cwd: string | null;
      /** In the process's environment as CLAUDE_FAILOVER_TASK. */
      readonly task: string | null;
    }
  /** Types the prompt of a task in `running/`. */
  | {
      readonly id: string;
      readonly type: 'submit';
      readonly task: string;
      readonly session: SessionId;
      readonly target: PaneTarget;
    }
  /** Ends exactly this process. */
  | { readonly id: string; readonly type: 'end-agent'; readonly room: string; readonly agent: AgentProcess }
  | {
      readonly id: string;
      readonly type: 'decline-offer';
      readonly session: SessionId;
      readonly target: PaneTarget;
      readonly words: string;
    }
  | { readonly id: string; readonly type: 'claim'; readonly task: string }
  /** `tail`: the end of this pane's screen goes with the reason. */
  | (TaskMove & { readonly id: string; readonly type: 'move'; readonly tail: PaneTarget | null })
  | (TidyLimits & { readonly id: string; readonly type: 'tidy' })
  /** One line for supervisor.log; settles by itself. */
  | { readonly id: string; readonly type: 'log'; readonly line: string }
  /** A message for the person's channels; settles by itself. `about`, `atMs`: see `Notice` (core/notifier/message.ts). */
  | {
      readonly id: string;
      readonly type: 'notify';
      readonly kind: NoticeKind;
      readonly text: string;
      readonly about: string | null;
      readonly atMs: number;
    };

export type NoticeKind =
  | 'swap'
  | 'refused'
  | 'hold'
  | 'back'
  | 'needs-person'
  | 'breaker'
  | 'login'
  | 'proposal'
  | 'task'
  | 'parked'
  /** A hit that is not sure: told in a digest. */
  | 'suspected'
  /** The supervisor runs again. */
  | 'restarted';

export type EffectOutcome =
  | { readonly type: 'preflight' | 'flip' | 'verify'; readonly refusal: SwapRefusal | null }
  | { readonly type: 'type'; readonly result: TypeOutcome }
  /** Of `restart`, `launch`, `end-agent`, `claim` and `move`: it was done, or nothing was and why. */
  | { readonly type: 'restart'; readonly ok: boolean; readonly reason: string }
  | { readonly type: 'launch'; readonly ok: boolean; readonly reason: string }
  | { readonly type: 'end-agent'; readonly ok: boolean; readonly reason: string }
  | { readonly type: 'claim'; readonly ok: boolean; readonly reason: string }
  | { readonly type: 'move'; readonly ok: boolean; readonly reason: string }
  | { readonly type: 'tidy'; readonly did: readonly string[] }
  | { readonly type: 'done' }
  /** The effect did not settle within its deadline. */
  | { readonly type: 'timeout' };

/** How long the supervisor waits for an effect before it settles it as `timeout`, in milliseconds. */
export const EFFECT_DEADLINE_MS: Readonly<Record<Effect['type'], number>> = {
  preflight: 10_000,
  flip: 10_000,
  verify: 10_000,
  type: 45_000,
  restart: 60_000,
  focus: 5_000,
  launch: 60_000,
  submit: 60_000,
  'end-agent': 30_000,
  'decline-offer': 10_000,
  claim: 20_000,
  move: 20_000,
  tidy: 60_000,
  log: 5_000,
  notify: 5_000,
};

const DURABLE_FIRST: readonly Effect['type'][] = [
  'flip',
  'type',
  'restart',
  'launch',
  'submit',
  'end-agent',
  'claim',
  'move',
];

/** Effects that must not start before the state that ordered them is durable. */
export function needsDurable(effect: Effect): boolean {
  return DURABLE_FIRST.includes(effect.type);
}
