import type { Effect, EffectOutcome } from '../core/engine/effects.js';

/** The outcome of an effect that was not begun because the state that ordered it is not on disk. */
export function unwritable(effect: Effect): EffectOutcome {
  const reason =
    'the state cannot be written: nothing is done without it. Free disk space or mend the state directory';
  switch (effect.type) {
    case 'flip':
      return { type: 'flip', refusal: { code: 'state-unwritable', reason, passing: false } };
    case 'restart':
    case 'launch':
    case 'end-agent':
    case 'claim':
    case 'move':
      return { type: effect.type, ok: false, reason };
    default:
      return { type: 'type', result: { outcome: 'refused', cause: 'unrecognised', reason } };
  }
}
