import type { Config } from '../../core/config/schema.js';
import type { Instant } from '../../core/time.js';
import type { Secrets } from '../secrets.js';
import { CHANNELS } from './channels/index.js';
import { Desk, type Voice } from './desk.js';
import { unknownChannels } from './troubles.js';

/** What the configuration says of the notifier. `secrets` looks them up now; after a refusal again every hour. */
export interface NotifierSetup {
  readonly notifications: Config['notifications'];
  readonly secrets: () => Secrets;
}

/** The configured channels, the first one first. */
export class Desks {
  #setup: NotifierSetup | null = null;
  #list: readonly Desk[] = [];
  #opened = '';
  #refusals: ReadonlyMap<string, string> = new Map();
  readonly #voice: Voice;
  readonly #deadlineMs: number;

  constructor(voice: Voice, deadlineMs: number) {
    this.#voice = voice;
    this.#deadlineMs = deadlineMs;
  }

  get list(): readonly Desk[] {
    return this.#list;
  }

  get notifications(): Config['notifications'] | null {
    return this.#setup?.notifications ?? null;
  }

  /** The same settings change nothing; others open every channel anew, to be tried at once. */
  configure(setup: NotifierSetup | null, at: Instant): void {
    this.#setup = setup;
    this.#open(at);
  }

  /** A channel whose secret was refused may have it by now. */
  lookAgain(at: Instant): void {
    if (this.#list.some((desk) => desk.channel === null && desk.isReady(at))) this.#open(at);
  }

  /** Gives up every request under way. */
  close(): void {
    for (const desk of this.#list) desk.closing.abort();
  }

  #open(at: Instant): void {
    const setup = this.#setup;
    const secrets = setup?.secrets();
    const key = JSON.stringify([
      setup?.notifications,
      secrets?.telegramToken,
      secrets?.resendKey,
      secrets?.channels,
    ]);
    if (key === this.#opened && this.#list.every((desk) => desk.channel !== null)) return;
    this.#opened = key;
    this.close();
    const refusals = new Map<string, string>();
    for (const { name, reason } of setup ? unknownChannels(setup.notifications) : [])
      this.#voice.tell('bad', `${name} is off: ${reason}`);
    this.#list = CHANNELS.flatMap((maker) => {
      if (!setup || !secrets) return [];
      const { notifications } = setup;
      const opened = maker.open({ notifications, secrets, deadlineMs: this.#deadlineMs });
      if (opened.type === 'unused') return [];
      if (opened.type === 'ready') return [new Desk(maker, opened.channel, at, this.#voice)];
      refusals.set(maker.name, opened.reason);
      if (this.#refusals.get(maker.name) !== opened.reason)
        this.#voice.tell('bad', `${maker.label} is off: ${opened.reason}`);
      return [new Desk(maker, null, at, this.#voice)];
    });
    this.#refusals = refusals;
  }
}
