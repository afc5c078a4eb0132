import { randomBytes } from 'node:crypto';
import { now } from './adapters/clock.js';
import type { NotifierSetup } from './adapters/notifier/desks.js';
import { localTimeIn } from './adapters/notifier/local-time.js';
import { createOutboxFile } from './adapters/notifier/outbox-file.js';
import type { NotifierClock } from './adapters/notifier/outbox-writer.js';
import { Notifier } from './adapters/notifier/runner.js';
import type { Store } from './core/commands.js';
import type { Config } from './core/config/schema.js';
import type { Event } from './core/engine/events.js';
import type { Durable } from './core/engine/state.js';
import type { Acknowledger, Notice } from './core/notifier/message.js';
import { standingNotices } from './core/notifier/standing.js';
import { hiddenSecrets, type SecretsPlace } from './wire-secrets.js';

/** The notifier of a running supervisor. */
export interface WiredNotifier {
  /** Hands a notice over; returns at once, whatever disk and network do. Also a line of the log. */
  notify(notice: Notice): void;
  /** From now on messages go out. `stored`: the state of the last life, which may hold what was not told. */
  start(
    store: Pick<Store, 'getSnapshot' | 'subscribe'>,
    post: (event: Event) => void,
    stored?: Durable,
  ): void;
  reconfigure(config: Config): void;
  readonly acknowledger: Acknowledger;
  /** This life ends in a fault: the next one will tell of it. */
  fault(): void;
  close(): Promise<void>;
}

export interface NotifierPlace extends SecretsPlace {
  readonly config: Config | null;
  readonly stateDir: string;
  readonly zone: string;
  readonly clock: NotifierClock;
}

/** 16 hexadecimal digits. */
const newId = (): string => randomBytes(8).toString('hex');

export function wireNotifier(place: NotifierPlace): WiredNotifier {
  const { log, clock } = place;
  let post: ((event: Event) => void) | null = null;
  let faulty = false;
  let unsubscribe = (): void => undefined;
  const notifier = new Notifier({
    file: createOutboxFile(place.stateDir),
    clock,
    local: localTimeIn(place.zone),
    chance: Math.random,
    newId,
    voice: {
      log: (text) => log.write('warn', text),
      tell: (level, text) => {
        if (post) post({ type: 'noted', at: now(), level, text });
        else log.write('warn', text);
      },
    },
  });
  const reconfigure = (config: Config | null) => notifier.reconfigure(config && setupOf(config, place));
  return {
    notify: (notice) => {
      log.write('info', `[notify] ${notice.kind}: ${notice.text}`);
      notifier.notify(notice);
    },
    start: (store, to, stored) => {
      post = to;
      reconfigure(place.config);
      unsubscribe = store.subscribe(() => notifier.see(store.getSnapshot));
      void notifier.start(stored ? standingNotices(stored) : []);
    },
    reconfigure,
    acknowledger: notifier,
    fault: () => {
      faulty = true;
    },
    close: () => {
      unsubscribe();
      return notifier.close({ clean: !faulty });
    },
  };
}

function setupOf(config: Config, place: NotifierPlace): NotifierSetup {
  return { notifications: config.notifications, secrets: () => hiddenSecrets(config, place) };
}
