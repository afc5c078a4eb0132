import { bareOf, compose, escalationNote, type LocalTime } from '../../core/notifier/compose.js';
import type { SendOutcome } from '../../core/notifier/health.js';
import type { Acknowledger, Notice } from '../../core/notifier/message.js';
import {
  EMPTY_OUTBOX,
  type Entry,
  type Outbox,
  type Rules,
  ripen,
  take,
} from '../../core/notifier/outbox.js';
import { nextFor, nextWake, type Situation, swept } from '../../core/notifier/plan.js';
import { isQuiet } from '../../core/notifier/quiet.js';
import { acknowledged, allAcknowledged, delivered, ended, rebased } from '../../core/notifier/reactions.js';
import { isStanding, keyOf } from '../../core/notifier/standing.js';
import { started } from '../../core/notifier/starts.js';
import type { Snapshot } from '../../core/snapshot.js';
import { errorText } from '../errors.js';
import type { Desk, Voice } from './desk.js';
import { Desks, type NotifierSetup } from './desks.js';
import type { OutboxFile } from './outbox-file.js';
import { type NotifierClock, OutboxWriter } from './outbox-writer.js';

export interface NotifierOptions {
  readonly file: OutboxFile;
  readonly clock: NotifierClock;
  readonly local: (wallMs: number) => LocalTime;
  /** 0 to 1, for the jitter of the back-off. */
  readonly chance: () => number;
  /** Letters, digits and "-", at most 40, never twice the same. */
  readonly newId: () => string;
  readonly voice: Voice;
  /** Of one request, milliseconds. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 10_000;
/** A disk that does not even answer a read must not keep messages back. */
const LOAD_WITHIN_MS = 5_000;
const CLOSE_WITHIN_MS = 1_000;
/** Notices that come before the outbox was read. */
const EARLY_MAX = 200;

/**
 * Tells the person. Whoever has something to tell only hands it over: disk and network are met here, each by itself,
 * so that neither can hold up a swap or the other one.
 */
export class Notifier implements Acknowledger {
  readonly #options: NotifierOptions;
  readonly #writer: OutboxWriter;
  readonly #desks: Desks;
  readonly #sending = new Set<Promise<void>>();
  #outbox: Outbox = EMPTY_OUTBOX;
  #early: Notice[] = [];
  #state: 'new' | 'running' | 'closed' = 'new';
  #cancelWake: () => void = () => undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#desks = new Desks(options.voice, options.deadlineMs ?? DEADLINE_MS);
    this.#writer = new OutboxWriter(options.file, options.clock, (text) => options.voice.log(text));
  }

  /** Takes a notice; returns at once. Without any channel nothing is kept. */
  notify(notice: Notice): void {
    if (this.#state === 'new') this.#early = [...this.#early, notice].slice(-EARLY_MAX);
    else if (this.#isUsed) {
      this.#enqueue(notice);
      this.#pump();
    }
  }

  /** Reads the outbox of the last life. `standing`: what its state says that stands: told if it was not told then. */
  async start(standing: readonly Notice[]): Promise<void> {
    const { clock, voice } = this.#options;
    const { outbox, finding } = await this.#load();
    if (this.#state === 'closed') return;
    if (finding !== null) voice.log(finding);
    const at = clock.now();
    const begun = started(rebased(outbox, at), at.wallMs);
    this.#outbox = begun.outbox;
    this.#state = 'running';
    const missed = standing.filter(({ kind, about }) => !outbox.told.includes(keyOf(kind, about)));
    const notices = [...(begun.notice ? [begun.notice] : []), ...missed, ...this.#early];
    this.#early = [];
    if (!this.#isUsed) return;
    for (const notice of notices) this.#enqueue(notice);
    this.#writer.write(this.#outbox);
    this.#pump();
  }

  /** Hot reload. The same settings change nothing; others open every channel anew and try it at once. */
  reconfigure(setup: NotifierSetup | null): void {
    if (this.#state === 'closed') return;
    const wasUsed = this.#isUsed;
    this.#desks.configure(setup, this.#options.clock.now());
    if (this.#state !== 'running') return;
    if (!wasUsed && this.#isUsed) this.#writer.write(this.#outbox);
    this.#pump();
  }

  /** There is a new snapshot: what does not stand any more needs nobody. Asks for it only where something was told. */
  see(newest: () => Snapshot): void {
    if (this.#state !== 'running' || this.#outbox.told.length === 0) return;
    const snapshot = newest();
    // A snapshot without events is of before the start: it says nothing yet.
    if (snapshot.events.length === 0) return;
    this.#react((outbox) => ended(outbox, (key) => isStanding(key, snapshot)));
  }

  acknowledge(id: string): boolean {
    return this.#react((outbox) => acknowledged(outbox, id));
  }

  acknowledgeAll(): void {
    this.#react(allAcknowledged);
  }

  /** Gives up what is under way; what was not delivered goes out in the next life. `clean`: nothing went wrong in this one. */
  async close({ clean }: { readonly clean: boolean }): Promise<void> {
    if (this.#state === 'closed') return;
    const wasRunning = this.#state === 'running';
    this.#state = 'closed';
    this.#cancelWake();
    this.#desks.close();
    const { clock } = this.#options;
    let cancel = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = clock.after(CLOSE_WITHIN_MS, resolve);
    });
    await Promise.race([this.idle().then(() => this.#lastWrite(wasRunning && clean)), late]);
    cancel();
    this.#writer.close();
  }

  /** Resolves when nothing is under way: no request, no write. */
  async idle(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending);
    await this.#writer.idle();
  }

  async #lastWrite(clean: boolean): Promise<void> {
    if (!this.#isUsed) return;
    if (clean) this.#outbox = { ...this.#outbox, running: false };
    this.#writer.write(this.#outbox);
    await this.#writer.idle();
  }

  async #load(): ReturnType<OutboxFile['load']> {
    const { clock, file } = this.#options;
    let cancel = (): void => undefined;
    const late = new Promise<Awaited<ReturnType<OutboxFile['load']>>>((resolve) => {
      const finding = 'outbox.json cannot be read: the disk does not answer. It begins anew.';
      cancel = clock.after(LOAD_WITHIN_MS, () => resolve({ outbox: EMPTY_OUTBOX, finding }));
    });
    const loaded = file.load().catch((error: unknown) => ({
      outbox: EMPTY_OUTBOX,
      finding: `outbox.json cannot be read: ${errorText(error)}. It begins anew.`,
    }));
    const first = await Promise.race([loaded, late]);
    cancel();
    return first;
  }

  /** Any channel is configured, usable or not. */
  get #isUsed(): boolean {
    return this.#desks.list.length > 0;
  }

  #situation(): Situation {
    const { notifications } = this.#desks;
    const rules: Rules = {
      coalesceMs: notifications?.coalesce ?? 0,
      digestMs: notifications?.digest ?? 0,
      escalateMs: notifications?.escalate_after ?? 0,
    };
    const at = this.#options.clock.now();
    const { minuteOfDay } = this.#options.local(at.wallMs);
    const quiet = isQuiet(minuteOfDay, notifications?.quiet_hours);
    return { at, rules, quiet, channels: this.#desks.list.map((desk) => desk.state) };
  }

  #enqueue(notice: Notice): void {
    const { at, quiet } = this.#situation();
    this.#outbox = take(this.#outbox, notice, { id: this.#options.newId(), at, quiet });
    this.#writer.write(this.#outbox);
  }

  /** True when it changed anything. */
  #react(change: (outbox: Outbox) => Outbox): boolean {
    const before = this.#outbox;
    this.#outbox = change(before);
    if (this.#outbox === before) return false;
    if (this.#state !== 'running') return true;
    this.#writer.write(this.#outbox);
    this.#pump();
    return true;
  }

  /** Closes what is ripe, sends what can be sent, sleeps until something can be due. */
  #pump(): void {
    if (this.#state !== 'running') return;
    this.#cancelWake();
    const now = this.#options.clock.now();
    this.#desks.lookAgain(now);
    const situation = this.#situation();
    const before = this.#outbox;
    const ripe = ripen(before, situation.at, situation.rules, situation.quiet);
    this.#outbox = swept(ripe, situation.channels);
    if (this.#outbox !== before) this.#writer.write(this.#outbox);
    for (const desk of this.#desks.list) {
      const entry = desk.isReady(situation.at) ? nextFor(this.#outbox, desk.state, situation) : null;
      if (entry !== null) this.#send(desk, entry);
    }
    const wait = nextWake(this.#outbox, this.#situation());
    if (wait !== null) this.#cancelWake = this.#options.clock.after(wait, () => this.#pump());
  }

  #send(desk: Desk, entry: Entry): void {
    if (desk.channel === null) return;
    const { clock, local, chance } = this.#options;
    const said = this.#outbox.dropped;
    const full = compose(entry, { nowMs: clock.now().wallMs, local, dropped: said });
    const attempt = { id: entry.id, form: desk.formOf(entry.id) };
    const message = attempt.form === 'full' ? full : bareOf(full);
    const first = this.#desks.list[0] ?? desk;
    const note = desk === first || attempt.form === 'bare' ? '' : escalationNote(entry, first);
    desk.busy = true;
    const settle = (outcome: SendOutcome): void => {
      desk.busy = false;
      const told = desk.settle(attempt, outcome, clock.now(), chance());
      const delivery = told === 'full' ? 'sent' : 'rejected';
      if (told !== 'not') this.#react((outbox) => delivered(outbox, entry.id, desk.name, { delivery, said }));
      this.#pump();
    };
    const done = desk.channel.send({ message, note }, desk.closing.signal).then(settle);
    const kept = done.finally(() => this.#sending.delete(kept));
    this.#sending.add(kept);
  }
}
