import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Accounts, createAccounts } from './adapters/account-link.js';
import { bootId, callAt, now, steadyMs } from './adapters/clock.js';
import { placeOf } from './adapters/config-dir.js';
import type { ConfigLocation, LoadedConfig } from './adapters/config-file.js';
import { errorText } from './adapters/errors.js';
import { type Journal, openJournal } from './adapters/journal.js';
import { acquireLock, type LockResult, type LockSubject, writeOwner } from './adapters/lock.js';
import { type Log, openLog } from './adapters/log.js';
import { type Environment, homeFolder } from './adapters/paths.js';
import { createProcesses } from './adapters/processes.js';
import { createStateFile } from './adapters/state-file.js';
import { createTranscripts } from './adapters/transcripts.js';
import { commandFor } from './core/config/commands.js';
import type { Config } from './core/config/schema.js';
import { settingsOf } from './core/config/settings.js';
import type { LinkObservation } from './core/engine/events.js';
import { type Durable, initialState } from './core/engine/state.js';
import { parseDurable, STATE_SCHEMA } from './core/engine/stored-state.js';
import type { ProcessPort, TmuxPort } from './core/ports.js';
import { classify } from './core/quota/classify.js';
import { type Eyes, Observer } from './supervisor/observe.js';
import type { Hands } from './supervisor/perform.js';
import type { Clock } from './supervisor/ports.js';
import { Supervisor } from './supervisor/supervisor.js';
import { createTmux } from './tmux/index.js';
import { followConfig } from './wire-config.js';
import { durableOf, epochOf, findingOf, provenanceOf } from './wire-state.js';

export interface WireOptions {
  readonly location: ConfigLocation;
  readonly loaded: Extract<LoadedConfig, { type: 'ok' | 'none' }>;
  readonly stateDir: string;
  readonly env: Environment;
  /** Lines of the log also go here (headless). */
  readonly stderr: ((line: string) => void) | null;
}

export interface Running {
  readonly type: 'running';
  readonly supervisor: Supervisor;
  readonly tmux: TmuxPort;
  readonly zone: string;
  readonly theme: Config['ui']['theme'];
  /** Finishes the step under way, leaves a recoverable state, ends the tmux client, frees the locks. */
  stop(): Promise<void>;
  /** Writes a fault nobody foresaw to the log. */
  logFault(text: string): void;
}

export type Wired =
  | Running
  /** Another supervisor has it: `what` names the thing, `pid` its holder if it answered. */
  | { readonly type: 'held'; readonly what: string; readonly pid: number | null }
  | { readonly type: 'failed'; readonly reason: string };

const clock: Clock = {
  now,
  after: (ms, callback) => {
    const timer = callAt(steadyMs() + ms, callback);
    return () => timer.cancel();
  },
};

/** A tmux server that hangs must not hold up our end: what is left of ours there is removed at the next start. */
const TMUX_CLOSES_WITHIN_MS = 2_000;

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}

/** The composition root: takes the locks, reads the state, connects every room, starts the supervisor. */
export async function wire(options: WireOptions): Promise<Wired> {
  try {
    mkdirSync(options.stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = `The state directory ${options.stateDir} cannot be made: ${errorText(error)}. Name another one with --state-dir.`;
    return { type: 'failed', reason };
  }
  const config = options.loaded.type === 'ok' ? options.loaded.config : null;
  const subjects: LockSubject[] = [{ kind: 'state', dir: options.stateDir }];
  if (config && config.accounts.list.length > 0) subjects.push({ kind: 'link', link: config.accounts.link });
  const releases: (() => Promise<void>)[] = [];
  for (const subject of subjects) {
    const lock = await acquireLock(subject);
    if (lock.type === 'acquired') releases.push(lock.release);
    else {
      for (const release of releases) await release();
      return notAcquired(subject, lock);
    }
  }
  return assemble(options, config, releases);
}

function notAcquired(subject: LockSubject, lock: Exclude<LockResult, { type: 'acquired' }>): Wired {
  if (lock.type === 'failed') return lock;
  return { type: 'held', what: subject.kind === 'state' ? subject.dir : subject.link, pid: lock.pid };
}

/** Everything that is open while the supervisor runs. `config` is what was read last and found right. */
interface Rooms {
  readonly options: WireOptions;
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
}

function openRooms(options: WireOptions, config: Config | null): Rooms {
  const { env, stateDir } = options;
  const home = homeFolder(env);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const link = config && config.accounts.list.length > 0 ? config.accounts.link : null;
  return {
    options,
    config,
    link,
    home,
    zone,
    log: openLog({ file: join(stateDir, 'supervisor.log'), stderr: options.stderr }),
    journal: openJournal({ file: join(stateDir, 'journal.jsonl') }),
    accounts: createAccounts({ link: link ?? join(home, '.claude'), steadyMs }),
    tmux: createTmux({
      ...socketOf(config),
      recognise: (screen) => classify(screen, { capturedAtMs: Date.now(), zone }),
      env,
    }),
    processes: createProcesses({ steadyMs }),
  };
}

async function assemble(
  options: WireOptions,
  config: Config | null,
  releases: readonly (() => Promise<void>)[],
): Promise<Running> {
  const rooms = openRooms(options, config);
  const { tmux, log, journal } = rooms;
  if (rooms.link !== null) rooms.accounts.sweep();
  const states = createStateFile<Durable>({
    dir: options.stateDir,
    schema: STATE_SCHEMA,
    validate: parseDurable,
  });
  const loaded = await states.load();
  const finding = findingOf(loaded);
  if (finding !== null) log.write('error', finding);
  const epoch = epochOf(loaded) + 1;
  await writeOwner(options.stateDir, { pid: process.pid, startedAt: new Date().toISOString(), epoch });
  const readLink = () => lookAtLink(rooms);
  const supervisor = new Supervisor({
    state: initialState(durableOf(loaded)),
    clock,
    store: { save: async (durable) => told(log, await states.save(durable, epoch)) },
    journal: { append: async (entry) => void told(log, journal.append(entry)) },
    observer: new Observer(eyesOf(rooms, readLink)),
    hands: handsOf(rooms),
    readLink,
  });
  const link = await readLink();
  supervisor.start({
    type: 'started',
    at: now(),
    bootId: bootId(),
    settings: settingsOf(config),
    link,
    provenance: provenanceOf(loaded),
  });
  const watcher = followConfig({
    location: options.location,
    env: options.env,
    current: () => rooms.config,
    take: (next) => {
      rooms.config = next;
    },
    post: (event) => supervisor.post(event),
    log,
  });
  return {
    type: 'running',
    supervisor,
    tmux,
    zone: rooms.zone,
    theme: config?.ui.theme ?? 'auto',
    logFault: (text) => log.write('error', text),
    stop: async () => {
      await watcher.close();
      await supervisor.stop();
      await within(TMUX_CLOSES_WITHIN_MS, tmux.close());
      journal.close();
      log.close();
      for (const release of releases) await release();
    },
  };
}

async function lookAtLink(rooms: Rooms): Promise<LinkObservation> {
  const state = rooms.link === null ? ({ type: 'missing' } as const) : await rooms.accounts.readLink();
  if (state.type !== 'link') return { state, account: null };
  const place = placeOf(state.target, {
    link: null,
    home: rooms.home,
    accounts: settingsOf(rooms.config).accounts,
  });
  return { state, account: typeof place === 'object' ? place.account : null };
}

function eyesOf(rooms: Rooms, readLink: Eyes['readLink']): Eyes {
  const { home, zone, tmux, processes } = rooms;
  const accounts = () => settingsOf(rooms.config).accounts;
  const link = rooms.link ?? join(home, '.claude');
  return {
    tmux,
    processes,
    transcripts: createTranscripts({
      dirs: () => [...accounts().map((account) => account.dir), link],
      home,
      clock: now,
      zone,
    }),
    clock,
    classify,
    readLink,
    configOf: async (dir) => placeOf(dir, { link, home, accounts: accounts() }),
    zone,
    patterns: () => rooms.config?.quota.patterns ?? [],
  };
}

function handsOf(rooms: Rooms): Hands {
  const { tmux, processes, accounts, log } = rooms;
  return {
    tmux,
    processes,
    accounts,
    commandFor: (name) => commandFor(rooms.config, name),
    clock,
    log: { line: (text) => log.write('info', text) },
    notify: (kind, text) => log.write('info', `[notify] ${kind}: ${text}`),
  };
}

function told(log: Log, result: { readonly ok: boolean; readonly reason?: string }): boolean {
  if (!result.ok) log.write('error', result.reason ?? 'could not be written');
  return result.ok;
}

function socketOf(config: Config | null): { socketName?: string; socketPath?: string } {
  const socket = config?.tmux.socket ?? 'default';
  return socket.startsWith('/') ? { socketPath: socket } : { socketName: socket };
}
