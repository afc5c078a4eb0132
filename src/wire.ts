import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { bootId, now } from './adapters/clock.js';
import type { ConfigLocation, LoadedConfig } from './adapters/config-file.js';
import { errorText } from './adapters/errors.js';
import { acquireLock, type LockResult, type SupervisorSubject, writeOwner } from './adapters/lock.js';
import type { Log } from './adapters/log.js';
import type { Environment } from './adapters/paths.js';
import { secretVariables } from './adapters/secrets.js';
import { createStateFile } from './adapters/state-file.js';
import { type Config, ConfigSchema } from './core/config/schema.js';
import { settingsOf } from './core/config/settings.js';
import { initialState } from './core/engine/initial.js';
import type { Durable } from './core/engine/state.js';
import { parseDurable, STATE_SCHEMA } from './core/engine/stored-state.js';
import type { TmuxPort } from './core/ports.js';
import { Observer } from './supervisor/observe.js';
import { Supervisor } from './supervisor/supervisor.js';
import { within } from './supervisor/within.js';
import { followConfig } from './wire-config.js';
import { hearingOf } from './wire-hooks.js';
import { listenTo } from './wire-listen.js';
import type { WiredQueue } from './wire-queue.js';
import { clock, eyesOf, handsOf, lookAtLink, openRooms, type Rooms } from './wire-rooms.js';
import { durableOf, epochOf, findingOf, provenanceOf } from './wire-state.js';
import { wireTelegram } from './wire-telegram.js';

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
  /** How the dashboard looks and is used. */
  readonly ui: Config['ui'];
  /** Variables that hold secrets of the configuration in force. */
  readonly secretVariables: () => readonly string[];
  /** Puts a task into the queue; refused when its text is no task. */
  readonly addTask: WiredQueue['add'];
  /** Finishes the step under way, leaves a recoverable state, ends the tmux client, frees the locks. */
  stop(): Promise<void>;
  /** Writes a fault nobody foresaw to the log. */
  logFault(text: string): void;
  /** Calls back whenever a changed configuration was taken over. */
  whenReloaded(listener: () => void): void;
}

/** Another supervisor has it: `what` names the thing, `pid` its holder if it answered. */
export interface Held {
  readonly type: 'held';
  readonly kind: SupervisorSubject['kind'];
  readonly what: string;
  readonly pid: number | null;
}

export type Wired = Running | Held | { readonly type: 'failed'; readonly reason: string };

/** A tmux server that hangs must not hold up our end: what is left of ours there is removed at the next start. */
const TMUX_CLOSES_WITHIN_MS = 2_000;

/** The composition root: takes the locks, reads the state, connects every room, starts the supervisor. */
export async function wire(options: WireOptions): Promise<Wired> {
  try {
    mkdirSync(options.stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = `The state directory ${options.stateDir} cannot be made: ${errorText(error)}. Name another one with --state-dir.`;
    return { type: 'failed', reason };
  }
  const config = options.loaded.type === 'ok' ? options.loaded.config : null;
  const subjects: SupervisorSubject[] = [{ kind: 'state', dir: options.stateDir }];
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

function notAcquired(subject: SupervisorSubject, lock: Exclude<LockResult, { type: 'acquired' }>): Wired {
  if (lock.type === 'failed') return lock;
  const { kind } = subject;
  return { type: 'held', kind, what: subject.kind === 'state' ? subject.dir : subject.link, pid: lock.pid };
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
  tellFinding(log, findingOf(loaded));
  const epoch = epochOf(loaded) + 1;
  const owner = { pid: process.pid, startedAt: new Date().toISOString(), epoch };
  await writeOwner(options.stateDir, { ...owner, config: options.location.path });
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
  supervisor.start({
    link: await readLink(),
    type: 'started',
    at: now(),
    bootId: bootId(),
    settings: settingsOf(config),
    provenance: provenanceOf(loaded),
    seed: randomUUID(),
  });
  rooms.notifier.start(supervisor, (event) => supervisor.post(event), durableOf(loaded));
  await rooms.queue.start((event) => supervisor.post(event));
  const doors = await openDoors(options, rooms, supervisor);
  return {
    type: 'running',
    supervisor,
    tmux,
    ui: (config ?? ConfigSchema.parse({})).ui,
    secretVariables: () => secretVariables(rooms.config),
    addTask: rooms.queue.add,
    logFault: (text) => {
      rooms.notifier.fault();
      log.write('error', text);
    },
    whenReloaded: doors.whenReloaded,
    stop: async () => {
      await doors.close();
      await supervisor.stop();
      await rooms.notifier.close();
      await rooms.queue.close();
      await within(clock, TMUX_CLOSES_WITHIN_MS, tmux.close());
      journal.close();
      log.close();
      for (const release of releases) await release();
    },
  };
}

/** Where orders and changes come from: other processes, Telegram, the configuration file. */
async function openDoors(
  options: WireOptions,
  rooms: Rooms,
  supervisor: Supervisor,
): Promise<Pick<Running, 'whenReloaded'> & { close(): Promise<void> }> {
  const { stateDir, env, location } = options;
  const { log } = rooms;
  const { acknowledger } = rooms.notifier;
  const listener = await listenTo({
    stateDir,
    env,
    supervisor,
    config: () => rooms.config,
    log,
    local: [hearingOf(rooms, supervisor)],
  });
  const place = { stateDir, env, file: location.path, supervisor, acknowledger, log };
  const telegram = wireTelegram(place, rooms.config);
  let reloaded = (): void => undefined;
  const watcher = follow(options, rooms, supervisor, () => {
    listener.changed();
    telegram.reconfigure(rooms.config);
    reloaded();
  });
  return {
    whenReloaded: (heard) => {
      reloaded = heard;
    },
    close: async () => {
      await Promise.all([listener.close(), telegram.stop()]);
      await watcher.close();
    },
  };
}

function follow(
  { location, env }: WireOptions,
  rooms: Rooms,
  supervisor: Supervisor,
  changed: () => void,
): ReturnType<typeof followConfig> {
  return followConfig({
    location,
    env,
    current: () => rooms.config,
    take: (next) => {
      rooms.config = next;
      rooms.notifier.reconfigure(next);
      changed();
    },
    post: (event) => supervisor.post(event),
    log: rooms.log,
    store: supervisor,
  });
}

function tellFinding(log: Log, finding: string | null): void {
  if (finding !== null) log.write('error', finding);
}

function told(log: Log, result: { readonly ok: boolean; readonly reason?: string }): boolean {
  if (!result.ok) log.write('error', result.reason ?? 'could not be written');
  return result.ok;
}
