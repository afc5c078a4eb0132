import { now } from './adapters/clock.js';
import type { Route } from './adapters/http/routes.js';
import { serveSocket } from './adapters/http/server.js';
import { serveTcp, type TcpWish } from './adapters/http/tcp.js';
import type { Log } from './adapters/log.js';
import type { Environment } from './adapters/paths.js';
import { version } from './commands/version.js';
import type { Config } from './core/config/schema.js';
import { settingsOf } from './core/config/settings.js';
import type { Supervisor } from './supervisor/supervisor.js';

export interface ListenOptions {
  readonly stateDir: string;
  readonly env: Environment;
  readonly supervisor: Supervisor;
  readonly config: () => Config | null;
  readonly log: Log;
  /** Further routes of the unix socket. */
  readonly local: readonly Route[];
}

export interface Listener {
  /** Another configuration is in force: the port follows it. */
  changed(): void;
  close(): Promise<void>;
}

/** From now on other processes may ask the supervisor and give it orders: on the unix socket, and on the port if there is to be one. */
export async function listenTo({
  stateDir,
  env,
  supervisor,
  config,
  log,
  local,
}: ListenOptions): Promise<Listener> {
  const ours = version();
  const common = {
    stateDir,
    store: supervisor,
    facts: () => ({
      nowMs: Date.now(),
      pollIntervalMs: settingsOf(config()).pollIntervalMs,
      stateWritten: supervisor.stateWritten,
      version: ours,
    }),
    onNote: (text: string) => supervisor.post({ type: 'noted', at: now(), level: 'warn', text }),
  };
  const socket = await serveSocket({ ...common, env, local });
  const tcp = await serveTcp({
    ...common,
    wish: wishOf(config()),
    onTold: (sentence) => log.write('info', sentence),
    onToken: (token) => log.hide([token]),
  });
  return {
    changed: () => void tcp.change(wishOf(config())),
    close: async () => {
      await Promise.all([socket.close(), tcp.close()]);
    },
  };
}

/** Without a configuration no port is opened: nobody asked for one. */
function wishOf(config: Config | null): TcpWish {
  return config?.http ?? { enabled: false, port: 0 };
}
