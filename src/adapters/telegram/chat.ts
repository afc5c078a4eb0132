import type { Store } from '../../core/commands.js';
import { isRecord } from '../../core/json.js';
import type { Acknowledger } from '../../core/notifier/message.js';
import { type Fault, faultText, isNews, waitAfter } from '../../core/telegram/fault.js';
import { updateIdOf } from '../../core/telegram/fields.js';
import { type Foreigners, noteForeigner } from '../../core/telegram/limits.js';
import { type Offset, stillKnown } from '../../core/telegram/offset.js';
import { CHAT_COMMANDS } from '../../core/telegram/plan.js';
import { type Decision, decideUpdate } from '../../core/telegram/update.js';
import type { Instant } from '../../core/time.js';
import { BATCH, type BotApi, type Updates } from './bot-api.js';
import { Commander } from './commander.js';
import type { OffsetFile } from './offset-file.js';
import type { Pause } from './pause.js';
import { createSpeaker, type Speaker } from './speaker.js';

export interface ChatOptions {
  readonly api: BotApi;
  readonly chatId: number;
  readonly userIds: readonly number[];
  readonly store: Pick<Store, 'getSnapshot' | 'send'>;
  readonly acknowledger: Acknowledger;
  readonly offsets: OffsetFile;
  readonly now: () => Instant;
  readonly pause: Pause;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly redact: (text: string) => string;
  /** `screen`: the person should see it; else it is for the log. */
  readonly tell: (to: 'screen' | 'log', sentence: string) => void;
}

/** A stop must not wait for a request that does not end. */
const STOP_WITHIN_MS = 800;

/**
 * One life of the two-way chat, from its start or a change of its settings to the next. Polls by a loop of its own: the
 * library's keeps the offset in memory, gives up at 409 and waits the same second after every other fault.
 */
export class Chat {
  readonly #options: ChatOptions;
  readonly #abort = new AbortController();
  readonly #speaker: Speaker;
  readonly #commander: Commander;
  #over: Promise<void> = Promise.resolve();
  #bot: { readonly id: number; readonly name: string } | null = null;
  #offset: Offset | null = null;
  /** Steady ms when we last knew that nothing more waited at the server. */
  #emptyMs: number | null = null;
  #foreigners: Foreigners = new Map();
  #off = false;

  constructor(options: ChatOptions) {
    this.#options = options;
    const { api, chatId, redact, store, acknowledger, now, tell } = options;
    this.#speaker = createSpeaker({
      api,
      chat: chatId,
      redact,
      signal: this.#abort.signal,
      onLost: (sentence) => tell('log', `Telegram: ${sentence}.`),
    });
    this.#commander = new Commander({ store, acknowledger, speaker: this.#speaker, chat: chatId, now });
  }

  /** Its token was refused: it rests for long, and a look at the settings may have mended that. */
  get isOff(): boolean {
    return this.#off;
  }

  start(): void {
    this.#over = this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, STOP_WITHIN_MS);
      void this.#over.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async #run(): Promise<void> {
    const { now, chance, tell } = this.#options;
    const seen = new Map<Fault['type'], number>();
    let row = { type: '', times: 0 };
    let told = false;
    for (;;) {
      const fault = await this.#round();
      if (this.#abort.signal.aborted) return;
      this.#off = fault?.type === 'refused';
      if (fault === null) {
        if (told) tell('log', 'Telegram commands arrive again.');
        row = { type: '', times: 0 };
        told = false;
        continue;
      }
      row = { type: fault.type, times: row.type === fault.type ? row.times + 1 : 1 };
      if (isNews(fault, seen.get(fault.type) ?? null, now().steadyMs)) {
        told = true;
        tell(fault.type === 'conflict' || fault.type === 'refused' ? 'screen' : 'log', faultText(fault));
      }
      seen.set(fault.type, now().steadyMs);
      await this.#options.pause(waitAfter(fault, row.times, chance()), this.#abort.signal);
      if (this.#abort.signal.aborted) return;
    }
  }

  async #round(): Promise<Fault | null> {
    try {
      return (await this.#meet()) ?? (await this.#poll());
    } catch {
      return { type: 'failing', what: 'a fault in claude-failover itself' };
    }
  }

  /** Asks once who we are: the token is tried, and the bot's name tells which commands are meant for us. */
  async #meet(): Promise<Fault | null> {
    if (this.#bot !== null) return null;
    const { api, offsets, now, chatId } = this.#options;
    const { signal } = this.#abort;
    const me = await api.me(signal);
    if (!me.ok) return me.fault;
    this.#bot = me.value;
    this.#offset = offsets.load(me.value.id, now().wallMs);
    const offered = CHAT_COMMANDS.map(({ name, help }) => ({ command: name, description: help }));
    void api.offer(chatId, offered, signal);
    return null;
  }

  async #poll(): Promise<Fault | null> {
    const { api, now } = this.#options;
    this.#offset = stillKnown(this.#offset, now().wallMs);
    const wait = this.#emptyMs !== null;
    const asked = await api.updates(this.#offset?.next ?? null, wait, this.#abort.signal);
    return asked.ok ? this.#take(asked.value) : asked.fault;
  }

  async #take({ list, serverSeconds }: Updates): Promise<Fault | null> {
    const { now } = this.#options;
    const nowMs = now().steadyMs;
    const receipt = { serverSeconds, waitedMs: this.#emptyMs === null ? null : nowMs - this.#emptyMs };
    if (list.length < BATCH) this.#emptyMs = nowMs;
    const before = this.#offset;
    let saved = before;
    for (const { id, update } of inOrder(list)) {
      if (this.#abort.signal.aborted) return null;
      if (this.#bot === null || id < (this.#offset?.next ?? 0)) continue;
      this.#offset = { bot: this.#bot.id, next: id + 1, atMs: now().wallMs };
      const { chatId, userIds } = this.#options;
      const decision = decideUpdate(update, { chatId, userIds, bot: this.#bot }, receipt);
      if (decision.type === 'command' || decision.type === 'button') {
        saved = this.#offset;
        await this.#obey(decision, this.#offset);
      } else if (decision.type === 'foreign') this.#noteForeign(decision);
    }
    if (this.#offset !== null && this.#offset !== saved) await this.#options.offsets.save(this.#offset);
    // A server that hands out only what was confirmed or cannot be must not be asked in a busy loop.
    if (list.length > 0 && this.#offset === before)
      return { type: 'failing', what: 'it sends the same updates again and again' };
    return null;
  }

  /** At most once, also over a crash: the update counts as dealt with, on the disk, before anything is done. */
  async #obey(decision: Extract<Decision, { type: 'command' | 'button' }>, offset: Offset): Promise<void> {
    const { offsets, tell } = this.#options;
    if (!(await offsets.save(offset))) {
      const sentence =
        'A command was not obeyed: telegram-offset.json in the state directory cannot be written. Look at the disk.';
      tell('log', `Telegram: ${sentence}`);
      this.#speaker.say(sentence);
      return;
    }
    if (!this.#abort.signal.aborted) await this.#commander.obey(decision);
  }

  #noteForeign({ user, name, chat }: Extract<Decision, { type: 'foreign' }>): void {
    const noted = noteForeigner(this.#foreigners, user, this.#options.now().steadyMs);
    this.#foreigners = noted.seen;
    if (!noted.tell) return;
    const called = name === '' ? '' : ` ("${name}")`;
    this.#options.tell('log', `Telegram: user ${user}${called} in chat ${chat} is not allowed, ignored.`);
  }
}

/** Those that can be confirmed, by their number: a server may mix them up. */
function inOrder(list: readonly unknown[]): readonly { readonly id: number; readonly update: unknown }[] {
  return list
    .flatMap((update) => {
      const id = isRecord(update) ? updateIdOf(update.update_id) : null;
      return id === null ? [] : [{ id, update }];
    })
    .sort((a, b) => a.id - b.id);
}
