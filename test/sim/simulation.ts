import { createHash } from 'node:crypto';
import { isUrgent, URGENT_POLL_MS } from '../../dist/core/engine/deadlines.js';
import type { Effect, EffectOutcome } from '../../dist/core/engine/effects.js';
import type { LinkObservation, SessionObservation } from '../../dist/core/engine/events.js';
import type { TmuxHealth } from '../../dist/core/ports.js';
import { swapInFlight } from '../../dist/core/switcher/in-flight.js';
import { HOUR, type Instant } from '../../dist/core/time.js';
import { checkHealed, checkQuiet } from './checks.ts';
import { EngineHost, type HostWorld } from './engine-host.ts';
import { Hands } from './hands.ts';
import type { Outcome } from './ledger.ts';
import { patience } from './pace.ts';
import { dropTask } from './people.ts';
import { type Plant, planted } from './plants.ts';
import { launchHalf } from './process-hands.ts';
import { checkHandOut, checkServed } from './queue-checks.ts';
import type { Random } from './random.ts';
import type { SimSession } from './session.ts';
import { StatusLines } from './status-lines.ts';
import { stirTrouble, TROUBLE_EVERY_MS } from './trouble.ts';
import { submitHalf } from './typing-hands.ts';
import { World } from './world.ts';

const MAX_VIOLATIONS = 5;
/** Faults stop this long before the end, or half-way; then everything must come back. */
const HEALING_MS = 9 * HOUR;
const NEVER = Number.POSITIVE_INFINITY;

/** The real engine in a seeded world, under virtual time. */
export class Simulation implements HostWorld {
  readonly #seed: number;
  readonly #world: World;
  readonly #hands: Hands;
  readonly #host: EngineHost;
  readonly #lines: StatusLines;
  readonly #digest = createHash('sha256');
  #pollAtMs = 0;
  #troubleAtMs = 0;
  #dropAtMs: number;
  #readAtMs = NEVER;

  constructor(seed: number, plant: Plant = { summary: '' }) {
    this.#seed = seed;
    const world = new World(seed, plant);
    this.#world = world;
    this.#dropAtMs = this.#nextDrop();
    this.#lines = new StatusLines(world);
    this.#host = new EngineHost(this, world.settings, plant);
    this.#hands = new Hands(world, () => this.#host.state);
    world.onStir = () => this.#pollWithin(world.random.int(50, world.settings.pollIntervalMs));
    world.onQueue = () => this.#showQueue();
    this.#begin();
  }

  get random(): Random {
    return this.#world.random;
  }

  at(): Instant {
    return this.#world.at();
  }

  linkSeen(): LinkObservation {
    return this.#world.linkSeen();
  }

  seed(): string {
    const { random } = this;
    const hex = (digits: number) =>
      Array.from({ length: digits }, () => random.int(0, 15).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  }

  kills(): boolean {
    return this.#world.flaw(this.#world.rates.crash);
  }

  crashed(): void {
    this.#world.ledger.count('crashes');
    this.note('the supervisor is killed');
    this.#world.ledger.forget(this.#world.nowMs);
  }

  lost(effects: readonly Effect[]): void {
    const { ledger, truth } = this.#world;
    for (const effect of effects) {
      ledger.count(`killed at ${effect.type}`);
      if (effect.type === 'submit') truth.blur(effect.task);
    }
  }

  note(text: string): void {
    this.#world.ledger.trace.note(this.#world.nowMs, text);
  }

  violate(text: string): void {
    this.#world.violate(text);
  }

  /** Hand-outs and prompts are judged when they are ordered: what happens meanwhile nobody could know. */
  ordered(effects: readonly Effect[]): void {
    for (const effect of effects) this.note(`order ${wordsOf(effect)}`);
    for (const { type } of effects) {
      if (type !== 'claim' && type !== 'submit') continue;
      const broken = checkHandOut(this.#world, type);
      if (broken) this.violate(broken);
    }
  }

  perform(effect: Effect): EffectOutcome {
    this.#digest.update(`${this.#world.nowMs} ${effect.type} ${effect.id}\n`);
    const outcome = this.#hands.perform(effect);
    this.note(`did ${effect.id} ${JSON.stringify(outcome)}`);
    if (!this.#world.folder.isRead) this.#readSoon();
    return outcome;
  }

  performHalf(effect: Effect): void {
    this.note(`half ${effect.id}`);
    if (effect.type === 'submit') submitHalf(this.#world, effect);
    else if (effect.type === 'launch') launchHalf(this.#world, effect);
    else this.perform(effect);
  }

  /** Runs to its end: `hours` with faults, the last of them without. */
  run(hours: number): Outcome {
    const world = this.#world;
    const endMs = hours * HOUR;
    const healingMs = Math.min(HEALING_MS, endMs / 2);
    while (world.nowMs < endMs && world.ledger.violations.length < MAX_VIOLATIONS)
      this.#advance(endMs, endMs - healingMs);
    if (world.ledger.violations.length === 0) this.#judge(healingMs);
    return {
      seed: this.#seed,
      hours: world.nowMs / HOUR,
      violations: world.ledger.violations,
      counts: world.ledger.counts,
      digest: this.#digest.digest('hex'),
      trace: world.ledger.trace.lines,
    };
  }

  #judge(healedMs: number): void {
    const world = this.#world;
    const { state } = this.#host;
    for (const text of checkHealed(state, world.floor.agents, world.ledger, world.nowMs)) this.violate(text);
    if (healedMs < HEALING_MS) return;
    for (const text of checkServed(world, state)) this.violate(text);
  }

  #advance(endMs: number, healsAtMs: number): void {
    const world = this.#world;
    const wasAlive = this.#host.isAlive;
    const agents = world.floor.agents;
    let next = Math.min(this.#host.dueMs, wasAlive ? this.#pollAtMs : NEVER, endMs);
    next = Math.min(next, this.#troubleAtMs, this.#dropAtMs, this.#readAtMs);
    for (const agent of agents) next = Math.min(next, agent.nextAt);
    world.nowMs = Math.max(world.nowMs, next);
    if (world.nowMs > healsAtMs) world.heal();
    for (const agent of agents) if (agent.nextAt <= world.nowMs) agent.live();
    world.ledger.note(agents, world.nowMs);
    if (this.#dropAtMs <= world.nowMs) this.#drop();
    if (this.#readAtMs <= world.nowMs) this.#read();
    if (this.#troubleAtMs <= world.nowMs) this.#trouble();
    if (!wasAlive && this.#host.isAlive) this.#begin();
    this.#host.work();
    this.#lines.tell(
      (event) => this.#host.give(event),
      () => this.#host.state,
    );
    if (this.#host.isAlive && this.#pollAtMs <= world.nowMs) this.#poll();
    else if (isUrgent(this.#host.state)) this.#pollWithin(URGENT_POLL_MS);
  }

  #begin(): void {
    const world = this.#world;
    for (const agent of world.floor.agents) agent.forget();
    this.#pollAtMs = world.nowMs + 100;
    this.#readAtMs = world.nowMs + world.random.int(10, 1_000);
    this.#host.start();
  }

  #pollWithin(ms: number): void {
    this.#pollAtMs = Math.min(this.#pollAtMs, this.#world.nowMs + ms);
  }

  #nextDrop(): number {
    const { rates, random, nowMs } = this.#world;
    return rates.tasksPerHour === 0 ? NEVER : nowMs + random.wait(HOUR / rates.tasksPerHour);
  }

  #drop(): void {
    dropTask(this.#world);
    this.#dropAtMs = this.#nextDrop();
    this.#readSoon();
  }

  #readSoon(): void {
    this.#readAtMs = Math.min(this.#readAtMs, this.#world.nowMs + this.#world.random.int(10, 500));
  }

  #read(): void {
    this.#readAtMs = NEVER;
    this.#world.folder.read();
    this.#showQueue();
  }

  #showQueue(): void {
    if (this.#host.isAlive)
      this.#host.give({ type: 'queue-seen', at: this.at(), queue: this.#world.folder.facts() });
  }

  #trouble(): void {
    const world = this.#world;
    this.#troubleAtMs = world.nowMs + world.random.wait(TROUBLE_EVERY_MS);
    // The polls of the seconds before, which are left out while nothing changes.
    if (this.#host.isAlive) this.#poll();
    this.#checkQuiet();
    this.#lines.redraw();
    stirTrouble(world, this.#host);
  }

  #poll(): void {
    const world = this.#world;
    const missed = world.flaw(world.rates.failedPoll);
    const link = this.linkSeen();
    if (world.link !== world.linkKnown.to) world.learnLink();
    const tmux = healthOf(world.floor.server === null ? 'no-server' : 'connected');
    if (missed || world.floor.server === null)
      this.#host.give({ type: 'poll-failed', at: this.at(), tmux, link });
    else {
      const sessions = world.floor.agents.map((agent) => this.#observe(agent));
      const observation = { sessions, vacant: world.floor.vacant(), link, tmux };
      this.#host.give({ type: 'polled', at: this.at(), observation });
    }
    const { state } = this.#host;
    const waitMs = isUrgent(state) ? URGENT_POLL_MS : this.#patience();
    this.#pollAtMs = world.nowMs + waitMs;
  }

  #patience(): number {
    const intervalMs = this.#world.settings.pollIntervalMs;
    return Math.max(0, patience(this.#host.state) - intervalMs) + this.random.int(50, intervalMs);
  }

  #observe(agent: SimSession): SessionObservation {
    const world = this.#world;
    const unknown = world.flaw(world.rates.unknown);
    const { screen } = agent;
    if (!unknown && screen.type === 'limit' && !agent.birth.old && this.#host.isAlive)
      world.ledger.tell(screen.serial, world.nowMs);
    return planted(agent.observe(unknown), world.plant);
  }

  #checkQuiet(): void {
    const { live, durable } = this.#host.state;
    const polledNow = live.lastPoll !== null && this.#world.nowMs - live.lastPoll.steadyMs < 1;
    if (!polledNow || swapInFlight(durable.swap) || !this.#host.isIdle) return;
    const broken = checkQuiet(this.#host.state, this.#world.link);
    if (broken) this.violate(broken);
  }
}

function healthOf(state: 'connected' | 'no-server'): TmuxHealth {
  return { state, version: '3.3a', detail: state === 'connected' ? '' : 'no tmux server' };
}

function wordsOf(effect: Effect): string {
  const what = 'task' in effect ? ` ${effect.task}` : '';
  const where = 'room' in effect ? ` ${effect.room}` : 'session' in effect ? ` ${effect.session}` : '';
  const how =
    effect.type === 'move' ? ` ${effect.from} to ${effect.to}: ${effect.reason.split('\n')[0]}` : '';
  return `${effect.id} ${effect.type}${what}${where}${how}`;
}
