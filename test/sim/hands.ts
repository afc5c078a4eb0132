import type { Effect, EffectOutcome } from '../../dist/core/engine/effects.js';
import type { SimSession } from './session.ts';

type Typing = Extract<Effect, { type: 'type' }>;
type Restarting = Extract<Effect, { type: 'restart' }>;

/** `continue` and Enter into a session, under the guard. */
export function typeInto(sessions: readonly SimSession[], effect: Typing, refuses: boolean): EffectOutcome {
  const refused = (cause: 'gone' | 'person-active' | 'draft' | 'busy'): EffectOutcome => ({
    type: 'type',
    result: { outcome: 'refused', cause, reason: cause },
  });
  const session = sessions.find((candidate) => candidate.id === effect.session);
  if (!session) return refused('gone');
  if (refuses) return refused('person-active');
  const result = session.typed();
  return result === 'submitted' ? { type: 'type', result: { outcome: 'submitted' } } : refused(result);
}

/** A new process with the same conversation in the same pane. */
export function restartIn(
  sessions: readonly SimSession[],
  effect: Restarting,
  fails: boolean,
): EffectOutcome {
  const session = sessions.find((candidate) => candidate.id === effect.session);
  if (!session || fails) return { type: 'restart', ok: false, reason: 'its pane has changed' };
  session.restarted();
  return { type: 'restart', ok: true, reason: '' };
}
