import { EFFECT_DEADLINE_MS, type Effect, type EffectOutcome } from '../core/engine/effects.js';
import type { AccountPort, ProcessPort, TmuxPort } from '../core/ports.js';
import type { Clock, Log, Notify } from './ports.js';
import { type CommandFor, restartAgent } from './restart.js';

export interface Hands {
  readonly tmux: TmuxPort;
  readonly processes: ProcessPort;
  readonly accounts: AccountPort;
  readonly commandFor: CommandFor;
  readonly clock: Clock;
  readonly log: Log;
  readonly notify: Notify;
}

/** Performs one effect; settles exactly once, by its outcome, its failure or its deadline. */
export function perform(effect: Effect, hands: Hands): Promise<EffectOutcome> {
  return new Promise((resolve) => {
    const cancel = hands.clock.after(EFFECT_DEADLINE_MS[effect.type], () => resolve({ type: 'timeout' }));
    carryOut(effect, hands)
      .catch((error: unknown) => failure(effect, error, hands))
      .then((outcome) => {
        cancel();
        resolve(outcome);
      });
  });
}

async function carryOut(effect: Effect, hands: Hands): Promise<EffectOutcome> {
  switch (effect.type) {
    case 'preflight':
      return { type: 'preflight', refusal: await hands.accounts.preflight(effect) };
    case 'flip':
      return { type: 'flip', refusal: await hands.accounts.flip(effect) };
    case 'verify':
      return { type: 'verify', refusal: await hands.accounts.verify(effect) };
    case 'type':
      return {
        type: 'type',
        result: await hands.tmux.type(effect.target, effect.text, { closeDialog: effect.closeDialog }),
      };
    case 'restart':
      return { type: 'restart', ...(await restartAgent(effect, hands)) };
    case 'focus':
      await hands.tmux.focus(effect.target.pane);
      return { type: 'done' };
    case 'log':
      hands.log.line(effect.line);
      return { type: 'done' };
    case 'notify':
      hands.notify(effect.kind, effect.text);
      return { type: 'done' };
  }
}

/** A fault nobody foresaw is an outcome too: the engine decides what it means. */
function failure(effect: Effect, error: unknown, hands: Hands): EffectOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  hands.log.line(`effect ${effect.id} (${effect.type}) failed: ${reason}`);
  if (effect.type === 'preflight' || effect.type === 'flip' || effect.type === 'verify') {
    return { type: effect.type, refusal: { code: 'io', reason, passing: false } };
  }
  if (effect.type === 'restart') return { type: 'restart', ok: false, reason };
  return effect.type === 'type'
    ? { type: 'type', result: { outcome: 'unconfirmed', reason } }
    : { type: 'done' };
}
