import { freeAt, hasDeadLogin } from '../../quota/limits.js';
import { eligibility } from '../../switcher/choose.js';
import { breakerTrips, cooldownLeft } from '../../switcher/cooldown.js';
import { swapInFlight } from '../../switcher/in-flight.js';
import { fullWindow } from '../../switcher/proactive.js';
import { hasRoom } from '../../switcher/room.js';
import type { Hit, State, SwapIntent } from '../state.js';
import { begun, begunAlone, flipped, type Invariant } from './invariant.js';

/** The hits a beginning swap answers. */
function answered(before: State, after: State, swap: SwapIntent): readonly Hit[] {
  const wasActed = new Set(before.durable.hits.filter((hit) => hit.state === 'acted').map((hit) => hit.id));
  const isDead = hasDeadLogin(after.durable.accounts[swap.from ?? '']);
  return after.durable.hits.filter(
    (hit) => hit.state === 'acted' && (isDead || hit.account === swap.from) && !wasActed.has(hit.id),
  );
}

/** What may begin, and when. */
export const SWAP_INVARIANTS: readonly Invariant[] = [
  {
    name: 'no automatic swap within the cooldown of a completed flip',
    broken(before, after) {
      const swap = begunAlone(before, after);
      const left = cooldownLeft(before.durable, after.live.settings.cooldownMs, after.live.now);
      return swap && left > 0 ? `${swap.id} began ${left} ms too early` : null;
    },
  },
  {
    name: 'an automatic swap goes to an eligible account',
    broken(before, after) {
      const { swap } = after.durable;
      const same = swap?.id === before.durable.swap?.id && swap?.to === before.durable.swap?.to;
      if (!swap || same || swap.origin === 'person') return null;
      const target = after.live.settings.accounts.find((account) => account.name === swap.to);
      if (!target) return `${swap.to} is not configured`;
      const verdict = eligibility(target, after.durable, after.live.now.wallMs, swap.tried);
      return verdict.ok ? null : `${swap.to}: ${verdict.why}`;
    },
  },
  {
    name: 'an automatic swap answers enough standing hits of the active account',
    broken(before, after) {
      const swap = begunAlone(before, after);
      if (!swap || swap.origin === 'proactive') return null;
      const sessions = answered(before, after, swap).filter((hit) => {
        const session = after.live.sessions[hit.session];
        return session?.hit === hit.id && session.kind !== 'pinned';
      });
      const least = after.live.settings.minBlocked;
      return sessions.length < least ? `${swap.id} has ${sessions.length} hits of ${least}` : null;
    },
  },
  {
    name: 'a swap ahead of the limit leaves a full window for an account with clearly more left',
    broken(before, after) {
      const swap = begun(before, after);
      if (swap?.origin !== 'proactive') return null;
      const { settings, now } = after.live;
      const { durable } = after;
      const window = fullWindow({ ...durable, activeAccount: swap.from }, settings.proactive, now);
      if (window === null || settings.proactive === null) return `${swap.id} leaves no full window`;
      const left = (window.resetsAtMs ?? Number.POSITIVE_INFINITY) - now.wallMs;
      if (left < settings.minWaitMs) return `${swap.id} began ${left} ms before the reset`;
      return hasRoom(durable, swap.to, settings.proactive, now) ? null : `${swap.to} is nearly full too`;
    },
  },
  {
    name: 'a near reset is waited for',
    broken(before, after) {
      const swap = begunAlone(before, after);
      const back = freeAt(after.durable.accounts[swap?.from ?? ''], after.live.now.wallMs);
      if (!swap || back === null) return null;
      const left = back - after.live.now.wallMs;
      return left < after.live.settings.minWaitMs ? `${swap.id} began ${left} ms before the reset` : null;
    },
  },
  {
    name: 'no automatic swap but in mode auto, armed, with nothing asked of the person',
    broken(before, after) {
      const swap = begunAlone(before, after);
      if (!swap) return null;
      if (after.durable.mode !== 'auto') return `${swap.id} in mode ${after.durable.mode}`;
      if (after.durable.needsPerson || after.live.readOnly) return `${swap.id} while the person is asked`;
      if (swap.origin === 'return') return null;
      const trips = breakerTrips(after.durable, after.live.settings.accounts.length, after.live.now);
      return after.durable.breaker || trips ? `${swap.id} with the breaker open` : null;
    },
  },
  {
    name: 'one swap at a time',
    broken(before, after) {
      const swap = begun(before, after);
      const inside = swap && swapInFlight(before.durable.swap);
      return inside ? `${swap.id} began inside ${before.durable.swap?.id}` : null;
    },
  },
  {
    name: 'nothing is done before the world was looked at',
    broken(_before, after, effects) {
      if (after.live.observed && !after.live.readOnly) return null;
      const act = effects.find((effect) => !['log', 'notify', 'focus'].includes(effect.type));
      return act ? `${act.type} was ordered` : null;
    },
  },
  {
    name: 'the link is flipped only in the flip phase of a swap, to its target',
    broken(_before, after, effects) {
      const { swap } = after.durable;
      for (const effect of effects) {
        if (effect.type !== 'flip') continue;
        const target = after.live.settings.accounts.find((account) => account.name === swap?.to);
        if (swap?.phase !== 'flip' || swap.awaiting !== effect.id)
          return `${effect.id} in phase ${swap?.phase}`;
        if (effect.toDir !== target?.dir) return `${effect.id} goes to ${effect.toDir}`;
      }
      return null;
    },
  },
  {
    name: 'a flip of ours is recorded only once it was verified',
    broken(before, after) {
      const flip = flipped(before, after);
      if (!flip || flip.origin === 'foreign') return null;
      const { swap } = before.durable;
      return swap?.phase === 'verify' && swap.to === flip.to ? null : `${flip.to} in phase ${swap?.phase}`;
    },
  },
];
