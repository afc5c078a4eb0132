import { nextDeadline } from '../../dist/core/engine/deadlines.js';
import { type Effect, type EffectOutcome, needsDurable } from '../../dist/core/engine/effects.js';
import type { Event, LinkObservation } from '../../dist/core/engine/events.js';
import { brokenInvariants } from '../../dist/core/engine/invariants.js';
import type { Settings } from '../../dist/core/engine/settings.js';
import { initialState, type State } from '../../dist/core/engine/state.js';
import { parseDurable, STATE_SCHEMA } from '../../dist/core/engine/stored-state.js';
import { transition } from '../../dist/core/engine/transition.js';
import type { Instant } from '../../dist/core/time.js';
import type { Plant } from './plants.ts';
import type { Random } from './random.ts';

/** What the engine's process needs of the world around it. */
export interface HostWorld {
  readonly random: Random;
  at(): Instant;
  linkSeen(): LinkObservation;
  /** Does it and says how it ended. */
  perform(effect: Effect): EffectOutcome;
  /** Kill the process at this effect? */
  kills(): boolean;
  crashed(): void;
  violate(text: string): void;
}

interface Ordered {
  readonly dueMs: number;
  readonly effect: Effect;
  readonly epoch: number;
}

/** One supervisor's life after the other: decides, writes, performs as the real one does, and is killed in between. */
export class EngineHost {
  readonly #world: HostWorld;
  readonly #settings: Settings;
  readonly #plant: Plant;
  #ordered: Ordered[] = [];
  #disk: string | null = null;
  #epoch = 0;
  #timerMs: number | null = null;
  #aliveFromMs = 0;
  state: State = initialState();

  constructor(world: HostWorld, settings: Settings, plant: Plant) {
    this.#world = world;
    this.#settings = plant.settings?.(settings) ?? settings;
    this.#plant = plant;
  }

  get isAlive(): boolean {
    return this.#world.at().steadyMs >= this.#aliveFromMs;
  }

  get isIdle(): boolean {
    return this.#ordered.length === 0;
  }

  /** When something of it is due next, ms of steady time. */
  get dueMs(): number {
    if (!this.isAlive) return this.#aliveFromMs;
    return Math.min(this.#timerMs ?? Number.POSITIVE_INFINITY, ...this.#ordered.map((one) => one.dueMs));
  }

  start(): void {
    this.#epoch += 1;
    const stored = this.#disk === null ? null : parseDurable(JSON.parse(this.#disk), STATE_SCHEMA);
    this.state = initialState(stored ? (this.#plant.stored?.(stored) ?? stored) : undefined);
    const provenance = stored ? 'stored' : 'missing';
    const { at, linkSeen } = this.#world;
    this.give({
      type: 'started',
      at: at(),
      bootId: 'boot',
      settings: this.#settings,
      link: linkSeen(),
      provenance,
    });
  }

  /** One event through the real engine: decide, write, perform. */
  give(event: Event): void {
    if (!this.isAlive) return;
    const before = this.state;
    const { state, effects } = transition(before, event);
    this.state = state;
    for (const text of brokenInvariants(before, state, effects)) this.#world.violate(`invariant: ${text}`);
    if (state.durable !== before.durable) this.#disk = JSON.stringify(state.durable);
    const nowMs = this.#world.at().steadyMs;
    const due = nextDeadline(state);
    this.#timerMs = due === null ? null : nowMs + due;
    const acting = effects.filter((effect) => effect.type !== 'log' && effect.type !== 'notify');
    if (acting.some(needsDurable) && this.#world.kills()) {
      this.#crash(acting);
      return;
    }
    for (const effect of acting)
      this.#ordered.push({ dueMs: nowMs + this.#latency(effect), effect, epoch: this.#epoch });
  }

  #latency(effect: Effect): number {
    const slow = effect.type === 'type' || effect.type === 'restart';
    return slow ? this.#world.random.int(300, 3_000) : this.#world.random.int(5, 50);
  }

  /** Whatever is due now: effects and the timer. */
  work(): void {
    const nowMs = this.#world.at().steadyMs;
    for (const due of this.#ordered.filter((one) => one.dueMs <= nowMs)) {
      if (!this.#ordered.includes(due)) return;
      this.#ordered = this.#ordered.filter((one) => one !== due);
      const outcome = this.#world.perform(due.effect);
      if (this.#world.kills()) {
        this.#crash([]);
        return;
      }
      this.give({ type: 'settled', at: this.#world.at(), effectId: due.effect.id, outcome });
    }
    if (!this.isAlive || this.#timerMs === null || this.#timerMs > nowMs) return;
    this.#timerMs = null;
    this.give({ type: 'ticked', at: this.#world.at() });
  }

  /** Killed between two effects: what was ordered may have happened or not; only the disk remains. */
  #crash(ordered: readonly Effect[]): void {
    this.#world.crashed();
    for (const effect of ordered) if (this.#world.random.chance(0.5)) this.#world.perform(effect);
    this.#ordered = [];
    this.#timerMs = null;
    this.#aliveFromMs = this.#world.at().steadyMs + this.#world.random.int(200, 120_000);
  }
}
