import { type Health, healthAfter, type SendOutcome, WELL, waitOf } from '../../core/notifier/health.js';
import type { ChannelState } from '../../core/notifier/plan.js';
import {
  type Attempt,
  afterAttempt,
  type Form,
  formOf,
  type Judged,
  type Stuck,
} from '../../core/notifier/stuck.js';
import { HOUR, type Instant, inWords, later } from '../../core/time.js';
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
  #stuck: Stuck | null = null;
  readonly #voice: Voice;

  constructor(of: Pick<ChannelMaker, 'name' | 'label'>, channel: Channel | null, at: Instant, voice: Voice) {
    this.name = of.name;
    this.label = of.label;
    this.channel = channel;
    this.#voice = voice;
    if (channel !== null) return;
    this.#health = { ...WELL, off: true, notBefore: later(at, HOUR) };
  }

  get state(): ChannelState {
    return { name: this.name, health: this.#health, busy: this.busy };
  }

  isReady(at: Instant): boolean {
    return !this.busy && waitOf(this.#health, at) === 0;
  }

  /** How a message is to be told the next time. */
  formOf(id: string): Form {
    return formOf(this.#stuck, id);
  }

  /** Takes in what became of an attempt, and says what the person has to know, each once. Answers what is told by now. */
  settle(attempt: Attempt, outcome: SendOutcome, at: Instant, chance: number): Judged['told'] {
    const { stuck, told, channel } = afterAttempt(this.#stuck, attempt, outcome);
    const before = this.#health;
    this.#stuck = stuck;
    this.#health = healthAfter(before, channel, at, chance);
    if (channel.type === 'off') {
      const what = 'Check its token and address under notifications; it is tried again by itself.';
      this.#tellOff(before, `${this.label} is off: ${channel.reason}. ${what}`);
    } else if (channel.type === 'shut') {
      const what = `${this.label} refuses every message: ${channel.reason}`;
      this.#tellOff(before, `${what}. They wait and are tried again.`);
    } else if (channel.type === 'retry') this.#tellRetry(channel.reason, at);
    else if (channel.type === 'sent' && this.#told) {
      this.#told = false;
      this.#voice.tell('good', `${this.label} delivers messages again`);
    }
    if (told === 'bare')
      this.#voice.log(`${this.label} did not take a message: ${stuck?.reason}. It was told there in short.`);
    return told;
  }

  #tellOff(before: Health, sentence: string): void {
    if (before.off) return;
    this.#told = true;
    this.#voice.tell('bad', sentence);
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
