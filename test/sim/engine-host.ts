import { nextDeadline } from '../../dist/core/engine/deadlines.js';
import { type Effect, type EffectOutcome, needsDurable } from '../../dist/core/engine/effects.js';
import type { Event, LinkObservation } from '../../dist/core/engine/events.js';
import { initialState } from '../../dist/core/engine/initial.js';
import { brokenInvariants } from '../../dist/core/engine/invariants.js';
import type { Settings } from '../../dist/core/engine/settings.js';
import type { State } from '../../dist/core/engine/state.js';
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
  /** A random UUID. */
  seed(): string;
  /** The engine has just ordered these. */
  ordered(effects: readonly Effect[]): void;
  /** Does it and says how it ended. */
  perform(effect: Effect): EffectOutcome;
  /** What a process that is killed in the middle leaves behind. */
  performHalf(effect: Effect): void;
  /** Kill the process at this effect? */
  kills(): boolean;
  crashed(): void;
  /** Nobody will hear what became of these. */
  lost(effects: readonly Effect[]): void;
  /** A line for the trace. */
  note(text: string): void;
  violate(text: string): void;
}

interface Ordered {
  readonly dueMs: number;
  readonly effect: Effect;
}

/** These wait for a pane or a process. */
const SLOW: readonly Effect['type'][] = ['type', 'restart', 'launch', 'submit', 'end-agent'];

/** One supervisor's life after the other: decides, writes, performs as the real one does, and is killed in between. */
export class EngineHost {
  readonly #world: HostWorld;
  readonly #settings: Settings;
  readonly #plant: Plant;
  #ordered: Ordered[] = [];
  #disk: string | null = null;
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
    const stored = this.#disk === null ? null : parseDurable(JSON.parse(this.#disk), STATE_SCHEMA);
    this.state = initialState(stored ? (this.#plant.stored?.(stored) ?? stored) : undefined);
    const provenance = stored ? 'stored' : 'missing';
    this.give({
      type: 'started',
      at: this.#world.at(),
      bootId: 'boot',
      settings: this.#settings,
      link: this.#world.linkSeen(),
      provenance,
      seed: this.#world.seed(),
    });
  }

  /** One event through the real engine: decide, write, perform. */
  give(event: Event): void {
    if (!this.isAlive) return;
    const before = this.state;
    const { state, effects } = transition(before, event);
    this.state = state;
    if (state.durable !== before.durable) this.#disk = JSON.stringify(state.durable);
    const nowMs = this.#world.at().steadyMs;
    const due = nextDeadline(state);
    this.#timerMs = due === null ? null : nowMs + due;
    for (const effect of effects) if (effect.type === 'log') this.#world.note(`log ${effect.line}`);
    const acting = effects.filter((effect) => effect.type !== 'log' && effect.type !== 'notify');
    this.#world.ordered(acting);
    for (const text of brokenInvariants(before, state, effects)) this.#world.violate(`invariant: ${text}`);
    if (acting.some(needsDurable) && this.#world.kills()) {
      this.#crash(acting);
      return;
    }
    for (const effect of acting) this.#ordered.push({ dueMs: nowMs + this.#latency(effect), effect });
  }

  #latency(effect: Effect): number {
    return SLOW.includes(effect.type) ? this.#world.random.int(300, 3_000) : this.#world.random.int(5, 50);
  }

  /** Whatever is due now: effects and the timer. */
  work(): void {
    const nowMs = this.#world.at().steadyMs;
    for (const due of this.#ordered.filter((one) => one.dueMs <= nowMs)) {
      if (!this.#ordered.includes(due)) return;
      this.#ordered = this.#ordered.filter((one) => one !== due);
      const outcome = this.#world.perform(due.effect);
      // Killed by what it saw of the queue meanwhile.
      if (!this.isAlive) {
        this.#world.lost([due.effect]);
        return;
      }
      if (this.#world.kills()) {
        this.#crash([], [due.effect]);
        return;
      }
      this.give({ type: 'settled', at: this.#world.at(), effectId: due.effect.id, outcome });
    }
    if (!this.isAlive || this.#timerMs === null || this.#timerMs > nowMs) return;
    this.#timerMs = null;
    this.give({ type: 'ticked', at: this.#world.at() });
  }

  /** Killed between two effects: what was ordered may have happened or not; only the disk remains. */
  #crash(ordered: readonly Effect[], performed: readonly Effect[] = []): void {
    const half = [...ordered, ...this.#ordered.map((one) => one.effect)];
    this.#ordered = [];
    this.#timerMs = null;
    this.#aliveFromMs = this.#world.at().steadyMs + this.#world.random.int(200, 120_000);
    this.#world.crashed();
    this.#world.lost([...half, ...performed]);
    for (const effect of half) if (this.#world.random.chance(0.5)) this.#world.performHalf(effect);
  }
}
