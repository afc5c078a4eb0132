import { now } from './adapters/clock.js';
import type { ConfigLocation, LoadedConfig } from './adapters/config-file.js';
import { type ConfigWatchOptions, watchConfig } from './adapters/config-watch.js';
import type { Log } from './adapters/log.js';
import type { Environment } from './adapters/paths.js';
import { redactor } from './adapters/redact.js';
import { resolveSecrets } from './adapters/secrets.js';
import { configChanges } from './core/config/changes.js';
import { problemLine } from './core/config/issues.js';
import { liveConfig } from './core/config/live.js';
import type { Config } from './core/config/schema.js';
import { settingsOf } from './core/config/settings.js';
import type { Event } from './core/engine/events.js';
import type { Snapshot } from './core/snapshot.js';
import { hiddenSecrets } from './wire-secrets.js';

/** What is looked at of the running supervisor. */
export interface FollowedStore {
  readonly getSnapshot: () => Pick<Snapshot, 'activeAccount' | 'swap'>;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface FollowOptions {
  readonly location: ConfigLocation;
  readonly env: Environment;
  readonly current: () => Config | null;
  readonly take: (next: Config) => void;
  /** After `take`: a part that follows its keys by itself (the port, the notifier) looks at them again. */
  readonly onTaken?: (next: Config) => void;
  readonly post: (event: Event) => void;
  readonly log: Log;
  readonly store: FollowedStore;
  /** How soon a change is seen; default: that of `watchConfig`. */
  readonly timing?: Pick<ConfigWatchOptions, 'settleMs' | 'lookMs'>;
}

/** From a flip to the answer of the first session an account that goes away would break the swap. */
const HELD_UP: readonly string[] = ['flip', 'verify', 'canary'];
const MAX_CHANGES = 8;
const MAX_PROBLEMS = 8;

/** Hot reload: what can change live does so with a line on what changed; a bad edit keeps what runs, and is said. */
export function followConfig(options: FollowOptions): { close(): Promise<void> } {
  const { location, env, log, post, store } = options;
  // What is noted goes into the journal and to every view; a bad edit may show the secret that is in force.
  const veiled = (text: string): string => {
    const config = options.current();
    const known = config === null ? [] : resolveSecrets(config, { file: location.path, env }).all;
    return redactor(known)(text);
  };
  let fault: string | null = null;
  const judge = (next: string | null): void => {
    if (next === fault) return;
    fault = next;
    post({ type: 'config-read', at: now(), fault: next });
  };
  const refuse = (lines: readonly string[], standing: string): void => {
    for (const text of lines) post({ type: 'noted', at: now(), level: 'bad', text: veiled(text) });
    judge(veiled(standing));
  };
  const follower = new Follower(options);
  const started = options.current();
  if (started !== null) hiddenSecrets(started, { file: location.path, env, log });
  const unsubscribe = store.subscribe(() => follower.look());
  const { path } = location;
  const watcher = watchConfig(location, {
    ...options.timing,
    env,
    known: started === null ? { type: 'none', path } : { type: 'ok', path, config: started },
    onNote: (sentence) => log.write('warn', sentence),
    onChange: (next) => {
      if (next.type === 'invalid') {
        follower.forget();
        refuse(complaints(next), standingFault(next));
      } else if (next.type === 'none') {
        const gone = `${next.path} has gone: the configuration read last stays in force`;
        refuse([gone], `${gone}. Write it again, or run: claude-failover init`);
      } else {
        judge(null);
        follower.read(next.config);
      }
    },
  });
  return {
    close: () => {
      unsubscribe();
      return watcher.close();
    },
  };
}

class Follower {
  readonly #options: FollowOptions;
  readonly #started: Config | null;
  /** The file as it was taken last. */
  #file: Config | null;
  /** Read, and waiting for the end of a swap. */
  #pending: Config | null = null;
  /** An account that the file no longer names, in force because it is active. */
  #kept: string | null = null;
  /** Keys that were said to wait for the next start. */
  #waiting: readonly string[] = [];

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#started = options.current();
    this.#file = this.#started;
  }

  read(next: Config): void {
    this.#pending = next;
    this.look();
    if (this.#pending === null) return;
    const text = 'the changed configuration is taken up once the swap is through';
    this.#options.post({ type: 'noted', at: now(), level: 'info', text });
  }

  /** A later edit is wrong: what it replaced is not what the person wants. */
  forget(): void {
    this.#pending = null;
  }

  /** Takes what waits, once no swap is in its way, and lets go of a removed account that is no longer active. */
  look(): void {
    // At every publication: without a reason to look no snapshot is made.
    if (this.#pending === null && this.#kept === null) return;
    const { activeAccount, swap } = this.#options.store.getSnapshot();
    if (swap !== null && HELD_UP.includes(swap.phase)) return;
    const next = this.#pending;
    this.#pending = null;
    if (next !== null) this.#take(next, activeAccount);
    else if (this.#kept !== null && this.#file !== null && activeAccount !== this.#kept)
      this.#take(this.#file, activeAccount);
  }

  #take(next: Config, active: string | null): void {
    const { current, take, onTaken, post, log, location, env } = this.#options;
    const before = current();
    const live = liveConfig(this.#started, before, next, active);
    const said = [
      ...(before === null
        ? ['a configuration is there now']
        : listed(
            configChanges(before, live.config).filter(
              (line) => !line.startsWith(`accounts.list[${live.kept}].`),
            ),
          )),
      ...live.waiting
        .filter((key) => !this.#waiting.includes(key))
        .map((key) => `${key} takes effect at the next start`),
      ...(live.kept !== null && live.kept !== this.#kept
        ? [`${live.kept} is removed but active: it stays until the link points to another account`]
        : []),
    ];
    this.#file = next;
    this.#kept = live.kept;
    this.#waiting = live.waiting;
    hiddenSecrets(next, { file: location.path, env, log });
    take(live.config);
    onTaken?.(live.config);
    if (said.length === 0) return;
    post({ type: 'settings-changed', at: now(), settings: settingsOf(live.config), what: said.join('; ') });
  }
}

function listed(changes: readonly string[]): readonly string[] {
  const more = changes.length - MAX_CHANGES;
  return more > 0 ? [...changes.slice(0, MAX_CHANGES), `${more} more changes`] : changes;
}

function complaints({ problems }: Extract<LoadedConfig, { type: 'invalid' }>): readonly string[] {
  const lines = problems.slice(0, MAX_PROBLEMS).map(problemLine);
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`and ${more} more. Run: claude-failover config check`);
  return lines.map((line) => `configuration not taken over: ${line}`);
}

/** What stands until the file can be read again: the first error, and how to see all. */
function standingFault({ path, problems }: Extract<LoadedConfig, { type: 'invalid' }>): string {
  const [first] = problems;
  const what = first === undefined ? path : problemLine(first).replace(/\.$/, '');
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return `the configuration on disk is wrong, the last good one stays in force: ${what}${more}. Run: claude-failover config check`;
}
