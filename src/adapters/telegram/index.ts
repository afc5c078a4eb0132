import type { Store } from '../../core/commands.js';
import type { Acknowledger } from '../../core/notifier/message.js';
import type { Instant } from '../../core/time.js';
import { errorText } from '../errors.js';
import { redactor } from '../redact.js';
import type { Secret } from '../secrets.js';
import type { Chat, ChatOptions } from './chat.js';
import { createOffsetFile } from './offset-file.js';
import { type Pause, pause } from './pause.js';

/** Who may give orders by Telegram, and through which bot. */
export interface ChatSettings {
  readonly token: Secret;
  readonly api: string;
  readonly chatId: number;
  readonly userIds: readonly number[];
  /** Values that must not appear in an answer. */
  readonly secrets: readonly string[];
}

export interface TelegramOptions {
  readonly stateDir: string;
  readonly store: Pick<Store, 'getSnapshot' | 'send'>;
  readonly acknowledger: Acknowledger;
  readonly tell: ChatOptions['tell'];
  readonly now: () => Instant;
  readonly chance?: () => number;
  readonly pause?: Pause;
  readonly times?: Times;
}

/** Deadlines: of a request, of how long the server keeps one open, and how much later it must have answered. */
export interface Times {
  readonly requestMs: number;
  readonly pollSeconds: number;
  readonly marginMs: number;
}

export interface TelegramCommands {
  /** Null: nobody may give orders. Called at every change of the configuration; the same settings change nothing, unless they were refused. */
  reconfigure(settings: ChatSettings | null): void;
  /** Ends within a second. */
  stop(): Promise<void>;
}

const TIMES: Times = { requestMs: 10_000, pollSeconds: 30, marginMs: 10_000 };

/** Orders by Telegram. Never in the way of the supervisor: everything here happens beside it. */
export function createTelegram(options: TelegramOptions): TelegramCommands {
  let current: { readonly key: string; readonly chat: Chat | null } = { key: '', chat: null };
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;

  const opened = async (settings: ChatSettings | null): Promise<Chat | null> => {
    if (settings === null || settings.userIds.length === 0) return null;
    if (!settings.token.ok) {
      options.tell('screen', `Telegram commands are off: ${settings.token.reason}`);
      return null;
    }
    try {
      return await chatOf(options, settings, settings.token.value);
    } catch (error) {
      // The package is not there any more: most likely another version is just being installed.
      const reason = redactor(settings.secrets)(errorText(error));
      options.tell('screen', `Telegram commands are off: ${reason}. Restart claude-failover.`);
      return null;
    }
  };
  const change = async (settings: ChatSettings | null): Promise<void> => {
    const key = JSON.stringify(settings);
    if (stopped || (key === current.key && current.chat?.isOff !== true)) return;
    await current.chat?.stop();
    const chat = stopped ? null : await opened(settings);
    // It may have been stopped while the packages were loaded.
    current = { key, chat: stopped ? null : chat };
    current.chat?.start();
  };
  return {
    reconfigure: (settings) => {
      turn = turn.then(() => change(settings));
    },
    stop: async () => {
      stopped = true;
      await current.chat?.stop();
      await turn;
    },
  };
}

/** The packages are loaded here: most supervisors take no orders by Telegram. */
async function chatOf(options: TelegramOptions, settings: ChatSettings, token: string): Promise<Chat> {
  const [{ Chat }, { createBotApi }] = await Promise.all([import('./chat.js'), import('./bot-api.js')]);
  const { stateDir, store, acknowledger, now, tell } = options;
  const redact = redactor([token, ...settings.secrets]);
  return new Chat({
    api: createBotApi({ token, redact, api: settings.api, ...(options.times ?? TIMES) }),
    chatId: settings.chatId,
    userIds: settings.userIds,
    store,
    acknowledger,
    offsets: createOffsetFile(stateDir),
    now,
    pause: options.pause ?? pause,
    chance: options.chance ?? Math.random,
    redact,
    tell: (to, sentence) => tell(to, redact(sentence)),
  });
}
