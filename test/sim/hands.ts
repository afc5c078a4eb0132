import type { Effect, EffectOutcome } from '../../dist/core/engine/effects.js';
import type { State } from '../../dist/core/engine/state.js';
import { checkFlip } from './checks.ts';
import { endAgent, launch, restart } from './process-hands.ts';
import { claim, move, tidy } from './queue-hands.ts';
import { decline, submit, type } from './typing-hands.ts';
import type { World } from './world.ts';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;
type Refused = Extract<EffectOutcome, { type: 'preflight' | 'flip' | 'verify' }>['refusal'];

const REFRESH = { code: 'refresh-in-flight', reason: 'a token refresh', passing: true } as const;
const MOVED = { code: 'link-foreign', reason: 'changed by another hand', passing: true } as const;
const FOREIGN = { code: 'link-foreign', reason: 'it points elsewhere', passing: false } as const;

/** What the supervisor's hands do in this world; `state`: what the engine believes just now. */
export class Hands {
  readonly #world: World;
  readonly #state: () => State;
  #lastCompleted: { atMs: number; swap: string | null } | null = null;

  constructor(world: World, state: () => State) {
    this.#world = world;
    this.#state = state;
  }

  perform(effect: Effect): EffectOutcome {
    const world = this.#world;
    world.ledger.count(effect.type);
    switch (effect.type) {
      case 'preflight':
        return { type: 'preflight', refusal: this.#refusing() };
      case 'flip':
        return { type: 'flip', refusal: this.#refusing() ?? this.#moved(effect) ?? this.#flip(effect) };
      case 'verify':
        return { type: 'verify', refusal: this.#verify(effect) };
      case 'type':
        return type(world, effect);
      case 'restart':
        return restart(world, effect);
      case 'launch':
        return launch(world, effect);
      case 'decline-offer':
        return decline(world, effect);
      case 'submit':
        return submit(world, effect);
      case 'end-agent':
        return endAgent(world, effect);
      case 'claim':
        return claim(world, effect);
      case 'move':
        return move(world, effect);
      case 'tidy':
        return tidy(world, effect);
      default:
        return { type: 'done' };
    }
  }

  /** When the last flip that the engine was told of was completed; true time, ms. */
  get completedAtMs(): number | null {
    return this.#lastCompleted?.atMs ?? null;
  }

  #refusing(): Refused {
    return this.#world.flaw(this.#world.rates.refusal) ? REFRESH : null;
  }

  #moved({ fromDir }: Of<'flip'>): Refused {
    return fromDir === null || fromDir.endsWith(`/${this.#world.link}`) ? null : MOVED;
  }

  #verify(effect: Of<'verify'>): Refused {
    const world = this.#world;
    if (world.link !== effect.toDir.replace('/accounts/', '')) return FOREIGN;
    this.#lastCompleted = { atMs: world.nowMs, swap: this.#state().durable.swap?.id ?? null };
    world.learnLink();
    return null;
  }

  #unanswered(): ReadonlySet<number> {
    const { durable, live } = this.#state();
    const acted = new Set(durable.hits.filter((hit) => hit.state === 'acted').map((hit) => hit.id));
    const open = this.#world.floor.agents.flatMap(({ id, screen }) => {
      const hit = live.sessions[id]?.hit;
      return screen.type === 'limit' && !(hit && acted.has(hit)) ? [screen.serial] : [];
    });
    return new Set(open);
  }

  #flip(effect: Of<'flip'>): null {
    const world = this.#world;
    const { ledger, nowMs, link } = world;
    const to = effect.toDir.replace('/accounts/', '');
    const { swap } = this.#state().durable;
    const fact = { atMs: nowMs, from: link, to, origin: swap?.origin ?? 'none', swap: swap?.id ?? '' };
    const truth = {
      nowMs,
      cooldownMs: world.settings.cooldownMs,
      lastCompletedMs: this.completedAtMs,
      lastSwap: this.#lastCompleted?.swap ?? null,
      banners: ledger.standing(link, nowMs),
      unanswered: this.#unanswered(),
      // A window that has just ended was full when the swap began.
      usedPercent: world.accounts.find(({ name }) => name === link)?.use(nowMs)?.percent ?? 100,
      markPercent: world.settings.proactive ?? 100,
      allKnownLimited: world.accounts.every(({ name }) => ledger.isKnownLimited(name, nowMs, world.wall())),
    };
    for (const text of checkFlip(fact, truth, ledger.usedBanners)) world.violate(text);
    ledger.count(`flips-${fact.origin}`);
    if (!world.plant.lameFlip) world.link = to;
    ledger.flipped(nowMs);
    return null;
  }
}
