import type { CommandFor } from '../core/config/commands.js';
import { EFFECT_DEADLINE_MS, type Effect, type EffectOutcome } from '../core/engine/effects.js';
import { errorText } from '../core/errors.js';
import type { AccountPort, Done, ProcessPort, QueuePort, TmuxPort, TypeOutcome } from '../core/ports.js';
import { endAgent } from './end-agent.js';
import { launchAgent } from './launch.js';
import type { Clock, Log, Notify } from './ports.js';
import type { ProcessWith } from './replace.js';
import { restartAgent } from './restart.js';
import { resultOf } from './result.js';
import { withTail } from './screen-tail.js';

export interface Hands {
  readonly tmux: TmuxPort;
  readonly processes: ProcessPort;
  readonly accounts: AccountPort;
  readonly queue: QueuePort;
  readonly commandFor: CommandFor;
  readonly processWith?: ProcessWith;
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
  const { accounts, tmux, queue } = hands;
  switch (effect.type) {
    case 'preflight':
      return { type: 'preflight', refusal: await accounts.preflight(effect) };
    case 'flip':
      return { type: 'flip', refusal: await accounts.flip(effect) };
    case 'verify':
      return { type: 'verify', refusal: await accounts.verify(effect) };
    case 'type': {
      const { target, text, closeDialog } = effect;
      return { type: 'type', result: await tmux.type(target, text, { closeDialog }) };
    }
    case 'submit':
      return { type: 'type', result: await submit(effect, hands) };
    case 'restart':
      return { type: 'restart', ...(await restartAgent(effect, hands)) };
    case 'launch':
      return { type: 'launch', ...(await launchAgent(effect, hands)) };
    case 'end-agent':
      return { type: 'end-agent', ...(await endAgent(effect.agent, hands.processes)) };
    case 'decline-offer':
      await tmux.declineOffer(effect.target, effect.words);
      return { type: 'done' };
    case 'claim':
      return { type: 'claim', ...resultOf(await queue.claim(effect.task)) };
    case 'move':
      return { type: 'move', ...resultOf(await move(effect, hands)) };
    case 'tidy':
      return { type: 'tidy', did: await queue.tidy(effect) };
    case 'focus':
      await tmux.focus(effect.target.pane);
      return { type: 'done' };
    case 'log':
      hands.log.line(effect.line);
      return { type: 'done' };
    case 'notify':
      hands.notify({ kind: effect.kind, text: effect.text, about: effect.about, atMs: effect.atMs });
      return { type: 'done' };
  }
}

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

async function submit({ task, target }: Of<'submit'>, { queue, tmux }: Hands): Promise<TypeOutcome> {
  const prompt = await queue.prompt(task);
  if (!prompt.ok) return { outcome: 'refused', cause: 'text', reason: prompt.reason };
  return tmux.type(target, prompt.text, { closeDialog: false });
}

async function move({ task, from, to, reason, tail }: Of<'move'>, { queue, tmux }: Hands): Promise<Done> {
  const told = tail === null ? reason : await withTail(reason, tail, tmux);
  return queue.move({ task, from, to, reason: told });
}

/** A fault nobody foresaw is an outcome too: the engine decides what it means. */
function failure(effect: Effect, error: unknown, hands: Hands): EffectOutcome {
  const reason = errorText(error);
  hands.log.line(`effect ${effect.id} (${effect.type}) failed: ${reason}`);
  switch (effect.type) {
    case 'preflight':
    case 'flip':
    case 'verify':
      return { type: effect.type, refusal: { code: 'io', reason, passing: false } };
    case 'restart':
    case 'launch':
    case 'end-agent':
    case 'claim':
    case 'move':
      return { type: effect.type, ok: false, reason };
    case 'type':
    case 'submit':
      return { type: 'type', result: { outcome: 'unconfirmed', reason } };
    case 'tidy':
      return { type: 'tidy', did: [] };
    case 'decline-offer':
    case 'focus':
    case 'log':
    case 'notify':
      return { type: 'done' };
  }
}
