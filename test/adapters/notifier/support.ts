import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NotifierSetup } from '../../../src/adapters/notifier/desks.js';
import { localTimeIn } from '../../../src/adapters/notifier/local-time.js';
import { createOutboxFile, type OutboxFile } from '../../../src/adapters/notifier/outbox-file.js';
import type { NotifierClock } from '../../../src/adapters/notifier/outbox-writer.js';
import { Notifier } from '../../../src/adapters/notifier/runner.js';
import type { Secrets } from '../../../src/adapters/secrets.js';
import { type Config, ConfigSchema } from '../../../src/core/config/schema.js';
import type { NoticeKind } from '../../../src/core/engine/effects.js';
import type { Notice } from '../../../src/core/notifier/message.js';
import { EMPTY_OUTBOX } from '../../../src/core/notifier/outbox.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import type { Instant } from '../../../src/core/time.js';
import { type Messengers, RESEND_KEY, TOKEN } from '../../support/fake-messengers.js';

/** Time that passes only when it is told to. */
export class HandClock implements NotifierClock {
  wallMs: number;
  steadyMs = 1_000_000;
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = [];

  constructor(iso = '2026-11-22T12:00:00Z') {
    this.wallMs = Date.parse(iso);
  }

  now = (): Instant => ({ wallMs: this.wallMs, steadyMs: this.steadyMs });

  after = (ms: number, callback: () => void): (() => void) => {
    const timer = { dueMs: this.steadyMs + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  get waiting(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass: every timer on its way fires, and after each `settle` is waited for. */
  async pass(ms: number, settle: () => Promise<void>): Promise<void> {
    const end = this.steadyMs + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((one) => one.dueMs <= end).sort((a, b) => a.dueMs - b.dueMs)[0];
      this.#to(next ? Math.max(next.dueMs, this.steadyMs) : end);
      if (!next) return;
      this.#timers = this.#timers.filter((one) => one !== next);
      next.callback();
      await settle();
    }
  }

  #to(steadyMs: number): void {
    this.wallMs += steadyMs - this.steadyMs;
    this.steadyMs = steadyMs;
  }
}

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

export const freshDir = (): string => mkdtempSync(join(tmpdir(), 'cf-notifier-'));

export function setupOf(notifications: Config['notifications'], secrets: Secrets = SECRETS): NotifierSetup {
  return { notifications, secrets: () => secrets };
}

/** A notifier on its own outbox. */
export async function openLab(options: LabOptions): Promise<Lab> {
  const clock = options.clock ?? new HandClock();
  const dir = options.dir ?? freshDir();
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
