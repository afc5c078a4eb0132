import type { LinkObservation } from '../../dist/core/engine/events.js';
import type { Settings } from '../../dist/core/engine/settings.js';
import { HOUR, type Instant, MINUTE } from '../../dist/core/time.js';
import type { TranscriptRow } from '../../dist/core/transcript.js';
import { Account } from './accounts.ts';
import type { Birth, Traits } from './birth.ts';
import { drawRates, drawSettings, drawTraits, type Rates } from './draws.ts';
import { Floor, type Pane } from './floor.ts';
import { Folder } from './folder.ts';
import { Ledger } from './ledger.ts';
import type { Plant } from './plants.ts';
import { checkPlaces } from './queue-checks.ts';
import { type Random, randomOf } from './random.ts';
import { SimSession } from './session.ts';
import type { Answer, Stay, Surroundings, Turn } from './surroundings.ts';
import { TaskTruth } from './truth.ts';

/** Rows of a conversation that anybody reads again. */
const TAIL = 20;

/** Everything outside the engine's process: accounts, link, tmux, agents, the queue folder, two clocks. */
export class World implements Surroundings {
  readonly random: Random;
  readonly rates: Rates;
  readonly plant: Plant;
  readonly names: readonly string[];
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly floor = new Floor();
  readonly folder: Folder;
  readonly truth: TaskTruth;
  readonly ledger = new Ledger();
  nowMs = 0;
  wallOffsetMs = 1_795_000_000_000;
  link: string;
  /** Where it points to the engine's knowledge, and since when it knows; true time, ms. */
  linkKnown: { readonly to: string; readonly atMs: number };
  outageUntilMs = 0;
  healing = false;
  /** By the person's last word. */
  paused = false;
  /** Called when something in sight has changed. */
  onStir: () => void = () => undefined;
  /** Called when a request of this session on this account was answered. */
  onAnswered: (session: SimSession, account: string) => void = () => undefined;
  /** Called when the queue folder has changed. */
  onQueue: () => void = () => undefined;
  #furthestOffsetMs = this.wallOffsetMs;
  readonly #traits = new Map<string, Traits>();
  readonly #transcripts = new Map<string, TranscriptRow[]>();
  readonly #idleMs: number;
  #serial = 0;

  constructor(seed: number, plant: Plant) {
    this.random = randomOf(seed);
    this.plant = plant;
    const { random } = this;
    this.names = ['alpha', 'beta', 'gamma', 'delta'].slice(0, random.int(1, 4));
    this.accounts = this.names.map((name) => new Account(name, random));
    this.link = this.names[0] ?? 'alpha';
    this.linkKnown = { to: this.link, atMs: Number.NEGATIVE_INFINITY };
    const size = random.int(1, 8);
    this.settings = drawSettings(random, this.names, size);
    this.rates = drawRates(random);
    this.#idleMs = random.pick([6, 20, 60]) * MINUTE;
    this.folder = new Folder(plant);
    this.truth = new TaskTruth(this.settings.taskAttempts);
    for (let number = 1; number <= size; number += 1)
      if (!random.chance(0.15)) this.arrive(`ccl-${number}${random.chance(0.1) ? '-api' : ''}`);
    for (const name of ['vault', 'mine']) if (random.chance(0.5)) this.arrive(name);
  }

  now(): number {
    return this.nowMs;
  }

  wall(): number {
    return this.nowMs + this.wallOffsetMs;
  }

  at = (): Instant => ({ wallMs: this.wall(), steadyMs: this.nowMs });

  linkSeen = (): LinkObservation => ({
    state: { type: 'link', target: `/accounts/${this.link}` },
    account: this.link,
  });

  /** The engine looks at the link: a flip is completed, or another hand's is seen. */
  learnLink(): void {
    this.linkKnown = { to: this.link, atMs: this.nowMs };
    this.ledger.flipped(this.nowMs);
  }

  linkAccount(): string {
    return this.link;
  }

  serial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  flaw(probability: number): boolean {
    return !this.healing && this.random.chance(probability);
  }

  violate(text: string): void {
    this.ledger.violate(this.nowMs, text);
  }

  note(text: string): void {
    this.ledger.trace.note(this.nowMs, text);
  }

  outage(): boolean {
    return !this.healing && this.nowMs < this.outageUntilMs;
  }

  request(account: string, session: SimSession): Answer {
    const answer = this.accounts.find(({ name }) => name === account)?.request(this.nowMs) ?? { ok: true };
    this.onAnswered(session, account);
    return answer;
  }

  idleMs(): number {
    return this.healing ? HOUR : this.#idleMs;
  }

  isResting(): boolean {
    return this.healing;
  }

  transcript(conversation: string): readonly TranscriptRow[] {
    return this.#transcripts.get(conversation) ?? [];
  }

  write(conversation: string, row: TranscriptRow): void {
    this.#transcripts.set(conversation, [...this.transcript(conversation), row].slice(-TAIL));
    this.stir();
  }

  get conversations(): readonly string[] {
    return [...this.#transcripts.keys()];
  }

  continued(session: SimSession, serial: number | null): void {
    this.ledger.count('continues');
    const times = serial === null ? 1 : this.ledger.submit(serial);
    if (times > 1) this.violate(`${session.name} was typed into ${times} times for one banner`);
    if (session.pinned) this.violate(`${session.name} is pinned and was typed into`);
  }

  replied({ owner }: Turn): void {
    if (owner !== 'person') this.truth.replied(owner);
  }

  signals({ task }: Stay): void {
    this.say(task, this.random.chance(0.7) ? 'done' : 'failed');
  }

  /** A signal file is written, by the task itself or by anybody. */
  say(task: string, outcome: 'done' | 'failed'): void {
    this.ledger.count('signals');
    this.note(`signal ${task} ${outcome}`);
    this.folder.signal({
      id: task,
      atMs: this.wall(),
      outcome,
      text: outcome === 'done' ? '' : 'tests are red',
    });
    this.truth.signalled(task, outcome);
    this.stirQueue();
  }

  stir(): void {
    this.onStir();
  }

  stirQueue(): void {
    for (const text of checkPlaces(this)) this.violate(text);
    this.onQueue();
  }

  ended(session: SimSession, status: number | null): void {
    this.ledger.count('deaths');
    this.note(`${session.name} ${session.birth.pid} ends, ${status}`);
    this.floor.ended(session, status);
    this.stir();
  }

  jump(ms: number): void {
    this.wallOffsetMs += ms;
    this.#furthestOffsetMs = Math.max(this.#furthestOffsetMs, this.wallOffsetMs);
    this.ledger.blur(this.nowMs);
  }

  /** Faults end, accounts are free, and the clock is where no remembered time lies far ahead of it. */
  heal(): void {
    if (this.healing) return;
    this.healing = true;
    for (const account of this.accounts) account.heal();
    // A pool room that somebody uses with a login of their own takes no task.
    for (const pane of this.floor.panes)
      if (pane.agent?.pinned && pane.name !== 'mine') this.floor.close(pane);
    this.wallOffsetMs = this.#furthestOffsetMs;
    this.ledger.blur(this.nowMs);
  }

  /** A person starts an agent in a tmux session of their own making. */
  arrive(name: string): void {
    const pane = this.floor.open(name, this.random.chance(0.5));
    const traits = drawTraits(this.random, this.names);
    this.#traits.set(name, traits);
    this.beBorn(pane, {
      ...traits,
      conversation: this.#newConversation(),
      task: null,
      turn: null,
      comesUp: 'there',
    });
  }

  /** The traits of a process that the configured command starts in this room: never pinned. */
  traitsOf(name: string): Traits {
    const known = this.#traits.get(name) ?? drawTraits(this.random, this.names);
    this.#traits.set(name, known);
    return { ...known, pinned: null };
  }

  beBorn(pane: Pane, part: Omit<Birth, 'name' | 'target' | 'pid'>): void {
    const pid = this.floor.nextPid();
    const target = this.floor.targetFor(pane, pid);
    this.floor.fill(pane, new SimSession({ ...part, name: pane.name, target, pid }, this));
    this.stir();
  }

  #newConversation(): string {
    return `00000000-0000-4000-8000-${String(this.serial()).padStart(12, '0')}`;
  }
}
