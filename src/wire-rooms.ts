import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Accounts, createAccounts } from './adapters/account-link.js';
import { callAt, now, steadyMs } from './adapters/clock.js';
import { placeOf } from './adapters/config-dir.js';
import type { ConfigLocation } from './adapters/config-file.js';
import { ToldConversations } from './adapters/hooks/told.js';
import { type Journal, journalFile, openJournal } from './adapters/journal.js';
import { type Log, openLog } from './adapters/log.js';
import { processWith } from './adapters/open-conversation.js';
import { type Environment, homeFolder } from './adapters/paths.js';
import { createProcesses } from './adapters/processes.js';
import { createTranscripts } from './adapters/transcripts.js';
import { localZone } from './adapters/zone.js';
import { commandFor } from './core/config/commands.js';
import type { Config } from './core/config/schema.js';
import type { LinkObservation } from './core/engine/events.js';
import type { ProcessPort, TmuxPort } from './core/ports.js';
import { classify } from './core/quota/classify.js';
import type { Eyes } from './supervisor/observe.js';
import type { Hands } from './supervisor/perform.js';
import type { Clock } from './supervisor/ports.js';
import { createTmux } from './tmux/index.js';
import { socketOf } from './tmux/link/target.js';
import { type WiredNotifier, wireNotifier } from './wire-notifier.js';
import { type WiredQueue, wireQueue } from './wire-queue.js';

export interface RoomOptions {
  readonly location: Pick<ConfigLocation, 'path'>;
  readonly stateDir: string;
  readonly env: Environment;
  /** Lines of the log also go here (headless). */
  readonly stderr: ((line: string) => void) | null;
}

export const clock: Clock = {
  now,
  after: (ms, callback) => {
    const timer = callAt(steadyMs() + ms, callback);
    return () => timer.cancel();
  },
};

/** Everything that is open while the supervisor runs. `config` is what was read last and found right. */
export interface Rooms {
  readonly options: RoomOptions;
  config: Config | null;
  /** The configured link, null in a life without accounts. */
  readonly link: string | null;
  readonly home: string;
  readonly zone: string;
  readonly log: Log;
  readonly journal: Journal;
  readonly accounts: Accounts;
  readonly tmux: TmuxPort;
  readonly processes: ProcessPort;
  readonly queue: WiredQueue;
  /** Filled by hooks, read by the eyes. */
  readonly told: ToldConversations;
  readonly notifier: WiredNotifier;
}

export function openRooms(options: RoomOptions, config: Config | null): Rooms {
  const { env, stateDir } = options;
  const home = homeFolder(env);
  const zone = localZone();
  const link = config && config.accounts.list.length > 0 ? config.accounts.link : null;
  const log = openLog({ file: join(stateDir, 'supervisor.log'), stderr: options.stderr });
  return {
    options,
    config,
    link,
    home,
    zone,
    log,
    journal: openJournal({ file: journalFile(stateDir) }),
    accounts: createAccounts({ link: directoryOf({ link, home }), steadyMs }),
    tmux: createTmux({
      ...socketOf(config?.tmux.socket),
      recognise: (screen) => classify(screen, { capturedAtMs: Date.now(), zone }),
      env,
    }),
    processes: createProcesses({ steadyMs }),
    told: new ToldConversations(),
    queue: wireQueue({ config, home, log }),
    notifier: wireNotifier({ config, stateDir, env, file: options.location.path, zone, log, clock }),
  };
}

/** The link of the configuration; without accounts the directory the CLI uses by itself. */
function directoryOf({ link, home }: Pick<Rooms, 'link' | 'home'>): string {
  return link ?? join(home, '.claude');
}

function accountsOf({ config }: Pick<Rooms, 'config'>) {
  return config?.accounts.list ?? [];
}

/** Where conversations may lie: every account's directory, and the link. */
export function configDirs(rooms: Pick<Rooms, 'config' | 'link' | 'home'>): readonly string[] {
  return [...accountsOf(rooms).map((account) => account.dir), directoryOf(rooms)];
}

export async function lookAtLink(rooms: Rooms): Promise<LinkObservation> {
  const state = rooms.link === null ? ({ type: 'missing' } as const) : await rooms.accounts.readLink();
  const gone = () => ({
    gone: accountsOf(rooms).flatMap(({ name, dir }) => (existsSync(dir) ? [] : [name])),
  });
  if (state.type !== 'link') return { state, account: null, ...gone() };
  const place = placeOf(state.target, {
    link: null,
    home: rooms.home,
    accounts: accountsOf(rooms),
  });
  return typeof place === 'object' ? { state, account: place.account } : { state, account: null, ...gone() };
}

export function eyesOf(rooms: Rooms, readLink: Eyes['readLink']): Eyes {
  const { home, zone, tmux, processes } = rooms;
  const link = directoryOf(rooms);
  return {
    tmux,
    processes,
    transcripts: createTranscripts({
      dirs: () => configDirs(rooms),
      home,
      clock: now,
      zone,
      told: (pid, startedWallMs) => rooms.told.of(pid, startedWallMs),
    }),
    clock,
    classify,
    readLink,
    configOf: async (dir) => placeOf(dir, { link, home, accounts: accountsOf(rooms) }),
    zone,
    patterns: () => rooms.config?.quota.patterns ?? [],
  };
}

export function handsOf(rooms: Rooms): Hands {
  const { tmux, processes, accounts, log } = rooms;
  return {
    tmux,
    processes,
    accounts,
    queue: rooms.queue.port,
    commandFor: (name) => commandFor(rooms.config, name),
    processWith: (conversation) => processWith(conversation, configDirs(rooms)),
    clock,
    log: { line: (text) => log.write('info', text) },
    notify: rooms.notifier.notify,
  };
}
