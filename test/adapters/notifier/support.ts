import type { NotifierSetup } from '../../../src/adapters/notifier/desks.js';
import { localTimeIn } from '../../../src/adapters/notifier/local-time.js';
import { createOutboxFile, type OutboxFile } from '../../../src/adapters/notifier/outbox-file.js';
import { Notifier } from '../../../src/adapters/notifier/runner.js';
import type { Secrets } from '../../../src/adapters/secrets.js';
import { type Config, ConfigSchema } from '../../../src/core/config/schema.js';
import type { NoticeKind } from '../../../src/core/engine/effects.js';
import type { Notice } from '../../../src/core/notifier/message.js';
import { EMPTY_OUTBOX } from '../../../src/core/notifier/outbox.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { type Messengers, RESEND_KEY, TOKEN } from '../../support/fake-messengers.js';
import { HandClock } from '../../support/hand-clock.js';
import { temporaryFolder } from '../support.js';

export type ChannelNames = readonly ('telegram' | 'email')[];

/** Channels at the played services; the keys of `notifications` beside them as in the file. */
export function notificationsOf(
  { url }: Pick<Messengers, 'url'>,
  channels: ChannelNames = ['telegram', 'email'],
  keys: Record<string, unknown> = {},
): Config['notifications'] {
  return ConfigSchema.parse({
    notifications: {
      ...(channels.includes('telegram')
        ? { telegram: { token: 'env:T', chat_id: 42, user_ids: [7], api: url } }
        : {}),
      ...(channels.includes('email')
        ? { email: { resend_key: 'env:R', from: 'cf@example.com', to: ['me@example.com'], api: url } }
        : {}),
      ...keys,
    },
  }).notifications;
}

export const SECRETS: Secrets = {
  telegramToken: { ok: true, value: TOKEN },
  resendKey: { ok: true, value: RESEND_KEY },
  channels: {},
  all: [TOKEN, RESEND_KEY],
};

export interface Lab {
  readonly notifier: Notifier;
  readonly clock: HandClock;
  /** What was said in the log and on the screen. */
  readonly said: string[];
  readonly dir: string;
  /** Lets time pass and everything that falls due happen. */
  pass(ms: number): Promise<void>;
  tell(kind: NoticeKind, text: string, about?: string | null): void;
}

export interface LabOptions {
  readonly setup: NotifierSetup;
  readonly clock?: HandClock;
  readonly dir?: string;
  readonly file?: OutboxFile;
  readonly zone?: string;
  readonly standing?: readonly Notice[];
  readonly deadlineMs?: number;
}

let ids = 0;

/** An outbox that is kept nowhere: for stories of many writes that are not about the disk. */
export const nowhere: OutboxFile = {
  load: async () => ({ outbox: EMPTY_OUTBOX, finding: null }),
  save: async () => null,
};

export function setupOf(notifications: Config['notifications'], secrets: Secrets = SECRETS): NotifierSetup {
  return { notifications, secrets: () => secrets };
}

/** A notifier on its own outbox. */
export async function openLab(options: LabOptions): Promise<Lab> {
  const clock = options.clock ?? new HandClock();
  const dir = options.dir ?? temporaryFolder();
  const said: string[] = [];
  const notifier = new Notifier({
    file: options.file ?? createOutboxFile(dir),
    clock,
    local: localTimeIn(options.zone ?? 'UTC'),
    chance: () => 0.5,
    newId: () => `m${++ids}`,
    voice: {
      log: (text) => void said.push(text),
      tell: (level, text) => void said.push(`${level}: ${text}`),
    },
    deadlineMs: options.deadlineMs ?? 2_000,
  });
  notifier.reconfigure(options.setup);
  await notifier.start(options.standing ?? []);
  return {
    notifier,
    clock,
    said,
    dir,
    pass: (ms) => clock.pass(ms, () => notifier.idle()),
    tell: (kind, text, about = null) => notifier.notify({ kind, text, about, atMs: clock.wallMs }),
  };
}

/** Only what `isStanding` looks at. */
export function snapshot(part: Partial<Snapshot> = {}): Snapshot {
  const calm = {
    events: [{ at: '', level: 'info', text: 'supervisor started' }],
    needs: [],
    breaker: { open: false, reason: null, swapsInHour: 0 },
    hold: null,
    proposal: null,
    accounts: [],
    sessions: [],
    ages: { poll: 5, state: null },
  };
  return { ...calm, ...part } as unknown as Snapshot;
}
