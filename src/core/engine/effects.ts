import type { SessionId } from '../ids.js';
import type { AgentProcess, PaneTarget, SwapRefusal, TypeOutcome } from '../ports.js';

/** What has to be done in the world. Every effect has an id and settles once: by its outcome or by its deadline. */
export type Effect =
  | {
      readonly id: string;
      readonly type: 'preflight';
      readonly fromDir: string | null;
      readonly toDir: string;
      readonly agents: readonly AgentProcess[];
    }
  | {
      readonly id: string;
      readonly type: 'flip';
      readonly fromDir: string | null;
      readonly toDir: string;
      readonly agents: readonly AgentProcess[];
    }
  | { readonly id: string; readonly type: 'verify'; readonly fromDir: string | null; readonly toDir: string }
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
    }
  | { readonly id: string; readonly type: 'focus'; readonly target: PaneTarget }
  /** One line for supervisor.log; settles by itself. */
  | { readonly id: string; readonly type: 'log'; readonly line: string }
  /** A message for the person's channels; settles by itself. */
  | { readonly id: string; readonly type: 'notify'; readonly kind: NoticeKind; readonly text: string };

export type NoticeKind =
  | 'swap'
  | 'refused'
  | 'hold'
  | 'back'
  | 'needs-person'
  | 'breaker'
  | 'login'
  | 'proposal';

export type EffectOutcome =
  | { readonly type: 'preflight' | 'flip' | 'verify'; readonly refusal: SwapRefusal | null }
  | { readonly type: 'type'; readonly result: TypeOutcome }
  | { readonly type: 'restart'; readonly ok: boolean; readonly reason: string }
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
  log: 5_000,
  notify: 5_000,
};

/** Effects that must not start before the state that ordered them is durable. */
export function needsDurable(effect: Effect): boolean {
  return effect.type === 'flip' || effect.type === 'type' || effect.type === 'restart';
}
