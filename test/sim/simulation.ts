import { createHash } from 'node:crypto';
import { isUrgent, URGENT_POLL_MS } from '../../dist/core/engine/deadlines.js';
import type { Effect, EffectOutcome } from '../../dist/core/engine/effects.js';
import type { LinkObservation } from '../../dist/core/engine/events.js';
import type { Settings } from '../../dist/core/engine/settings.js';
import { swapInFlight } from '../../dist/core/switcher/intent.js';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../dist/core/time.js';
import { Account } from './accounts.ts';
import { checkFlip, checkHealed, checkQuiet } from './checks.ts';
import { drawFaults, drawSettings, drawTraits, type Faults } from './draws.ts';
import { EngineHost, type HostWorld } from './engine-host.ts';
import { restartIn, typeInto } from './hands.ts';
import { Ledger, type Outcome } from './ledger.ts';
import { pressKey } from './person.ts';
import { type Plant, planted } from './plants.ts';
import { type Random, randomOf } from './random.ts';
import { SimSession, type Surroundings } from './session.ts';

const MAX_VIOLATIONS = 5;
/** Faults stop this long before the end; then everything must come back. */
const HEALING_MS = 2 * HOUR;

/** The real engine in a seeded world, under virtual time. */
export class Simulation implements Surroundings, HostWorld {
  readonly random: Random;
  readonly #seed: number;
  readonly #plant: Plant;
  readonly #settings: Settings;
  readonly #names: readonly string[];
  readonly #faults: Faults;
  readonly #accounts: readonly Account[];
  readonly #sessions: SimSession[];
  readonly #digest = createHash('sha256');
  readonly #ledger = new Ledger();
  readonly #host: EngineHost;
  #nowMs = 0;
  #wallOffsetMs = 1_795_000_000_000;
  #serial = 0;
  #link: string;
  #outageUntilMs = 0;
  #pollAtMs = 0;
  #nextFaultMs = 0;
  #lastCompleted: { atMs: number; swap: string | null } | null = null;
  #fresh = true;
  #healing = false;

  constructor(seed: number, plant: Plant = { summary: '' }) {
    this.#seed = seed;
    this.#plant = plant;
    this.random = randomOf(seed);
    const { random } = this;
    const names = ['alpha', 'beta', 'gamma', 'delta'].slice(0, random.int(1, 4));
    this.#names = names;
    this.#accounts = names.map((name) => new Account(name, random));
    this.#link = names[0] ?? 'alpha';
    this.#settings = drawSettings(random, names);
    this.#faults = drawFaults(random);
    this.#sessions = Array.from(
      { length: random.int(1, 8) },
      (_, index) => new SimSession(`ccl-${index + 1}`, index + 1, this, drawTraits(random, names)),
    );
    this.#host = new EngineHost(this, this.#settings, plant);
    this.#host.start();
  }

  now(): number {
    return this.#nowMs;
  }

  wall(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  linkAccount(): string {
    return this.#link;
  }

  serial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  outage(): boolean {
    return this.#nowMs < this.#outageUntilMs;
  }

  request(account: string): { readonly ok: true } | { readonly ok: false; readonly resetsAtMs: number } {
    return (
      this.#accounts.find((candidate) => candidate.name === account)?.request(this.#nowMs) ?? { ok: true }
    );
  }

  continued(session: SimSession, serial: number | null): void {
    this.#ledger.count('continues');
    const times = serial === null ? 1 : this.#ledger.submit(serial);
    if (times > 1) this.violate(`${session.name} was typed into ${times} times for one banner`);
    if (session.pinned) this.violate(`${session.name} is pinned and was typed into`);
  }

  /** Runs to its end: `hours` with faults, the last two of them without. */
  run(hours: number): Outcome {
    const endMs = hours * HOUR;
    while (this.#nowMs < endMs && this.#ledger.violations.length < MAX_VIOLATIONS) this.#advance(endMs);
    const active = this.#accounts.find((account) => account.name === this.#link);
    if (this.#ledger.violations.length === 0 && active && !active.isLimited(this.#nowMs)) {
      const stuck = checkHealed(this.#host.state, this.#sessions, this.#ledger, this.#nowMs);
      for (const text of stuck) this.violate(text);
    }
    return {
      seed: this.#seed,
      hours: this.#nowMs / HOUR,
      violations: this.#ledger.violations,
      counts: this.#ledger.counts,
      digest: this.#digest.digest('hex'),
    };
  }

  #advance(endMs: number): void {
    const wasAlive = this.#host.isAlive;
    const pollMs = wasAlive ? this.#pollAtMs : Number.POSITIVE_INFINITY;
    const next = Math.min(
      this.#host.dueMs,
      pollMs,
      this.#nextFaultMs,
      ...this.#sessions.map((one) => one.nextAt),
      endMs,
    );
    this.#nowMs = Math.max(this.#nowMs, next);
    this.#healing ||= this.#nowMs > endMs - HEALING_MS;
    for (const session of this.#sessions) if (session.nextAt <= this.#nowMs) session.live();
    this.#ledger.note(this.#sessions, this.#nowMs);
    if (this.#nextFaultMs <= this.#nowMs) this.#fault();
    if (!wasAlive && this.#host.isAlive) this.#begin();
    this.#host.work();
    if (this.#host.isAlive && this.#pollAtMs <= this.#nowMs) this.#poll();
  }

  #begin(): void {
    this.#fresh = true;
    this.#pollAtMs = this.#nowMs + 100;
    this.#host.start();
  }

  at = (): Instant => ({ wallMs: this.wall(), steadyMs: this.#nowMs });

  linkSeen = (): LinkObservation => ({
    state: { type: 'link', target: `/accounts/${this.#link}` },
    account: this.#link,
  });

  /** A small mishap, never while healing. */
  #flaw(probability: number): boolean {
    return !this.#healing && this.random.chance(probability);
  }

  kills(): boolean {
    return this.#flaw(this.#faults.crash);
  }

  crashed(): void {
    this.#ledger.count('crashes');
  }

  violate(text: string): void {
    this.#ledger.violate(this.#nowMs, text);
  }

  #poll(): void {
    const failed = this.#flaw(this.#faults.failedPoll);
    const tmux = {
      state: failed ? ('no-server' as const) : ('connected' as const),
      version: '3.3a',
      detail: '',
    };
    if (failed) this.#host.give({ type: 'poll-failed', at: this.at(), tmux, link: this.linkSeen() });
    else {
      const sessions = this.#sessions.map((session) => {
        const seen = session.observe(this.#flaw(this.#faults.unknown), this.#fresh);
        return planted(seen, this.#plant);
      });
      this.#fresh = false;
      this.#host.give({
        type: 'polled',
        at: this.at(),
        observation: { sessions, link: this.linkSeen(), tmux },
      });
    }
    this.#pollAtMs = this.#nowMs + (isUrgent(this.#host.state) ? URGENT_POLL_MS : this.#pollInterval());
  }

  /** One-second polls, without those that would see nothing new: the next one comes within a second of what happens next. */
  #pollInterval(): number {
    const quietMs = Math.min(...this.#sessions.map((session) => session.nextAt)) - this.#nowMs;
    return Math.min(MINUTE, Math.max(0, quietMs)) + this.random.int(50, this.#settings.pollIntervalMs);
  }

  perform(effect: Effect): EffectOutcome {
    this.#digest.update(`${this.#nowMs} ${effect.type} ${effect.id}\n`);
    this.#ledger.count(effect.type);
    const refusing = this.#flaw(this.#faults.refusal);
    const refusal = refusing
      ? { code: 'refresh-in-flight' as const, reason: 'a token refresh', passing: true }
      : null;
    switch (effect.type) {
      case 'preflight':
        return { type: 'preflight', refusal };
      case 'flip':
        if (refusal) return { type: 'flip', refusal };
        this.#flip(effect.toDir.replace('/accounts/', ''));
        return { type: 'flip', refusal: null };
      case 'verify':
        return this.#verify(effect.toDir.replace('/accounts/', ''));
      case 'type':
        return typeInto(this.#sessions, effect, this.#flaw(0.03));
      case 'restart':
        return restartIn(this.#sessions, effect, this.#flaw(0.02));
      default:
        return { type: 'done' };
    }
  }

  #verify(to: string): EffectOutcome {
    if (this.#link !== to)
      return {
        type: 'verify',
        refusal: { code: 'link-foreign', reason: 'it points elsewhere', passing: false },
      };
    this.#lastCompleted = { atMs: this.#nowMs, swap: this.#host.state.durable.swap?.id ?? null };
    return { type: 'verify', refusal: null };
  }

  #flip(to: string): void {
    const swap = this.#host.state.durable.swap;
    const fact = {
      atMs: this.#nowMs,
      from: this.#link,
      to,
      origin: swap?.origin ?? 'none',
      swap: swap?.id ?? '',
    };
    const truth = {
      nowMs: this.#nowMs,
      cooldownMs: this.#settings.cooldownMs,
      lastCompletedMs: this.#lastCompleted?.atMs ?? null,
      lastSwap: this.#lastCompleted?.swap ?? null,
      banners: this.#ledger.standing(this.#link, this.#nowMs),
      allKnownLimited: this.#accounts.every(({ name }) =>
        this.#ledger.isKnownLimited(name, this.#nowMs, this.wall()),
      ),
    };
    for (const text of checkFlip(fact, truth, this.#ledger.usedBanners)) this.violate(text);
    this.#ledger.count(`flips-${fact.origin}`);
    if (!this.#plant.lameFlip) this.#link = to;
  }

  /** The world's own mischief, at its drawn rates. */
  #fault(): void {
    const { random } = this;
    this.#nextFaultMs = this.#nowMs + random.wait(10 * MINUTE);
    if (this.#healing) return;
    const happens = (perHour: number) => random.chance(perHour / 6);
    if (happens(this.#faults.outagesPerHour)) this.#outageUntilMs = this.#nowMs + random.wait(5 * MINUTE);
    if (happens(this.#faults.jumpsPerHour)) this.#jump();
    if (happens(this.#faults.foreignPerHour)) this.#foreignFlip();
    if (happens(this.#faults.commandsPerHour))
      pressKey(this.#host, this.#ledger, random, this.#names, this.at());
    this.#checkQuiet();
  }

  #jump(): void {
    this.#ledger.count('jumps');
    this.#ledger.blur(this.#nowMs);
    this.#wallOffsetMs +=
      this.random.pick([-1, 1]) *
      this.random.pick([SECOND, 30 * SECOND, MINUTE, HOUR, DAY]) *
      this.random.int(1, 3);
  }

  #foreignFlip(): void {
    if (swapInFlight(this.#host.state.durable.swap)) return;
    this.#ledger.count('foreign');
    this.#link = this.random.pick(this.#accounts).name;
  }

  #checkQuiet(): void {
    const { live, durable } = this.#host.state;
    const polledNow = live.lastPoll !== null && this.#nowMs - live.lastPoll.steadyMs < 1;
    if (!polledNow || swapInFlight(durable.swap) || !this.#host.isIdle) return;
    const broken = checkQuiet(this.#host.state, this.#link);
    if (broken) this.violate(broken);
  }
}
