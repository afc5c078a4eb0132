import { now } from './adapters/clock.js';
import { type ChatSettings, createTelegram } from './adapters/telegram/index.js';
import type { Config } from './core/config/schema.js';
import type { Acknowledger } from './core/notifier/message.js';
import type { Supervisor } from './supervisor/supervisor.js';
import { hiddenSecrets, type SecretsPlace } from './wire-secrets.js';

export interface TelegramPlace extends SecretsPlace {
  readonly stateDir: string;
  readonly supervisor: Supervisor;
  readonly acknowledger: Acknowledger;
}

/** Orders by Telegram to a running supervisor. */
export interface WiredTelegram {
  /** The configuration that is in force from now on. */
  reconfigure(config: Config | null): void;
  stop(): Promise<void>;
}

export function wireTelegram(place: TelegramPlace, config: Config | null): WiredTelegram {
  const { stateDir, supervisor, acknowledger, log } = place;
  const telegram = createTelegram({
    stateDir,
    store: supervisor,
    acknowledger,
    now,
    tell: (to, text) => {
      if (to === 'screen') supervisor.post({ type: 'noted', at: now(), level: 'warn', text });
      else log.write('warn', text);
    },
  });
  const reconfigure = (next: Config | null): void => telegram.reconfigure(settingsOf(next, place));
  reconfigure(config);
  return { reconfigure, stop: telegram.stop };
}

/** Null while nobody is named who may give orders: then nobody is listened to. */
function settingsOf(config: Config | null, place: TelegramPlace): ChatSettings | null {
  const telegram = config?.notifications.telegram;
  if (!config || !telegram || telegram.user_ids.length === 0) return null;
  const { telegramToken: token, all } = hiddenSecrets(config, place);
  if (token === null) return null;
  return { token, api: telegram.api, chatId: telegram.chat_id, userIds: telegram.user_ids, secrets: all };
}
