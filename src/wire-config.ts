import { now } from './adapters/clock.js';
import type { ConfigLocation, LoadedConfig } from './adapters/config-file.js';
import { watchConfig } from './adapters/config-watch.js';
import type { Log } from './adapters/log.js';
import type { Environment } from './adapters/paths.js';
import type { Config } from './core/config/schema.js';
import { changedParts, settingsOf } from './core/config/settings.js';
import type { Event } from './core/engine/events.js';

export interface FollowOptions {
  readonly location: ConfigLocation;
  readonly env: Environment;
  readonly current: () => Config | null;
  readonly take: (next: Config) => void;
  readonly post: (event: Event) => void;
  readonly log: Log;
}

/** Hot reload: what can change live does so with a line on what changed; a bad edit keeps what runs, and is said. */
export function followConfig(options: FollowOptions): { close(): Promise<void> } {
  const { location, env, log, post } = options;
  const note = (text: string): void => post({ type: 'noted', at: now(), level: 'bad', text });
  return watchConfig(location, {
    env,
    onNote: (sentence) => log.write('warn', sentence),
    onChange: (next) => {
      if (next.type === 'invalid') for (const text of complaints(next)) note(text);
      else if (next.type === 'none')
        note(`${next.path} has gone: the configuration read last stays in force`);
      else takeOver(options, next.config);
    },
  });
}

function takeOver(options: FollowOptions, next: Config): void {
  const before = options.current();
  options.take(next);
  const parts = changedParts(before, next);
  if (parts.length === 0) return;
  const restart = needsRestart(before, next)
    ? '; link, tmux socket and queue folder take effect at the next start'
    : '';
  const what = `${parts.join(', ')}${restart}`;
  options.post({ type: 'settings-changed', at: now(), settings: settingsOf(next), what });
}

/** The locks, the tmux client and the queue belong to the link, the socket and the folder of the start. */
function needsRestart(before: Config | null, after: Config | null): boolean {
  const places = (config: Config | null) => [
    config?.accounts.link,
    config?.tmux.socket,
    config?.dispatcher.queue_dir,
  ];
  return places(before).join('\n') !== places(after).join('\n');
}

function complaints({ problems }: Extract<LoadedConfig, { type: 'invalid' }>): readonly string[] {
  return problems.map(({ file, line, key, message }) => {
    return `configuration not taken over: ${file}:${line ?? 1} ${key} ${message}`;
  });
}
