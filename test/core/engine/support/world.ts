import type { Command, CommandResult } from '../../../../src/core/commands.js';
import type { Effect, EffectOutcome } from '../../../../src/core/engine/effects.js';
import type { Event, LinkObservation, Provenance, VacantPane } from '../../../../src/core/engine/events.js';
import { initialState } from '../../../../src/core/engine/initial.js';
import type { Settings } from '../../../../src/core/engine/settings.js';
import { snapshotOf } from '../../../../src/core/engine/snapshot-of.js';
import type { Durable, Hit, State } from '../../../../src/core/engine/state.js';
import { transition } from '../../../../src/core/engine/transition.js';
import type { TypeOutcome } from '../../../../src/core/ports.js';
import type { Reading } from '../../../../src/core/quota/reading.js';
import type { Snapshot } from '../../../../src/core/snapshot.js';
import type { Instant } from '../../../../src/core/time.js';
import { check, HOUR, linkTo, NOON, type Refusals, SECOND, SETTINGS, TMUX } from './basics.js';
import { deepFreeze } from './freeze.js';
import { busy, idle, row } from './readings.js';
import { Seat, type SeatOptions } from './seat.js';
import { FRESH, performTask, type TaskBox } from './task-box.js';

/** What one effect takes. */
const EFFECT_MS = 20;

export { account, HOUR, linkTo, MINUTE, NOON, SECOND, SETTINGS } from './basics.js';

/** A small world around the real engine: seats, a link, two clocks; effects are performed on it. */
export class World {
  state: State = initialState();
  settings: Settings;
  link: LinkObservation;
  wallMs = NOON;
  steadyMs = 10 * HOUR;
  bootId = 'boot-1';
  /** Rooms are made, replaced and ended; without it nobody starts them and nothing is heard of it. */
  keepsRooms = false;
  /** The queue folder, when there is one. */
  queue: TaskBox | null = null;
  vacant: VacantPane[] = [];
  /** Holds every invariant against every step, and freezes what goes in. */
  strict = true;
  readonly seats: Seat[] = [];
  readonly log: string[] = [];
  readonly notices: { kind: string; text: string }[] = [];
  /** Every effect but log lines and notices, in the order they were given. */
  readonly ordered: Effect[] = [];
  /** Ordered and not yet settled. */
  pending: Effect[] = [];
  /** How often the link was renamed by our hands. */
  renames = 0;
  /** Names of sessions that `continue` was submitted to. */
  readonly typed: string[] = [];
  readonly refusals: Refusals = { preflight: null, flip: null, verify: null };
  /** What a `continue` meets; by default the turn starts and is answered 2 s later. */
  answer: (seat: Seat) => TypeOutcome = (seat) => this.works(seat);
  readonly #later: { atMs: number; act: () => void }[] = [];
  #commands = 0;

  constructor(settings: Partial<Settings> = {}) {
    this.settings = { ...SETTINGS, ...settings };
    this.link = linkTo(this.settings.accounts[0]?.name ?? null);
  }

  get now(): Instant {
    return { wallMs: this.wallMs, steadyMs: this.steadyMs };
  }

  get durable(): Durable {
    return this.state.durable;
  }

  get snapshot(): Snapshot {
    return snapshotOf(this.state);
  }

  get hits(): readonly Hit[] {
    return this.durable.hits;
  }

  seat(name: string, options: SeatOptions = {}, reading: Reading = idle()): Seat {
    const seat = new Seat(name, this.seats.length + 1, this.steadyMs, reading, options);
    this.seats.push(seat);
    return seat;
  }

  /** One event through the real engine; every invariant is held against it. */
  step(event: Event): readonly Effect[] {
    const before = this.strict ? deepFreeze(this.state) : this.state;
    const { state, effects } = transition(before, event);
    this.state = state;
    if (this.strict) check(before, event, state, effects);
    for (const effect of effects) this.#take(effect);
    return effects;
  }

  #take(effect: Effect): void {
    if (effect.type === 'log') this.log.push(effect.line);
    else if (effect.type === 'notify') this.notices.push({ kind: effect.kind, text: effect.text });
    else if (effect.type !== 'launch' || this.keepsRooms) {
      this.ordered.push(effect);
      this.pending.push(effect);
    }
  }

  showQueue(): this {
    if (this.queue) this.step({ type: 'queue-seen', at: this.now, queue: this.queue.facts() });
    return this;
  }

  start(provenance: Provenance = 'missing'): this {
    const { settings, link, bootId } = this;
    const seed = '10000000-0000-4000-8000-000000000000';
    this.step({ type: 'started', at: this.now, bootId, settings, link, provenance, seed });
    if (this.queue) this.showQueue();
    return this;
  }

  /** Start and first look. */
  open(): this {
    this.start();
    this.poll();
    return this;
  }

  /** The process dies: what is durable goes through JSON, everything else is lost. */
  restart(provenance: Provenance = 'stored'): this {
    this.pending = [];
    this.state = initialState(JSON.parse(JSON.stringify(this.durable)) as Durable);
    for (const seat of this.seats) seat.forget();
    return this.start(provenance);
  }

  pass(ms: number): this {
    this.wallMs += ms;
    this.steadyMs += ms;
    return this;
  }

  #due(): void {
    const due = this.#later.filter((one) => one.atMs <= this.steadyMs);
    for (const one of due) {
      this.#later.splice(this.#later.indexOf(one), 1);
      one.act();
    }
  }

  later(ms: number, act: () => void): void {
    this.#later.push({ atMs: this.steadyMs + ms, act });
  }

  /** Looks only; nothing that is ordered is performed. */
  look(): readonly Effect[] {
    this.#due();
    const sessions = this.seats.filter((seat) => !seat.gone).map((seat) => seat.observe());
    return this.step({
      type: 'polled',
      at: this.now,
      observation: { sessions, vacant: this.vacant, link: this.link, tmux: TMUX },
    });
  }

  /** Looks and performs what is ordered. */
  poll(): this {
    this.look();
    return this.work();
  }

  tick(): this {
    this.step({ type: 'ticked', at: this.now });
    return this.work();
  }

  /** Polls every `everyMs` for `ms`. */
  run(ms: number, everyMs = SECOND): this {
    for (let passed = 0; passed < ms; passed += everyMs) this.pass(everyMs).poll();
    return this;
  }

  /** Performs what is ordered until nothing is left. */
  work(): this {
    let performed = 0;
    for (let effect = this.pending.shift(); effect; effect = this.pending.shift()) {
      performed += 1;
      if (performed > 200) throw new Error('the engine orders effects without end');
      const outcome = this.perform(effect);
      this.pass(EFFECT_MS);
      this.settle(effect, outcome);
    }
    return this;
  }

  settle(effect: Effect, outcome: EffectOutcome): void {
    this.step({ type: 'settled', at: this.now, effectId: effect.id, outcome });
  }

  /** What the hands would do. */
  perform(effect: Effect): EffectOutcome {
    switch (effect.type) {
      case 'preflight':
        return { type: 'preflight', refusal: this.refusals.preflight };
      case 'flip':
        if (this.refusals.flip === null) {
          this.renames += 1;
          this.pointTo(this.settings.accounts.find((one) => one.dir === effect.toDir)?.name ?? null);
        }
        return { type: 'flip', refusal: this.refusals.flip };
      case 'verify':
        return { type: 'verify', refusal: this.refusals.verify };
      case 'type': {
        const seat = this.seats.find((one) => one.id === effect.session && !one.gone);
        if (!seat) return { type: 'type', result: { outcome: 'refused', cause: 'gone', reason: 'gone' } };
        return { type: 'type', result: this.answer(seat) };
      }
      case 'restart':
        return this.restartSeat(effect.session);
      default:
        return performTask(this, effect);
    }
  }

  restartSeat(id: string): EffectOutcome {
    const seat = this.seats.find((one) => one.id === id && !one.gone);
    if (!seat) return { type: 'restart', ok: false, reason: 'its pane has changed' };
    seat.replace(seat.pid + 100, this.steadyMs, idle({ lastPrompt: '' }));
    return { type: 'restart', ok: true, reason: '' };
  }

  /** `continue` is taken, a turn runs and is answered after `ms`. */
  works(seat: Seat, ms = 2 * SECOND): TypeOutcome {
    this.typed.push(seat.name);
    seat.write(row('prompt', this.wallMs, { text: 'continue' })).show(busy('continue'));
    this.later(ms, () =>
      seat.write(row('reply', this.wallMs, { text: 'Done.' })).show(idle({ lastPrompt: 'continue' })),
    );
    return { outcome: 'submitted' };
  }

  /** Why no process can be started. */
  launchRefusal: string | null = null;
  /** What Esc at an offer does. */
  declines = (seat: Seat): void => void seat.show(FRESH);
  /** What a started process shows. */
  comesUp: (seat: Seat) => Reading = () => FRESH;
  /** What the prompt of a task meets; by default a turn that runs until `reply`. */
  submits: (seat: Seat, task: string) => TypeOutcome = (seat, task) => {
    seat.write(row('prompt', this.wallMs, { text: task })).show(busy(task));
    return { outcome: 'submitted' };
  };

  /** Its turn ends with a reply. */
  reply(seat: Seat): this {
    seat.write(row('reply', this.wallMs)).show(idle({ lastPrompt: 'task' }));
    return this;
  }

  /** Its process ends; the pane stays, dead. */
  end(seat: Seat, deadStatus: number | null = 1): this {
    seat.gone = true;
    const { target } = seat.observe();
    const pane = { name: seat.name, target, siblings: 1, dead: true, deadStatus, personActiveAtMs: null };
    this.vacant = [...this.vacant, pane];
    return this;
  }

  pointTo(name: string | null): this {
    this.link = linkTo(name);
    return this;
  }

  command(command: Command): CommandResult {
    this.#commands += 1;
    const id = `c${this.#commands}`;
    this.step({ type: 'commanded', at: this.now, id, command });
    const result = this.state.live.answers.find((answer) => answer.id === id)?.result;
    if (!result) throw new Error('the command was not answered');
    this.work();
    return result;
  }

  session(name: string): Snapshot['sessions'][number] {
    const session = this.snapshot.sessions.find((one) => one.name === name);
    if (!session) throw new Error(`no session ${name}`);
    return session;
  }

  /** How each session's way back ended, by name. */
  ends(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.durable.resumes.map((resume) => [resume.name, resume.end]));
  }

  flips(): readonly string[] {
    return this.durable.flips.map((flip) => `${flip.from}→${flip.to} (${flip.origin})`);
  }

  verdicts(): readonly string[] {
    return this.log.flatMap((line) => /^\[quota\] verdict=(\S+)/.exec(line)?.[1] ?? []);
  }

  ordersOf(type: Effect['type']): number {
    return this.ordered.filter((effect) => effect.type === type).length;
  }
}
