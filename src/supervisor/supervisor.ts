import { type Command, type CommandResult, refused, type Store } from '../core/commands.js';
import { isUrgent, nextDeadline, URGENT_POLL_MS } from '../core/engine/deadlines.js';
import { type Effect, type EffectOutcome, needsDurable } from '../core/engine/effects.js';
import type { Event, LinkObservation } from '../core/engine/events.js';
import { snapshotOf } from '../core/engine/snapshot-of.js';
import type { State } from '../core/engine/state.js';
import { transition } from '../core/engine/transition.js';
import type { Snapshot } from '../core/snapshot.js';
import { swapInFlight } from '../core/switcher/in-flight.js';
import { journalEntry } from './journal-entry.js';
import { Mailbox } from './mailbox.js';
import type { Observer } from './observe.js';
import { type Hands, perform } from './perform.js';
import type { Clock, Journal, StateStore } from './ports.js';
import { unwritable } from './unwritable.js';
import { within } from './within.js';

export interface SupervisorOptions {
  readonly state: State;
  readonly clock: Clock;
  readonly store: StateStore;
  readonly journal: Journal;
  readonly observer: Observer;
  readonly hands: Hands;
  readonly readLink: () => Promise<LinkObservation>;
}

/** How long a stop waits for the poll and the effects under way: the whole end has to fit into five seconds. */
const STOP_WITHIN_MS = 2_500;

/** Ordinary commands are answered within one transition; this only bounds a stopped supervisor. */
const COMMAND_WITHIN_MS = 10_000;

/** The loop: one event at a time is journalled, decided, made durable, published, performed. */
export class Supervisor implements Store {
  readonly #options: SupervisorOptions;
  readonly #mailbox: Mailbox<Event>;
  readonly #listeners = new Set<() => void>();
  readonly #waiting = new Map<string, (result: CommandResult) => void>();
  #state: State;
  /** What was published last; its snapshot is made when somebody asks, once. */
  #published: { readonly state: State; readonly savedAgoMs: number | null };
  #snapshot: Snapshot | null = null;
  #commandSeq = 0;
  #stopped = false;
  #suspended = false;
  #cancelTimer: () => void = () => undefined;
  #cancelPoll: () => void = () => undefined;
  #polling: Promise<void> = Promise.resolve();
  #savedAtMs: number | null = null;
  #dirty = false;
  #written = true;
  #hasLooked = false;
  #inPoll = false;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#published = { state: options.state, savedAgoMs: null };
    this.#mailbox = new Mailbox((event) => this.#handle(event));
  }

  /** Takes the first event and begins to poll. */
  start(event: Extract<Event, { type: 'started' }>): void {
    this.#mailbox.post(event);
    this.#poll();
  }

  /** After a stop only the outcomes of effects under way are taken. */
  post(event: Event): void {
    if (!this.#stopped || event.type === 'settled') this.#mailbox.post(event);
  }

  /** Called whenever a look has come to its end, also one that did not reach tmux: while it is called the loop is alive. */
  afterLook: () => void = () => undefined;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): Snapshot => {
    this.#snapshot ??= this.#view();
    return this.#snapshot;
  };

  send = (command: Command): Promise<CommandResult> => {
    const id = `c${++this.#commandSeq}`;
    return new Promise((resolve) => {
      const give = (result: CommandResult) => {
        cancel();
        this.#waiting.delete(id);
        resolve(result);
      };
      const cancel = this.#options.clock.after(COMMAND_WITHIN_MS, () =>
        give(refused('the supervisor did not answer')),
      );
      this.#waiting.set(id, give);
      this.post({ type: 'commanded', at: this.#options.clock.now(), id, command });
    });
  };

  /**
   * Finishes the step under way, as long as that does not take too long, and makes the state durable; a swap in progress
   * is left as a recoverable intent. Nothing new is begun from the first moment on.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#comeToRest();
    if (this.#dirty) await this.#save();
  }

  /** Before the process is stopped (Ctrl-Z): lets the poll and the effects under way end; nothing is looked at until `goOn`. */
  async suspend(): Promise<void> {
    this.#suspended = true;
    await this.#comeToRest();
  }

  /** The process goes on, also after a stop it was not told of: looks at once, before any deadline is judged. */
  goOn(): void {
    if (this.#stopped) return;
    this.#suspended = false;
    if (this.#inPoll) return;
    this.#cancelPoll();
    this.#poll();
  }

  get swapping(): boolean {
    return swapInFlight(this.#state.durable.swap);
  }

  /** The last attempt to write the state down worked, or none was needed yet. */
  get stateWritten(): boolean {
    return this.#written;
  }

  /** The first look has ended, also one that did not reach tmux. */
  get hasLooked(): boolean {
    return this.#hasLooked;
  }

  async #handle(event: Event): Promise<void> {
    const before = this.#state;
    const { state, effects } = transition(before, event);
    this.#state = state;
    const entry = journalEntry(event, before, state);
    if (entry) await this.#options.journal.append(entry, false);
    const changed = state.durable !== before.durable;
    this.#dirty ||= changed;
    const saved = !this.#dirty || (await this.#save());
    this.#publish();
    this.#answer(state);
    for (const effect of effects) this.#start(effect, saved);
    if (this.#stopped || this.#suspended) return;
    this.#armTimer();
    if (isUrgent(state) && !isUrgent(before)) this.#pollSoon();
  }

  async #save(): Promise<boolean> {
    const saved = !this.#state.live.readOnly && (await this.#options.store.save(this.#state.durable));
    this.#written = saved;
    if (saved) {
      this.#dirty = false;
      this.#savedAtMs = this.#options.clock.now().steadyMs;
    }
    return saved;
  }

  /** What relies on a durable state does not start without one: it settles as refused. After a stop only words are told. */
  #start(effect: Effect, saved: boolean): void {
    const words = effect.type === 'log' || effect.type === 'notify';
    if (this.#stopped && !words) return;
    if (!saved && needsDurable(effect)) {
      this.#settle(effect, unwritable(effect));
      return;
    }
    const done = perform(effect, this.#options.hands).then((outcome) => {
      if (!words) this.#settle(effect, outcome);
      this.#underWay.delete(done);
    });
    this.#underWay.add(done);
  }

  /** Nothing is due any more, and the poll and the effects under way have ended, as far as they do in time. */
  async #comeToRest(): Promise<void> {
    this.#cancelPoll();
    this.#cancelTimer();
    const work = Promise.allSettled([this.#polling, ...this.#underWay]);
    await within(this.#options.clock, STOP_WITHIN_MS, work);
    await this.#mailbox.idle();
  }

  #settle(effect: Effect, outcome: EffectOutcome): void {
    this.post({ type: 'settled', at: this.#options.clock.now(), effectId: effect.id, outcome });
  }

  #publish(): void {
    const savedAgoMs = this.#savedAtMs === null ? null : this.#options.clock.now().steadyMs - this.#savedAtMs;
    this.#published = { state: this.#state, savedAgoMs };
    this.#snapshot = null;
    for (const listener of this.#listeners) listener();
  }

  #view(): Snapshot {
    const { state, savedAgoMs } = this.#published;
    const snapshot = snapshotOf(state);
    return { ...snapshot, ages: { ...snapshot.ages, state: savedAgoMs } };
  }

  #answer(state: State): void {
    for (const { id, result } of state.live.answers) this.#waiting.get(id)?.(result);
  }

  #armTimer(): void {
    this.#cancelTimer();
    const due = nextDeadline(this.#state);
    if (due === null) return;
    this.#cancelTimer = this.#options.clock.after(due, () =>
      this.post({ type: 'ticked', at: this.#options.clock.now() }),
    );
  }

  #poll(): void {
    if (this.#stopped) return;
    this.#inPoll = true;
    this.#polling = this.#pollOnce().then(() => {
      this.#inPoll = false;
      const delay = isUrgent(this.#state) ? URGENT_POLL_MS : this.#state.live.settings.pollIntervalMs;
      this.#cancelPoll =
        this.#stopped || this.#suspended
          ? () => undefined
          : this.#options.clock.after(delay, () => this.#poll());
    });
  }

  /** Brings the next poll forward; one that runs already is followed by an urgent one anyway. */
  #pollSoon(): void {
    if (this.#inPoll || this.#stopped) return;
    this.#cancelPoll();
    this.#cancelPoll = this.#options.clock.after(URGENT_POLL_MS, () => this.#poll());
  }

  async #pollOnce(): Promise<void> {
    const { observer, hands, clock, readLink } = this.#options;
    const observation = await observer.observe();
    const at = clock.now();
    if (observation) this.post({ type: 'polled', at, observation });
    else this.post({ type: 'poll-failed', at, tmux: hands.tmux.health(), link: await readLink() });
    await this.#mailbox.idle();
    this.#hasLooked = true;
    this.afterLook();
  }
}
