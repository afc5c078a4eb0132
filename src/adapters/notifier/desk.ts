import { type Health, healthAfter, type SendOutcome, WELL, waitOf } from '../../core/notifier/health.js';
import type { ChannelState } from '../../core/notifier/plan.js';
import { HOUR, type Instant, inWords } from '../../core/time.js';
import type { Channel, ChannelMaker } from './channel.js';

/** Failures in a row after which the person hears of it on the screen: about two minutes. */
const TELL_AFTER = 5;

export interface Voice {
  /** For the log alone. */
  log(text: string): void;
  /** For the events panel, and the log with it. */
  tell(level: 'good' | 'warn' | 'bad', text: string): void;
}

/** One configured channel and how it does. `channel` null: it cannot be used as things stand. */
export class Desk {
  readonly name: string;
  readonly label: string;
  readonly channel: Channel | null;
  /** Requests under way are given up by this. */
  readonly closing = new AbortController();
  busy = false;
  #health: Health = WELL;
  #told = false;
  readonly #voice: Voice;

  constructor(of: Pick<ChannelMaker, 'name' | 'label'>, channel: Channel | null, at: Instant, voice: Voice) {
    this.name = of.name;
    this.label = of.label;
    this.channel = channel;
    this.#voice = voice;
    if (channel !== null) return;
    const notBefore = { wallMs: at.wallMs + HOUR, steadyMs: at.steadyMs + HOUR };
    this.#health = { ...WELL, off: true, notBefore };
  }

  get state(): ChannelState {
    return { name: this.name, health: this.#health, busy: this.busy };
  }

  isReady(at: Instant): boolean {
    return !this.busy && waitOf(this.#health, at) === 0;
  }

  /** Takes in what became of an attempt, and says what the person has to know, each once. */
  settle(outcome: SendOutcome, at: Instant, chance: number): void {
    const before = this.#health;
    this.#health = healthAfter(before, outcome, at, chance);
    if (outcome.type === 'off') this.#tellOff(before.off, outcome.reason);
    else if (outcome.type === 'retry') this.#tellRetry(outcome.reason, at);
    else if (this.#told) {
      this.#told = false;
      this.#voice.tell('good', `${this.label} delivers messages again`);
    }
  }

  #tellOff(wasOff: boolean, reason: string): void {
    if (wasOff) return;
    this.#told = true;
    const what = 'Check its token and address under notifications; it is tried again every hour.';
    this.#voice.tell('bad', `${this.label} is off: ${reason}. ${what}`);
  }

  #tellRetry(reason: string, at: Instant): void {
    const { failures } = this.#health;
    if (failures === 1) {
      const wait = inWords(waitOf(this.#health, at));
      this.#voice.log(`${this.label} did not take a message: ${reason}. It is tried again in ${wait}.`);
    }
    if (failures !== TELL_AFTER || this.#told) return;
    this.#told = true;
    this.#voice.tell(
      'warn',
      `${this.label} does not take messages: ${reason}. They wait and are tried again.`,
    );
  }
}
