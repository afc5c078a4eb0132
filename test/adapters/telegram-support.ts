import { onTestFinished } from 'vitest';
import { now } from '../../src/adapters/clock.js';
import {
  type ChatSettings,
  createTelegram,
  type TelegramCommands,
} from '../../src/adapters/telegram/index.js';
import type { Pause } from '../../src/adapters/telegram/pause.js';
import type { Command, CommandResult } from '../../src/core/commands.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { messageOf, pressOf, updateOf } from '../core/telegram/shapes.js';
import { type FakeTelegram, fakeTelegram } from '../support/fake-telegram.js';
import { until } from '../support/until.js';
import { normal } from '../ui/snapshots.js';
import { temporaryFolder } from './support.js';

export const CHAT = 4_242;
export const USER = 4_242;

export interface Talk {
  readonly server: FakeTelegram;
  readonly telegram: TelegramCommands;
  readonly stateDir: string;
  readonly settings: ChatSettings;
  readonly sent: readonly Command[];
  readonly acknowledged: readonly string[];
  readonly screen: readonly string[];
  readonly log: readonly string[];
  /** Waits between faults, in ms; each passes at once. */
  readonly pauses: readonly number[];
  snapshot: Snapshot;
  obey: (command: Command) => Promise<CommandResult>;
  /** A message of the configured user, now. */
  say(text: string, more?: Record<string, unknown>): void;
  press(data: string, more?: Record<string, unknown>): void;
  /** Waits until the bot has taken everything and asks for more. */
  quiet(): Promise<void>;
}

export interface TalkOptions {
  readonly server?: FakeTelegram;
  readonly stateDir?: string;
  readonly settings?: Partial<ChatSettings>;
  /** Before it is configured for the first time. */
  readonly before?: (server: FakeTelegram) => void;
  readonly firstId?: number;
  /** Instead of waits that pass at once. */
  readonly pause?: Pause;
}

/** A bot over a loopback server, configured and, unless it cannot be, listening. */
export async function talk(options: TalkOptions = {}): Promise<Talk> {
  const server = options.server ?? (await fakeTelegram());
  const stateDir = options.stateDir ?? temporaryFolder();
  const kept = { sent: [] as Command[], acknowledged: [] as string[], pauses: [] as number[] };
  const told = { screen: [] as string[], log: [] as string[] };
  let id = options.firstId ?? 500;
  const settings: ChatSettings = {
    token: { ok: true, value: server.token },
    api: server.url,
    chatId: CHAT,
    userIds: [USER, 77],
    secrets: ['re_another-secret'],
    ...options.settings,
  };
  const telegram = createTelegram({
    stateDir,
    store: {
      getSnapshot: () => it.snapshot,
      send: (command) => {
        kept.sent.push(command);
        return it.obey(command);
      },
    },
    acknowledger: {
      acknowledge: (message) => kept.acknowledged.push(message) > 0,
      acknowledgeAll: () => void kept.acknowledged.push('*'),
    },
    tell: (to, sentence) => void told[to].push(sentence),
    now,
    chance: () => 0,
    pause: (ms, signal) => {
      kept.pauses.push(ms);
      if (options.pause) return options.pause(ms, signal);
      return signal.aborted ? Promise.resolve() : new Promise((resolve) => setImmediate(resolve));
    },
    times: { requestMs: 400, pollSeconds: 20, marginMs: 400 },
  });
  onTestFinished(() => telegram.stop());
  const it: Talk = {
    ...kept,
    ...told,
    server,
    telegram,
    stateDir,
    settings,
    snapshot: normal,
    obey: async () => ({ status: 'done', text: 'as you wish' }),
    say: (text, more) => server.push(updateOf(id++, text, { date: Math.floor(Date.now() / 1_000), ...more })),
    press: (data, more) => server.push(pressOf(id++, data, more)),
    quiet: async () => {
      const last = id;
      await until('the bot asks for more', () =>
        server.calls.some((call) => call.method === 'getUpdates' && Number(call.params.offset ?? 0) >= last),
      );
    },
  };
  options.before?.(server);
  telegram.reconfigure(settings);
  return it;
}

/** The bot has looked once and found nothing more: from here on it obeys. */
export async function listening(it: Talk): Promise<void> {
  await until('a long poll', () =>
    it.server.calls.some((call) => call.method === 'getUpdates' && call.params.timeout === 20),
  );
}

export { messageOf, pressOf, updateOf };
